package message

import "strings"

// Names of values in the help, and names of fields in a question.
const (
	PlaceText         Key = "TEXT" + fr + "TEXTE"
	PlaceTexts        Key = "TEXT,TEXT" + fr + "TEXTE,TEXTE"
	PlaceNumber       Key = "N" + fr + "N"
	PlaceID           Key = "ID" + fr + "ID"
	PlaceIDs          Key = "ID,ID" + fr + "ID,ID"
	PlaceDate         Key = "DATE" + fr + "DATE"
	PlaceTime         Key = "TIME" + fr + "MOMENT"
	PlaceDuration     Key = "DURATION" + fr + "DURÉE"
	PlaceAddress      Key = "ADDRESS" + fr + "ADRESSE"
	PlaceBody         Key = "JSON" + fr + "JSON"
	PlaceCondition    Key = "FIELD=VALUE" + fr + "CHAMP=VALEUR"
	PlaceName         Key = "NAME" + fr + "NOM"
	PlaceKey          Key = "KEY" + fr + "CLÉ"
	PlaceValue        Key = "VALUE" + fr + "VALEUR"
	PlaceMethod       Key = "METHOD" + fr + "MÉTHODE"
	PlacePath         Key = "PATH" + fr + "CHEMIN"
	LabelEmail        Key = "e-mail" + fr + "courriel"
	LabelPassword     Key = "password" + fr + "mot de passe"
	LabelBearer       Key = "OAuth access token" + fr + "jeton d'accès OAuth"
	LabelToken        Key = "token" + fr + "jeton"
	LabelAPIKey       Key = "API key" + fr + "clé d'API"
	LabelClientID     Key = "client id" + fr + "identifiant du client"
	LabelClientSecret Key = "client secret" + fr + "secret du client"
	LabelSecret       Key = "secret" + fr + "secret"

	// AskField is a question for a field, by its label.
	AskField Key = "%s:" + fr + "%s\u00a0:"
)

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
		"address":       LabelAddress,
		"redirect_uri":  LabelRedirectURI,
	}[field]
	if !known {
		return field
	}
	return c.Text(key)
}
