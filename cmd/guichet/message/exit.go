package message

// What each exit code means.
const (
	ExitOK = topicExit + iota
	ExitUnexpected
	ExitUsage
	ExitNotFound
	ExitNoCredential
	ExitRefused
	ExitStoreUnreachable
	ExitNetwork
	ExitService
	ExitPartial
	ExitRejected
	ExitDrift
	ExitUnknown
	ExitInterrupted
	ExitTerminated
)

var exitTexts = []text{
	ExitOK - topicExit:               {"done", "fait"},
	ExitUnexpected - topicExit:       {"unexpected failure", "échec inattendu"},
	ExitUsage - topicExit:            {"usage or configuration", "utilisation ou configuration"},
	ExitNotFound - topicExit:         {"not found", "introuvable"},
	ExitNoCredential - topicExit:     {"no credential for this origin", "pas d'identifiants pour cette origine"},
	ExitRefused - topicExit:          {"refused by the service: 401, 403, or its own way of saying so", "refusé par le service\u00a0: 401, 403, ou sa propre façon de le dire"},
	ExitStoreUnreachable - topicExit: {"credential store unreachable", "dépôt d'identifiants inaccessible"},
	ExitNetwork - topicExit:          {"network, TLS or timeout", "réseau, TLS ou délai dépassé"},
	ExitService - topicExit:          {"the service failed: 5xx, an unusable answer, or 429 after all retries", "le service a échoué\u00a0: 5xx, réponse inutilisable, ou 429 après toutes les tentatives"},
	ExitPartial - topicExit:          {"partial or cut short", "partiel ou écourté"},
	ExitRejected - topicExit:         {"the service refused the data: 400, 402, 409, 422", "le service a refusé les données\u00a0: 400, 402, 409, 422"},
	ExitDrift - topicExit:            {"pull verify found a difference", "pull verify a trouvé une différence"},
	ExitUnknown - topicExit:          {"a write was sent and its outcome is unknown", "une écriture est partie et son issue est inconnue"},
	ExitInterrupted - topicExit:      {"interrupted", "interrompu"},
	ExitTerminated - topicExit:       {"terminated", "arrêté"},
}
