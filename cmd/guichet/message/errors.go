package message

// Failures that any command can meet, and what to do about them.
const (
	ErrUnexpected          Key = "unexpected: %s" + fr + "erreur inattendue\u00a0: %s"
	ErrInterrupted         Key = "interrupted" + fr + "interrompu"
	ErrNotATerminal        Key = "cannot ask for %s: this is not a terminal" + fr + "impossible de demander %s\u00a0: ceci n'est pas un terminal"
	HintNotATerminal       Key = "give it with %s" + fr + "le donner par %s"
	HintConfirmationNeeded Key = "add -y (--yes) to confirm" + fr + "ajouter -y (--yes) pour confirmer"
	ErrNoCredential        Key = "no credential for %s at %s" + fr + "pas d'identifiants pour %s sur %s"
	HintNoCredential       Key = `run "guichet auth login %s", or set %s` + fr + "lancer «\u00a0guichet auth login %s\u00a0», ou définir %s"
	HintRefused            Key = `run "guichet auth login %s"` + fr + "lancer «\u00a0guichet auth login %s\u00a0»"
	ErrBaseURLMissing      Key = "%s has no default address" + fr + "%s n'a pas d'adresse par défaut"
	HintBaseURLMissing     Key = "give it with --base-url, %s or base_url in the profile" + fr + "la donner par --base-url, %s ou base_url dans le profil"
	ErrMissingField        Key = "missing: %s" + fr + "il manque\u00a0: %s"
	ErrBadJSON             Key = "%s: not JSON (offset %d): %s" + fr + "%s\u00a0: ce n'est pas du JSON (octet %d)\u00a0: %s"
	ErrFileUnreadable      Key = "cannot read %s: %s" + fr + "lecture impossible de %s\u00a0: %s"
	ErrFileUnwritable      Key = "cannot write %s: %s" + fr + "écriture impossible de %s\u00a0: %s"
	ErrTimeout             Key = "no answer within %s" + fr + "pas de réponse en %s"
	HintTimeout            Key = "allow more time with --timeout" + fr + "accorder plus de temps par --timeout"
	HintNetwork            Key = "check the address, the proxy (HTTPS_PROXY) and the certificates (--ca-file)" + fr + "vérifier l'adresse, le mandataire (HTTPS_PROXY) et les certificats (--ca-file)"
	HintOutcomeUnknown     Key = "look at the data before sending it again" + fr + "regarder les données avant de la renvoyer"
	NoticeCutShort         Key = "%d of %d shown" + fr + "%d sur %d affichés"
	NoticeIncomplete       Key = "read %d, and the service counts %d" + fr + "%d lus, et le service en compte %d"
	BadJSONEnds            Key = "it ends too early" + fr + "il finit trop tôt"
	BadJSONCharacter       Key = `"%s" cannot stand there` + fr + "«\u00a0%s\u00a0» ne peut pas se trouver là"
	ErrUnknownKey          Key = `unknown key "%s"` + fr + "clé inconnue «\u00a0%s\u00a0»"
	ErrNoDate              Key = `"%s" is not a date such as 2026-11-30` + fr + "«\u00a0%s\u00a0» n'est pas une date comme 2026-11-30"
	ErrNoClock             Key = `"%s" is not a time of day such as 09:30` + fr + "«\u00a0%s\u00a0» n'est pas une heure comme 09:30"
	ErrNoMoment            Key = `"%s" is not a moment such as 2026-11-30 or 2026-11-30T09:00:00+01:00` + fr + "«\u00a0%s\u00a0» n'est pas un moment comme 2026-11-30 ou 2026-11-30T09:00:00+01:00"
	ErrNoDuration          Key = `"%s" is not a duration such as 20ms` + fr + "«\u00a0%s\u00a0» n'est pas une durée comme 20ms"
	ErrNoCount             Key = `"%s" is not a number above 0` + fr + "«\u00a0%s\u00a0» n'est pas un nombre positif"
	ErrLineTooLong         Key = "the line is too long" + fr + "la ligne est trop longue"
	ErrSandboxAddress      Key = "expected an address such as 127.0.0.1:8080" + fr + "il faut une adresse comme 127.0.0.1:8080"
	ErrSandboxLoopback     Key = "the sandbox listens on loopback only, such as 127.0.0.1:%s" + fr + "le bac à sable n'écoute que sur cette machine, par exemple 127.0.0.1:%s"
	ErrSandboxPort         Key = "expected a port between 0 and 65531" + fr + "il faut un port entre 0 et 65531"

	// ErrAddress is an address that is refused: its place, the reason, and itself.
	ErrAddress Key = "%s: %s%s" + fr + "%s\u00a0: %s%s"
	// WithCause puts two texts together: what happened, and why.
	WithCause Key = "%s: %s" + fr + "%s\u00a0: %s"
)
