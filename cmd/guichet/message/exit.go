package message

// What each exit code means.
const (
	ExitOK               Key = "done" + fr + "fait"
	ExitUnexpected       Key = "unexpected failure" + fr + "échec inattendu"
	ExitUsage            Key = "usage or configuration" + fr + "utilisation ou configuration"
	ExitNotFound         Key = "not found" + fr + "introuvable"
	ExitNoCredential     Key = "no credential for this origin" + fr + "pas d'identifiants pour cette origine"
	ExitRefused          Key = "refused by the service: 401, 403, or its own way of saying so" + fr + "refusé par le service\u00a0: 401, 403, ou sa propre façon de le dire"
	ExitStoreUnreachable Key = "credential store unreachable" + fr + "dépôt d'identifiants inaccessible"
	ExitNetwork          Key = "network, TLS or timeout" + fr + "réseau, TLS ou délai dépassé"
	ExitService          Key = "the service failed: 5xx, an unusable answer, or 429 after all retries" + fr + "le service a échoué\u00a0: 5xx, réponse inutilisable, ou 429 après toutes les tentatives"
	ExitPartial          Key = "partial or cut short" + fr + "partiel ou écourté"
	ExitRejected         Key = "the service refused the data: 400, 402, 409, 422" + fr + "le service a refusé les données\u00a0: 400, 402, 409, 422"
	ExitDrift            Key = "pull verify found a difference" + fr + "pull verify a trouvé une différence"
	ExitUnknown          Key = "a write was sent and its outcome is unknown" + fr + "une écriture est partie et son issue est inconnue"
	ExitInterrupted      Key = "interrupted" + fr + "interrompu"
	ExitTerminated       Key = "terminated" + fr + "arrêté"
)
