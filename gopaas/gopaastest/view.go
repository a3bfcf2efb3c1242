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

func (c *column) value(from source) string {
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

var allViews = []*view{
	{id: AccountView, key: "compte.default", base: "compte", columns: []column{
		{"idcompte", "N°", "compte", "", false},
		{"cle", "Clé", "compte", "cle", true},
		{"nom", "Nom", "compte", "nom", false},
		{"cp", "Code postal", "compte", "cp", false},
		{"ville", "Ville", "compte", "ville", false},
		{"siret", "SIRET", "compte", "siret", false},
		{"chiffre_affaires", "CA", "compte", "chiffre_affaires", false},
		{"commentaire", "Commentaire", "compte", "commentaire", true},
	}},
	{id: ContactView, key: "contact.default", base: "contact", columns: []column{
		{"idcontact", "N°", "contact", "", false},
		{"cle", "Clé", "contact", "cle", true},
		{"nom", "Nom", "contact", "nom", false},
		{"prenom", "Prénom", "contact", "prenom", false},
		{"email", "Courriel", "contact", "email", false},
		{"compte", "Clé du compte", "contact", "compte", false},
		{"nom_compte", "Compte", "compte", "nom", false},
		{"commentaire", "Commentaire", "contact", "commentaire", true},
	}},
	{id: ActionView, key: "action.Pardéfaut", base: "action", columns: []column{
		{"idaction", "N°", "action", "", false},
		{"cle", "Clé", "action", "cle", true},
		{"objet", "Objet", "action", "objet", false},
		{"date_action", "Date", "action", "date_action", false},
		{"statut", "Statut", "action", "statut", false},
		{"nom_contact", "Contact", "contact", "nom", false},
		{"nom_compte", "Compte", "compte", "nom", false},
		{"commentaire", "Commentaire", "action", "commentaire", true},
	}},
	{id: DirectoryView, key: "annuaire.default", base: "compte", each: "contact", columns: []column{
		{"idcompte", "N°", "compte", "", false},
		{"cle", "Clé", "compte", "cle", true},
		{"nom", "Nom", "compte", "nom", false},
		{"ville", "Ville", "compte", "ville", false},
		{"nom_contact", "Contact", "contact", "nom", false},
	}},
}
