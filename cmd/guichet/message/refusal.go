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
	RefusedTwice
	RefusedSignIn
	RefusedForeignOrganisation
	RefusedNoSuch
	RefusedNoRoot
	RefusedRedirect
	RefusedNUL
	RefusedOtherRole
	RefusedEncoding
	RefusedNotUTF8
	RefusedCharset
	RefusedNotObject
	RefusedNotList
	RefusedRowNotObject
	RefusedNameTwice
	RefusedTrailing
	RefusedRawElement
	RefusedTooLong
	RefusedEmailForm
	RefusedPhoneForm
	RefusedSlash
	RefusedService
	RefusedKeyHasNoToken
	RefusedBatch
	RefusedNameSlash
	RefusedFilesByKey
	RefusedNegative
	RefusedNoLimit
	RefusedOpenSearch
	RefusedNoField
	RefusedBar
	RefusedExpression
	RefusedNoContent
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
	RefusedTwice - topicRefusal:               {"%s on %s happens twice, since the clocks go back: choose a time before 02:00 or from 03:00 on", "l'heure %s a lieu deux fois le %s, à cause du passage à l'heure d'hiver\u00a0: choisir une heure avant 02:00 ou à partir de 03:00"},
	RefusedSignIn - topicRefusal:              {"the e-mail or the password is wrong", "l'adresse électronique ou le mot de passe est incorrect"},
	RefusedForeignOrganisation - topicRefusal: {"%d is no organisation of this agent (its organisations are %v)", "%d n'est pas une organisation de cet agent (les siennes sont %v)"},
	RefusedNoSuch - topicRefusal:              {"no such %s", "objet inconnu\u00a0: %s"},
	RefusedNoRoot - topicRefusal:              {`it has no "%s"`, "il y manque «\u00a0%s\u00a0»"},
	RefusedNotObject - topicRefusal:           {"it is not an object", "ce n'est pas un objet"},
	RefusedRowNotObject - topicRefusal:        {"a row of the list is not an object", "une ligne de la liste n'est pas un objet"},
	RefusedNameTwice - topicRefusal:           {"an object has the same name twice", "un objet a deux fois le même nom"},
	RefusedNotList - topicRefusal:             {"it is not a list", "ce n'est pas une liste"},
	RefusedRawElement - topicRefusal:          {"a path element", "une partie du chemin"},
	RefusedTrailing - topicRefusal:            {"something follows the JSON value", "quelque chose suit la valeur JSON"},
	RefusedEncoding - topicRefusal:            {"its Content-Encoding is %s, which was not asked for", "son Content-Encoding est %s, ce qui n'était pas demandé"},
	RefusedNotUTF8 - topicRefusal:             {"it is not UTF-8", "elle n'est pas en UTF-8"},
	RefusedCharset - topicRefusal:             {"it is neither UTF-8 nor %s, which it is said to be", "elle n'est ni en UTF-8 ni en %s, ce qu'elle annonce"},
	RefusedRedirect - topicRefusal:            {"it redirects to %s, which is not followed", "elle renvoie vers %s, ce qui n'est pas suivi"},

	RefusedNUL - topicRefusal: {"it cannot hold the character NUL", "il ne peut pas contenir le caractère NUL"},
	RefusedOtherRole - topicRefusal: {
		"the user is not a billing user, and its first name cannot be read here: use guichet zops %s",
		"cet utilisateur n'est pas un utilisateur de facturation, et son prénom ne se lit pas ici\u00a0: prendre guichet zops %s",
	},
	RefusedTooLong - topicRefusal:       {"%d characters are too many: at most %d are kept", "%d caractères, c'est trop\u00a0: le service en garde %d au plus"},
	RefusedEmailForm - topicRefusal:     {"it must look like name@example.fr", "il doit ressembler à nom@example.fr"},
	RefusedPhoneForm - topicRefusal:     {"it must be exactly %d digits, without a + or spaces; %d characters were given", "il doit compter exactement %d chiffres, sans + ni espaces\u00a0; %d caractères sont donnés"},
	RefusedSlash - topicRefusal:         {"it cannot hold a slash", "il ne peut pas contenir de barre oblique"},
	RefusedService - topicRefusal:       {`"%s" is none of push, roc, sms`, "«\u00a0%s\u00a0» n'est aucune des valeurs push, roc, sms"},
	RefusedKeyHasNoToken - topicRefusal: {"an API key has no token: only OAuth2 client credentials do", "une clé d'API n'a pas de jeton\u00a0: seuls des identifiants de client OAuth2 en ont un"},
	RefusedBatch - topicRefusal:         {"%d rows cannot be a batch", "%d lignes ne peuvent pas faire un lot"},
	RefusedNameSlash - topicRefusal:     {`"%s" holds a slash, which no name of a %s does`, "«\u00a0%s\u00a0» contient une barre oblique, ce que n'a aucun nom de %s"},
	RefusedFilesByKey - topicRefusal:    {"files are documented for an API key only, not for OAuth2 client credentials", "les fichiers ne sont documentés que pour une clé d'API, pas pour des identifiants de client OAuth2"},
	RefusedNegative - topicRefusal:      {"%d is negative", "%d est négatif"},
	RefusedNoLimit - topicRefusal:       {"%d bytes is no limit", "%d octets ne font pas une limite"},
	RefusedOpenSearch - topicRefusal:    {`"%s" does not end with |, so that nothing can be joined to it`, "«\u00a0%s\u00a0» ne finit pas par |, si bien que rien ne peut y être ajouté"},
	RefusedNoField - topicRefusal:       {"a condition needs a field", "une condition demande un champ"},
	RefusedBar - topicRefusal:           {`"%s" holds |, which cannot be part of a condition`, "«\u00a0%s\u00a0» contient |, qui ne peut pas faire partie d'une condition"},
	RefusedExpression - topicRefusal:    {`the value "%s" begins with $$, which the service may run as an expression`, "la valeur «\u00a0%s\u00a0» commence par $$, que le service peut exécuter comme une expression"},
	RefusedNoContent - topicRefusal:     {"it has no content", "il n'a pas de contenu"},
}
