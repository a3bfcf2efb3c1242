package message

// Failures that any command can meet, and what to do about them.
const (
	ErrUnexpected = topicErrors + iota
	ErrInterrupted
	ErrNotATerminal
	HintNotATerminal
	ErrConfirmationNeeded
	HintConfirmationNeeded
	ErrNoCredential
	HintNoCredential
	ErrOtherOrigin
	HintOtherOrigin
	ErrIncompleteVariables
	ErrTwoSetsOfVariables
	HintTwoSetsOfVariables
	ErrStoreUnreachable
	HintStoreUnreachable
	ErrTokenCommand
	ErrRefused
	HintRefused
	ErrBaseURLInvalid
	ErrBaseURLNotHTTPS
	HintBaseURLNotHTTPS
	ErrBaseURLMissing
	HintBaseURLMissing
	ErrUnknownValue
	ErrUnknownName
	HintAllowed
	ErrMissingField
	ErrBadJSON
	ErrFileUnreadable
	ErrFileUnwritable
	ErrTimeout
	HintTimeout
	ErrNetwork
	HintNetwork
	ErrOutcomeUnknown
	HintOutcomeUnknown
	NoticeCutShort
	NoticeIncomplete
	ErrIncomplete
)

var errorTexts = []text{
	ErrUnexpected - topicErrors:          {"unexpected: %s", "erreur inattendue\u00a0: %s"},
	ErrInterrupted - topicErrors:         {"interrupted", "interrompu"},
	ErrNotATerminal - topicErrors:        {"cannot ask for %s: this is not a terminal", "impossible de demander %s\u00a0: ceci n'est pas un terminal"},
	HintNotATerminal - topicErrors:       {"give it with %s", "le donner par %s"},
	ErrConfirmationNeeded - topicErrors:  {"%s needs a confirmation, and nothing can be asked here", "%s demande une confirmation, et rien ne peut être demandé ici"},
	HintConfirmationNeeded - topicErrors: {"add --yes to confirm", "ajouter --yes pour confirmer"},
	ErrNoCredential - topicErrors:        {"no credential for %s at %s", "pas d'identifiants pour %s sur %s"},
	HintNoCredential - topicErrors:       {`run "guichet auth login %s", or set %s`, "lancer «\u00a0guichet auth login %s\u00a0», ou définir %s"},
	ErrOtherOrigin - topicErrors:         {"the stored credential of %s belongs to %s and is not sent to %s", "les identifiants enregistrés de %s appartiennent à %s et ne sont pas envoyés à %s"},
	HintOtherOrigin - topicErrors:        {"log in to that address, or give its credential in variables", "se connecter à cette adresse, ou donner ses identifiants par des variables"},
	ErrIncompleteVariables - topicErrors: {"incomplete variables for %s: %s missing", "variables incomplètes pour %s\u00a0: il manque %s"},
	ErrTwoSetsOfVariables - topicErrors:  {"two credentials for %s in the environment: %s, and %s", "deux identifiants pour %s dans l'environnement\u00a0: %s, et %s"},
	HintTwoSetsOfVariables - topicErrors: {"unset one of the two", "retirer l'un des deux"},
	ErrStoreUnreachable - topicErrors:    {"the credential store cannot be reached: %s", "le dépôt d'identifiants est inaccessible\u00a0: %s"},
	HintStoreUnreachable - topicErrors:   {"unlock it (%s), or give the credential in variables, or choose --store file", "le déverrouiller (%s), ou donner les identifiants par des variables, ou choisir --store file"},
	ErrTokenCommand - topicErrors:        {"token_command of %s failed: %s", "la commande token_command de %s a échoué\u00a0: %s"},
	ErrRefused - topicErrors:             {"%s refused the credential", "%s a refusé les identifiants"},
	HintRefused - topicErrors:            {`run "guichet auth login %s"`, "lancer «\u00a0guichet auth login %s\u00a0»"},
	ErrBaseURLInvalid - topicErrors:      {`base URL "%s" refused: %s`, "URL de base «\u00a0%s\u00a0» refusée\u00a0: %s"},
	ErrBaseURLNotHTTPS - topicErrors:     {`base URL "%s" refused: http:// would send secrets in clear`, "URL de base «\u00a0%s\u00a0» refusée\u00a0: http:// enverrait les secrets en clair"},
	HintBaseURLNotHTTPS - topicErrors:    {"use https://; http:// is accepted on this machine only", "utiliser https://\u00a0; http:// n'est accepté que sur cette machine"},
	ErrBaseURLMissing - topicErrors:      {"%s has no default address", "%s n'a pas d'adresse par défaut"},
	HintBaseURLMissing - topicErrors:     {"give it with --base-url, %s or base_url in the profile", "la donner par --base-url, %s ou base_url dans le profil"},
	ErrUnknownValue - topicErrors:        {`%s: unknown value "%s"`, "%s\u00a0: valeur inconnue «\u00a0%s\u00a0»"},
	ErrUnknownName - topicErrors:         {`unknown %s "%s"`, "%s inconnu(e)\u00a0: «\u00a0%s\u00a0»"},
	HintAllowed - topicErrors:            {"allowed: %s", "valeurs admises\u00a0: %s"},
	ErrMissingField - topicErrors:        {"missing: %s", "il manque\u00a0: %s"},
	ErrBadJSON - topicErrors:             {"%s: not JSON: %s", "%s\u00a0: ce n'est pas du JSON\u00a0: %s"},
	ErrFileUnreadable - topicErrors:      {"cannot read %s: %s", "lecture impossible de %s\u00a0: %s"},
	ErrFileUnwritable - topicErrors:      {"cannot write %s: %s", "écriture impossible de %s\u00a0: %s"},
	ErrTimeout - topicErrors:             {"no answer within %s", "pas de réponse en %s"},
	HintTimeout - topicErrors:            {"allow more time with --timeout", "accorder plus de temps par --timeout"},
	ErrNetwork - topicErrors:             {"%s cannot be reached: %s", "%s est injoignable\u00a0: %s"},
	HintNetwork - topicErrors:            {"check the address, the proxy (HTTPS_PROXY) and the certificates (--ca-file)", "vérifier l'adresse, le mandataire (HTTPS_PROXY) et les certificats (--ca-file)"},
	ErrOutcomeUnknown - topicErrors:      {"the request was sent, and whether %s did it is unknown", "la requête est partie, et rien ne dit si %s l'a exécutée"},
	HintOutcomeUnknown - topicErrors:     {"look at the data before sending it again", "regarder les données avant de la renvoyer"},
	NoticeCutShort - topicErrors:         {"%d of %d shown", "%d sur %d affichés"},
	NoticeIncomplete - topicErrors:       {"read %d, and the service counts %d", "%d lus, et le service en compte %d"},
	ErrIncomplete - topicErrors:          {"the list cannot be shown to be complete", "rien ne prouve que la liste est complète"},
}
