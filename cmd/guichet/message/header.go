package message

// Headers of tables, by the path that a column shows. A path has one header in
// all tables, so that a column chosen with --columns has it too. CSV files use
// the paths themselves.
type header struct {
	path string
	text text
}

var headers = [...]header{
	{"id", text{"ID", "ID"}},
	{"name", text{"NAME", "NOM"}},
	{"title", text{"TITLE", "TITRE"}},
	{"status", text{"STATUS", "STATUT"}},
	{"email", text{"EMAIL", "E-MAIL"}},
	{"phone_number", text{"PHONE", "TÉLÉPHONE"}},
	{"first_name", text{"FIRST NAME", "PRÉNOM"}},
	{"last_name", text{"LAST NAME", "NOM"}},
	{"birth_date", text{"BIRTH DATE", "NÉ LE"}},
	{"verticale", text{"VERTICALE", "VERTICALE"}},
	{"starts_at", text{"STARTS AT", "DÉBUT"}},
	{"duration_in_min", text{"MIN", "MIN"}},
	{"motif.name", text{"MOTIF", "MOTIF"}},
	{"users.last_name", text{"USERS", "USAGERS"}},
	{"agents.last_name", text{"AGENTS", "AGENTS"}},
	{"agent.last_name", text{"AGENT", "AGENT"}},
	{"organisation.name", text{"ORGANISATION", "ORGANISATION"}},
	{"organisation_id", text{"ORGANISATION", "ORGANISATION"}},
	{"location_type", text{"LOCATION", "LIEU"}},
	{"bookable_by", text{"BOOKABLE BY", "RÉSERVABLE PAR"}},
	{"collectif", text{"COLLECTIF", "COLLECTIF"}},
	{"motif_category.name", text{"CATEGORY", "CATÉGORIE"}},
	{"deleted_at", text{"DELETED AT", "SUPPRIMÉ LE"}},
	{"first_day", text{"FIRST DAY", "PREMIER JOUR"}},
	{"start_time", text{"START", "DÉBUT"}},
	{"end_day", text{"END DAY", "DERNIER JOUR"}},
	{"end_time", text{"END", "FIN"}},
	{"external_id", text{"EXTERNAL ID", "N° EXTERNE"}},
	{"public_link", text{"PUBLIC LINK", "LIEN PUBLIC"}},
	{"target_url", text{"TARGET URL", "ADRESSE"}},
	{"subscriptions", text{"SUBSCRIPTIONS", "OBJETS SUIVIS"}},
	{"description", text{"DESCRIPTION", "DESCRIPTION"}},
	{"userUsed", text{"USED", "UTILISÉS"}},
	{"userLimit", text{"LIMIT", "LIMITE"}},
	{"codeName", text{"CODE", "CODE"}},
	{"firstName", text{"FIRST NAME", "PRÉNOM"}},
	{"lastName", text{"LAST NAME", "NOM"}},
	{"role", text{"ROLE", "RÔLE"}},
	{"current", text{"CURRENT", "EN USAGE"}},
	{"value", text{"VALUE", "VALEUR"}},
	{"origin", text{"ORIGIN", "ORIGINE"}},
	{"shadows.value", text{"SHADOWED VALUE", "VALEUR MASQUÉE"}},
	{"shadows.origin", text{"SHADOWS", "MASQUE"}},
	{"path", text{"PATH", "CHEMIN"}},
	{"method", text{"METHOD", "MÉTHODE"}},
	{"url", text{"URL", "URL"}},
	{"auth", text{"AUTH", "AUTH"}},
	{"refused", text{"REFUSED", "REFUSÉ"}},
	{"note", text{"NOTE", "REMARQUE"}},
}

// Header gives the header of a column by its path, the empty string for a path
// that the catalogue does not know.
func (c *Catalogue) Header(path string) string {
	for _, known := range headers {
		if known.path == path {
			return known.text.in(c)
		}
	}
	return ""
}
