package message

// Failures that any command can meet, and what to do about them.
const (
	ErrUnexpected = topicErrors + iota
	ErrInterrupted
	ErrNotATerminal
	HintNotATerminal
	HintConfirmationNeeded
	ErrNoCredential
	HintNoCredential
	HintRefused
	ErrBaseURLMissing
	HintBaseURLMissing
	ErrMissingField
	ErrBadJSON
	ErrFileUnreadable
	ErrFileUnwritable
	ErrTimeout
	HintTimeout
	HintNetwork
	HintOutcomeUnknown
	NoticeCutShort
	NoticeIncomplete
	BadJSONEnds
	BadJSONCharacter
	ErrUnknownKey
	ErrNoDate
	ErrNoClock
	ErrNoMoment
	ErrNoDuration
	ErrNoCount
	ErrLineTooLong
	ErrSandboxAddress
	ErrSandboxLoopback
	ErrSandboxPort

	// WithCause puts two texts together: what happened, and why.
	WithCause
)

var errorTexts = []text{
	ErrUnexpected - topicErrors:          {"unexpected: %s", "erreur inattendue\u00a0: %s"},
	ErrInterrupted - topicErrors:         {"interrupted", "interrompu"},
	ErrNotATerminal - topicErrors:        {"cannot ask for %s: this is not a terminal", "impossible de demander %s\u00a0: ceci n'est pas un terminal"},
	HintNotATerminal - topicErrors:       {"give it with %s", "le donner par %s"},
	HintConfirmationNeeded - topicErrors: {"add -y (--yes) to confirm", "ajouter -y (--yes) pour confirmer"},
	ErrNoCredential - topicErrors:        {"no credential for %s at %s", "pas d'identifiants pour %s sur %s"},
	HintNoCredential - topicErrors:       {`run "guichet auth login %s", or set %s`, "lancer «\u00a0guichet auth login %s\u00a0», ou définir %s"},
	HintRefused - topicErrors:            {`run "guichet auth login %s"`, "lancer «\u00a0guichet auth login %s\u00a0»"},
	ErrBaseURLMissing - topicErrors:      {"%s has no default address", "%s n'a pas d'adresse par défaut"},
	HintBaseURLMissing - topicErrors:     {"give it with --base-url, %s or base_url in the profile", "la donner par --base-url, %s ou base_url dans le profil"},
	ErrMissingField - topicErrors:        {"missing: %s", "il manque\u00a0: %s"},
	ErrBadJSON - topicErrors:             {"%s: not JSON (offset %d): %s", "%s\u00a0: ce n'est pas du JSON (octet %d)\u00a0: %s"},
	ErrFileUnreadable - topicErrors:      {"cannot read %s: %s", "lecture impossible de %s\u00a0: %s"},
	ErrFileUnwritable - topicErrors:      {"cannot write %s: %s", "écriture impossible de %s\u00a0: %s"},
	ErrTimeout - topicErrors:             {"no answer within %s", "pas de réponse en %s"},
	HintTimeout - topicErrors:            {"allow more time with --timeout", "accorder plus de temps par --timeout"},
	HintNetwork - topicErrors:            {"check the address, the proxy (HTTPS_PROXY) and the certificates (--ca-file)", "vérifier l'adresse, le mandataire (HTTPS_PROXY) et les certificats (--ca-file)"},
	HintOutcomeUnknown - topicErrors:     {"look at the data before sending it again", "regarder les données avant de la renvoyer"},
	NoticeCutShort - topicErrors:         {"%d of %d shown", "%d sur %d affichés"},
	NoticeIncomplete - topicErrors:       {"read %d, and the service counts %d", "%d lus, et le service en compte %d"},
	BadJSONEnds - topicErrors:            {"it ends too early", "il finit trop tôt"},
	BadJSONCharacter - topicErrors:       {`"%s" cannot stand there`, "«\u00a0%s\u00a0» ne peut pas se trouver là"},
	ErrUnknownKey - topicErrors:          {`unknown key "%s"`, "clé inconnue «\u00a0%s\u00a0»"},
	ErrNoDate - topicErrors:              {`"%s" is not a date such as 2026-11-30`, "«\u00a0%s\u00a0» n'est pas une date comme 2026-11-30"},
	ErrNoClock - topicErrors:             {`"%s" is not a time of day such as 09:30`, "«\u00a0%s\u00a0» n'est pas une heure comme 09:30"},
	ErrNoMoment - topicErrors:            {`"%s" is not a moment such as 2026-11-30 or 2026-11-30T09:00:00+01:00`, "«\u00a0%s\u00a0» n'est pas un moment comme 2026-11-30 ou 2026-11-30T09:00:00+01:00"},
	ErrNoDuration - topicErrors:          {`"%s" is not a duration such as 20ms`, "«\u00a0%s\u00a0» n'est pas une durée comme 20ms"},
	ErrNoCount - topicErrors:             {`"%s" is no number above 0`, "«\u00a0%s\u00a0» n'est pas un nombre positif"},
	ErrLineTooLong - topicErrors:         {"the line is too long", "la ligne est trop longue"},
	ErrSandboxAddress - topicErrors:      {"an address such as 127.0.0.1:8080 is wanted", "il faut une adresse comme 127.0.0.1:8080"},
	ErrSandboxLoopback - topicErrors:     {"the sandbox listens on loopback only, such as 127.0.0.1:%s", "le bac à sable n'écoute que sur cette machine, par exemple 127.0.0.1:%s"},
	ErrSandboxPort - topicErrors:         {"a port between 0 and 65531 is wanted", "il faut un port entre 0 et 65531"},
	WithCause - topicErrors:              {"%s: %s", "%s\u00a0: %s"},
}
