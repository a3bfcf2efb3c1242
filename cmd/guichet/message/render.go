package message

// What is wrong with what was asked of the output.
const (
	RenderUnknownColumn  Key = `unknown column "%s"` + fr + "colonne inconnue «\u00a0%s\u00a0»"
	RenderUnknownFormat  Key = `unknown format "%s"` + fr + "format inconnu «\u00a0%s\u00a0»"
	RenderUnknownDialect Key = `unknown CSV dialect "%s"` + fr + "dialecte CSV inconnu «\u00a0%s\u00a0»"
	RenderNoID           Key = "what the service answered has no id" + fr + "la réponse du service n'a pas d'identifiant"
	RenderNoCalendar     Key = "a calendar (ics) takes appointments only: rdv rdv list, rdv rdv get, rdv agenda" + fr + "un calendrier (ics) ne prend que des rendez-vous\u00a0: rdv rdv list, rdv rdv get, rdv agenda"
	RenderNoValue        Key = "the service gave an empty value where an object belongs" + fr + "le service a donné une valeur vide à la place d'un objet"
	RenderFilter         Key = "the filter does not work: %s" + fr + "le filtre ne fonctionne pas\u00a0: %s"
	RenderFilterStopped  Key = "the filter stopped with a value that is not a text" + fr + "le filtre s'est arrêté sur une valeur qui n'est pas un texte"
	RenderHintValid      Key = "use one of %s" + fr + "prendre l'une des valeurs %s"
	RenderHintValidMore  Key = "use one of %s, …" + fr + "prendre l'une des valeurs %s, …"
)
