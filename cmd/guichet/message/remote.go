package message

// What became of a call, by its kind. The service's own words follow.
const (
	RemoteStatus = topicRemote + iota
	RemoteUnknownOutcome
	RemoteNotFound
	RemoteUnauthorized
	RemoteForbidden
	RemotePaymentRequired
	RemoteConflict
	RemoteInvalid
	RemoteNotSent
	RemoteRateLimited
	RemoteUnavailable
	RemoteUnusable
	RemoteUnexpected
	RemoteNetwork
	RemoteNoCredential
	RemoteContested
	RemoteHTML
	RemoteNoReason
	RemoteTooLarge
	RemoteNoEnd
	RemotePause
	RemoteBrokeOff
	RemoteSignInIncomplete
	RemoteNotJSON
	RemoteOtherKind
)

var remoteTexts = []text{
	RemoteStatus - topicRemote:           {"%s (%d)", "%s (%d)"},
	RemoteUnknownOutcome - topicRemote:   {"%s (it was sent: whether it was carried out is unknown)", "%s (c'est parti\u00a0: rien ne dit si c'est exécuté)"},
	RemoteNotFound - topicRemote:         {"not found", "introuvable"},
	RemoteUnauthorized - topicRemote:     {"the credential was refused", "identifiants refusés"},
	RemoteForbidden - topicRemote:        {"not allowed", "non autorisé"},
	RemotePaymentRequired - topicRemote:  {"a quota or a payment stands in the way", "un quota ou un paiement fait obstacle"},
	RemoteConflict - topicRemote:         {"in conflict with what exists", "en conflit avec l'existant"},
	RemoteInvalid - topicRemote:          {"the service refused the data", "le service a refusé les données"},
	RemoteNotSent - topicRemote:          {"refused before it was sent", "refusé avant l'envoi"},
	RemoteRateLimited - topicRemote:      {"too many requests", "trop de requêtes"},
	RemoteUnavailable - topicRemote:      {"the service failed", "le service a échoué"},
	RemoteUnusable - topicRemote:         {"the answer cannot be used", "la réponse est inutilisable"},
	RemoteUnexpected - topicRemote:       {"unexpected answer", "réponse inattendue"},
	RemoteNetwork - topicRemote:          {"no answer from the service", "pas de réponse du service"},
	RemoteNoCredential - topicRemote:     {"no credential", "pas d'identifiants"},
	RemoteContested - topicRemote:        {"the session is contested", "la session est disputée"},
	RemoteHTML - topicRemote:             {"an HTML page instead of the data", "une page HTML au lieu des données"},
	RemoteNoReason - topicRemote:         {"no reason given", "sans motif"},
	RemoteTooLarge - topicRemote:         {"the answer is larger than the limit", "la réponse dépasse la limite"},
	RemoteNoEnd - topicRemote:            {"the answer does not say where it ends", "la réponse ne dit pas où elle finit"},
	RemotePause - topicRemote:            {"the service asked for a pause that outlasts the time left", "le service demande une pause plus longue que le temps qui reste"},
	RemoteBrokeOff - topicRemote:         {"the answer broke off", "la réponse s'est interrompue"},
	RemoteSignInIncomplete - topicRemote: {"the answer to the sign-in lacks the session", "la réponse à la connexion ne donne pas la session"},
	RemoteNotJSON - topicRemote:          {"it is not JSON from byte %d on", "ce n'est plus du JSON à partir de l'octet %d"},
	RemoteOtherKind - topicRemote:        {"%s is not of the expected kind", "%s n'est pas du type attendu"},
}
