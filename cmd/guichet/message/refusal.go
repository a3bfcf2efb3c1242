package message

// What the SDK refuses before it sends anything.
const (
	RefusedElementMissing = topicRefusal + iota
	RefusedElement
	RefusedElementControl
	RefusedMethod
	RefusedPathSlash
	RefusedPathCharacter
	RefusedPathQuery
	RefusedPathEscape
	RefusedBaseMissing
	RefusedBaseForm
	RefusedBaseUser
	RefusedBaseQuery
	RefusedBasePlain
	RefusedBaseScheme
	RefusedBaseAPI
	RefusedBasePath
	RefusedNotOneOf
	RefusedNoID
	RefusedNoOrganisation
	RefusedForeignOrganisation
	RefusedNoSuch
	RefusedNoRoot
	RefusedRedirect
	RefusedNotObject
	RefusedNotList
	RefusedTrailing
	RefusedRawElement
)

var refusalTexts = []text{
	RefusedElementMissing - topicRefusal: {"%s is missing", "il manque %s"},
	RefusedElement - topicRefusal:        {`%s cannot be "%s"`, "%s ne peut pas être «\u00a0%s\u00a0»"},
	RefusedElementControl - topicRefusal: {"%s holds a control character", "%s contient un caractère de contrôle"},
	RefusedMethod - topicRefusal: {
		`"%s" is no method: use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS`,
		"«\u00a0%s\u00a0» n'est pas une méthode\u00a0: prendre GET, HEAD, POST, PUT, PATCH, DELETE ou OPTIONS",
	},
	RefusedPathSlash - topicRefusal: {
		"the path must begin with one slash, such as /api/v1/organisations; the host comes from the base URL",
		"le chemin doit commencer par une barre oblique, comme /api/v1/organisations\u00a0; l'hôte vient de l'URL de base",
	},
	RefusedPathCharacter - topicRefusal: {
		"the path holds a space, a backslash, a # or a control character: escape it",
		"le chemin contient une espace, une barre inverse, un # ou un caractère de contrôle\u00a0: l'échapper",
	},
	RefusedPathQuery - topicRefusal:  {"the query of the path cannot be read", "les paramètres du chemin sont illisibles"},
	RefusedPathEscape - topicRefusal: {"a percent sign in the path is not followed by two hexadecimal digits", "un signe pour cent du chemin n'est pas suivi de deux chiffres hexadécimaux"},

	RefusedBaseMissing - topicRefusal: {"the base URL is missing", "l'URL de base manque"},
	RefusedBaseForm - topicRefusal:    {"the base URL must look like https://host", "l'URL de base doit ressembler à https://hôte"},
	RefusedBaseUser - topicRefusal:    {"the base URL must not hold a user or a password", "l'URL de base ne doit contenir ni utilisateur ni mot de passe"},
	RefusedBaseQuery - topicRefusal:   {"the base URL of %s must not have a query or a fragment", "l'URL de base de %s ne doit avoir ni paramètres ni fragment"},
	RefusedBasePlain - topicRefusal:   {"the base URL http://%s is not encrypted: use https", "l'URL de base http://%s n'est pas chiffrée\u00a0: prendre https"},
	RefusedBaseScheme - topicRefusal:  {"the base URL must begin with https://, not %s:", "l'URL de base doit commencer par https://, pas par le schéma %s"},
	RefusedBaseAPI - topicRefusal:     {"the base URL ends before /api/v1: use %s://%s", "l'URL de base s'arrête avant /api/v1\u00a0: prendre %s://%s"},
	RefusedBasePath - topicRefusal:    {"the base URL has the path %s: use %s://%s", "l'URL de base a le chemin %s\u00a0: prendre %s://%s"},

	RefusedNotOneOf - topicRefusal:            {`"%s" is none of %s`, "«\u00a0%s\u00a0» n'est aucune des valeurs %s"},
	RefusedNoID - topicRefusal:                {"%d is no id", "%d n'est pas un identifiant"},
	RefusedNoOrganisation - topicRefusal:      {"at least one organisation is needed", "il faut au moins une organisation"},
	RefusedForeignOrganisation - topicRefusal: {"%d is no organisation of this agent (its organisations are %v)", "%d n'est pas une organisation de cet agent (les siennes sont %v)"},
	RefusedNoSuch - topicRefusal:              {"no such %s", "objet inconnu\u00a0: %s"},
	RefusedNoRoot - topicRefusal:              {`it has no "%s"`, "il y manque «\u00a0%s\u00a0»"},
	RefusedNotObject - topicRefusal:           {"it is not an object", "ce n'est pas un objet"},
	RefusedNotList - topicRefusal:             {"it is not a list", "ce n'est pas une liste"},
	RefusedRawElement - topicRefusal:          {"a path element", "une partie du chemin"},
	RefusedTrailing - topicRefusal:            {"something follows the page", "quelque chose suit la page"},
	RefusedRedirect - topicRefusal:            {"it redirects to %s, which is not followed", "elle renvoie vers %s, ce qui n'est pas suivi"},
}
