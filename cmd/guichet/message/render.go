package message

// What is wrong with what was asked of the output.
const (
	RenderUnknownColumn  Key = `unknown column "%s"` + fr + "colonne inconnue «\u00a0%s\u00a0»"
	RenderUnknownFormat  Key = `unknown format "%s"` + fr + "format inconnu «\u00a0%s\u00a0»"
	RenderUnknownDialect Key = `unknown CSV dialect "%s"` + fr + "dialecte CSV inconnu «\u00a0%s\u00a0»"
	RenderNoID           Key = "the response of the service has no id" + fr + "la réponse du service n'a pas d'identifiant"
	RenderNoValue        Key = "the service returned an empty value instead of an object" + fr + "le service a renvoyé une valeur vide au lieu d'un objet"
	RenderFilter         Key = "the filter failed: %s" + fr + "le filtre a échoué\u00a0: %s"
	RenderFilterStopped  Key = "the filter stopped with a value that is not text" + fr + "le filtre s'est arrêté sur une valeur qui n'est pas un texte"
	RenderHintValid      Key = "possible values: %s" + fr + "valeurs possibles\u00a0: %s"
	RenderHintValidMore  Key = "possible values: %s, …" + fr + "valeurs possibles\u00a0: %s, …"
	RenderNoCalendar     Key = "a calendar (ics) can contain appointments only: use rdv rdv list, rdv rdv get or rdv agenda" + fr + "un calendrier (ics) ne peut contenir que des rendez-vous\u00a0: utilisez rdv rdv list, rdv rdv get ou rdv agenda"
)
