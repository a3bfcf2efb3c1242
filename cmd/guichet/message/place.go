package message

import "strings"

// What stands for a value in the help, and how a field is called in a question.
// Those of flags are plain ASCII: pflag lines up by bytes.
const (
	PlaceText = topicPlace + iota
	PlaceTexts
	PlaceNumber
	PlaceID
	PlaceIDs
	PlaceDate
	PlaceTime
	PlaceDuration
	PlaceAddress
	PlaceBody
	PlaceCondition
	PlaceName
	PlaceKey
	PlaceValue
	PlaceMethod
	PlacePath
	LabelEmail
	LabelPassword
	LabelBearer
	LabelToken
	LabelAPIKey
	LabelClientID
	LabelClientSecret
	LabelSecret

	// AskField is a question for a field, by its label.
	AskField
)

var placeTexts = []text{
	PlaceText - topicPlace:         {"TEXT", "TEXTE"},
	PlaceTexts - topicPlace:        {"TEXT,TEXT", "TEXTE,TEXTE"},
	PlaceNumber - topicPlace:       {"N", "N"},
	PlaceID - topicPlace:           {"ID", "ID"},
	PlaceIDs - topicPlace:          {"ID,ID", "ID,ID"},
	PlaceDate - topicPlace:         {"DATE", "DATE"},
	PlaceTime - topicPlace:         {"TIME", "MOMENT"},
	PlaceDuration - topicPlace:     {"DURATION", "TEMPS"},
	PlaceAddress - topicPlace:      {"ADDRESS", "ADRESSE"},
	PlaceBody - topicPlace:         {"JSON", "JSON"},
	PlaceCondition - topicPlace:    {"FIELD=VALUE", "CHAMP=VALEUR"},
	PlaceName - topicPlace:         {"NAME", "NOM"},
	PlaceKey - topicPlace:          {"KEY", "CLÉ"},
	PlaceValue - topicPlace:        {"VALUE", "VALEUR"},
	PlaceMethod - topicPlace:       {"METHOD", "MÉTHODE"},
	PlacePath - topicPlace:         {"PATH", "CHEMIN"},
	LabelEmail - topicPlace:        {"e-mail", "e-mail"},
	LabelPassword - topicPlace:     {"password", "mot de passe"},
	LabelBearer - topicPlace:       {"OAuth access token", "jeton d'accès OAuth"},
	LabelToken - topicPlace:        {"token", "jeton"},
	LabelAPIKey - topicPlace:       {"API key", "clé d'API"},
	LabelClientID - topicPlace:     {"client id", "identifiant du client"},
	LabelClientSecret - topicPlace: {"client secret", "secret du client"},
	AskField - topicPlace:          {"%s:", "%s\u00a0:"},
	LabelSecret - topicPlace:       {"secret", "secret"},
}

// FlagHelp gives the help of a flag, and what stands for its value: the word that
// the text has in backquotes, "" without one.
func (c *Catalogue) FlagHelp(key Key) (help, place string) {
	parts := strings.SplitN(c.Text(key), "`", 3)
	if len(parts) < 3 {
		return strings.Join(parts, ""), ""
	}
	return strings.Join(parts, ""), parts[1]
}

// Label says how a field is called in a question to a person; a field that the
// catalogue does not know keeps its own name.
func (c *Catalogue) Label(field string) string {
	key, known := map[string]Key{
		"email":         LabelEmail,
		"password":      LabelPassword,
		"bearer":        LabelBearer,
		"token":         LabelToken,
		"api_key":       LabelAPIKey,
		"client_id":     LabelClientID,
		"client_secret": LabelClientSecret,
		"secret":        LabelSecret,
	}[field]
	if !known {
		return field
	}
	return c.Text(key)
}
