package message

// Headers of tables, by the path that a column shows. A path has one header in
// all tables, so that a column chosen with --columns has it too. CSV files use
// the paths themselves.
type header struct {
	path string
	text Key
}

var headers = [...]header{
	{"id", "ID" + fr + "ID"},
	{"name", "NAME" + fr + "NOM"},
	{"title", "TITLE" + fr + "TITRE"},
	{"status", "STATUS" + fr + "STATUT"},
	{"email", "EMAIL" + fr + "E-MAIL"},
	{"phone_number", "PHONE" + fr + "TÉLÉPHONE"},
	{"first_name", "FIRST NAME" + fr + "PRÉNOM"},
	{"last_name", "LAST NAME" + fr + "NOM"},
	{"birth_date", "BIRTH DATE" + fr + "NÉ LE"},
	{"address", "ADDRESS" + fr + "ADRESSE"},
	{"enabled", "IN USE" + fr + "EN SERVICE"},
	{"group", "GROUP" + fr + "GROUPE"},
	{"reasons", "IN COMMON" + fr + "EN COMMUN"},
	{"verticale", "VERTICALE" + fr + "VERTICALE"},
	{"starts_at", "STARTS AT" + fr + "DÉBUT"},
	{"duration_in_min", "MIN" + fr + "MIN"},
	{"motif.name", "MOTIF" + fr + "MOTIF"},
	{"users.last_name", "USERS" + fr + "USAGERS"},
	{"agents.last_name", "AGENTS" + fr + "AGENTS"},
	{"agent.last_name", "AGENT" + fr + "AGENT"},
	{"organisation.name", "ORGANISATION" + fr + "ORGANISATION"},
	{"organisation_id", "ORGANISATION" + fr + "ORGANISATION"},
	{"location_type", "LOCATION" + fr + "LIEU"},
	{"bookable_by", "BOOKABLE BY" + fr + "RÉSERVABLE PAR"},
	{"collectif", "COLLECTIF" + fr + "COLLECTIF"},
	{"motif_category.name", "CATEGORY" + fr + "CATÉGORIE"},
	{"deleted_at", "DELETED AT" + fr + "SUPPRIMÉ LE"},
	{"first_day", "FIRST DAY" + fr + "PREMIER JOUR"},
	{"start_time", "START" + fr + "DÉBUT"},
	{"end_day", "END DAY" + fr + "DERNIER JOUR"},
	{"end_time", "END" + fr + "FIN"},
	{"external_id", "EXTERNAL ID" + fr + "N° EXTERNE"},
	{"public_link", "PUBLIC LINK" + fr + "LIEN PUBLIC"},
	{"target_url", "TARGET URL" + fr + "ADRESSE"},
	{"subscriptions", "SUBSCRIPTIONS" + fr + "OBJETS SUIVIS"},
	{"description", "DESCRIPTION" + fr + "DESCRIPTION"},
	{"userUsed", "USED" + fr + "UTILISÉS"},
	{"userLimit", "LIMIT" + fr + "LIMITE"},
	{"codeName", "CODE" + fr + "CODE"},
	{"firstName", "FIRST NAME" + fr + "PRÉNOM"},
	{"lastName", "LAST NAME" + fr + "NOM"},
	{"role", "ROLE" + fr + "RÔLE"},
	{"host", "HOST" + fr + "SERVEUR"},
	{"account", "ACCOUNT" + fr + "COMPTE"},
	{"current", "CURRENT" + fr + "EN USAGE"},
	{"value", "VALUE" + fr + "VALEUR"},
	{"origin", "ORIGIN" + fr + "ORIGINE"},
	{"shadows.value", "SHADOWED VALUE" + fr + "VALEUR MASQUÉE"},
	{"shadows.origin", "SHADOWS" + fr + "MASQUE"},
	{"path", "PATH" + fr + "CHEMIN"},
	{"method", "METHOD" + fr + "MÉTHODE"},
	{"url", "URL" + fr + "URL"},
	{"auth", "AUTH" + fr + "AUTH"},
	{"refused", "REFUSED" + fr + "REFUSÉ"},
	{"note", "NOTE" + fr + "REMARQUE"},
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
