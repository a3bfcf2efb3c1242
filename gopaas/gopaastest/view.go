package gopaastest

import "strconv"

// The views of the server. Requests name a view by its number or its key.
const (
	// AccountView (compte.default) lists the table compte.
	AccountView = "1167"
	// ContactView (contact.default) lists contacts with the name of their
	// account.
	ContactView = "1170"
	// ActionView (action.Pardéfaut) lists actions with the names of their
	// contact and account.
	ActionView = "1171"
	// DirectoryView (annuaire.default) lists each account once for each of its
	// contacts, so that an account's cle is listed several times.
	DirectoryView = "1206"
)

// column is a column of a view.
type column struct {
	name, title string
	// table and field locate the value; the id column has no field.
	table, field string
	hidden       bool
}

// view is a saved selection over tables.
type view struct {
	id, key string
	base    string
	// each lists a record of base once for every record of this table that
	// links to it.
	each    string
	columns []column
}

// source has the records of one row, one for each table.
type source map[string]*record

func (c column) value(from source) string {
	r := from[c.table]
	switch {
	case r == nil:
		return ""
	case c.field == "":
		return strconv.Itoa(r.id)
	}
	return r.values[c.field]
}

// sources returns the records of each row of the view.
func (s *Server) sources(v *view) []source {
	var all []source
	for _, r := range s.tables[v.base].records {
		from := s.linked(v.base, r)
		if v.each == "" {
			all = append(all, from)
			continue
		}
		for _, other := range s.tables[v.each].records {
			if other.values[v.base] == r.values["cle"] {
				all = append(all, source{v.base: r, v.each: other})
			}
		}
	}
	return all
}

// linked follows the links of a record: a field with the name of a table has the
// cle of one of its records.
func (s *Server) linked(base string, r *record) source {
	from := source{base: r}
	for name, t := range s.tables {
		if cle := r.values[name]; cle != "" && name != base {
			from[name] = t.byCle[cle]
		}
	}
	return from
}

func (s *Server) findView(id string) *view {
	for _, v := range s.views {
		if v.id == id || v.key == id {
			return v
		}
	}
	return nil
}

func views() []*view {
	own := func(table string, names ...string) []column {
		columns := []column{{name: "id" + table, title: "N°", table: table}, {name: "cle", title: "Clé", table: table, field: "cle", hidden: true}}
		for i := 0; i < len(names); i += 2 {
			columns = append(columns, column{name: names[i], title: names[i+1], table: table, field: names[i]})
		}
		return columns
	}
	comment := func(table string) column {
		return column{name: "commentaire", title: "Commentaire", table: table, field: "commentaire", hidden: true}
	}
	account := column{name: "nom_compte", title: "Compte", table: "compte", field: "nom"}
	contact := column{name: "nom_contact", title: "Contact", table: "contact", field: "nom"}
	return []*view{
		{id: AccountView, key: "compte.default", base: "compte",
			columns: append(own("compte", "nom", "Nom", "cp", "Code postal", "ville", "Ville", "siret", "SIRET", "chiffre_affaires", "CA"), comment("compte"))},
		{id: ContactView, key: "contact.default", base: "contact",
			columns: append(own("contact", "nom", "Nom", "prenom", "Prénom", "email", "Courriel", "compte", "Clé du compte"), account, comment("contact"))},
		{id: ActionView, key: "action.Pardéfaut", base: "action",
			columns: append(own("action", "objet", "Objet", "date_action", "Date", "statut", "Statut"), contact, account, comment("action"))},
		{id: DirectoryView, key: "annuaire.default", base: "compte", each: "contact",
			columns: append(own("compte", "nom", "Nom", "ville", "Ville"), contact)},
	}
}
