package message

// What is wrong with what was asked of the output.
const (
	RenderUnknownColumn = topicRender + iota
	RenderUnknownFormat
	RenderUnknownDialect
	RenderNoID
	RenderNoValue
	RenderFilter
	RenderFilterStopped
	RenderHintValid
	RenderHintValidMore
)

var renderTexts = []text{
	RenderUnknownColumn - topicRender:  {`unknown column "%s"`, "colonne inconnue «\u00a0%s\u00a0»"},
	RenderUnknownFormat - topicRender:  {`unknown format "%s"`, "format inconnu «\u00a0%s\u00a0»"},
	RenderUnknownDialect - topicRender: {`unknown CSV dialect "%s"`, "dialecte CSV inconnu «\u00a0%s\u00a0»"},
	RenderNoID - topicRender:           {"what the service answered has no id", "la réponse du service n'a pas d'identifiant"},
	RenderNoValue - topicRender:        {"the service gave an empty value where an object belongs", "le service a donné une valeur vide à la place d'un objet"},
	RenderFilter - topicRender:         {"the filter does not work: %s", "le filtre ne fonctionne pas\u00a0: %s"},
	RenderFilterStopped - topicRender: {
		"the filter stopped with a value that is not a text",
		"le filtre s'est arrêté sur une valeur qui n'est pas un texte",
	},
	RenderHintValid - topicRender:     {"use one of %s", "prendre l'une des valeurs %s"},
	RenderHintValidMore - topicRender: {"use one of %s, …", "prendre l'une des valeurs %s, …"},
}
