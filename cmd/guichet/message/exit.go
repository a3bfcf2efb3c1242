package message

// What each exit code means.
const (
	ExitOK               Key = "done" + fr + "fait"
	ExitUnexpected       Key = "unexpected failure" + fr + "échec inattendu"
	ExitUsage            Key = "usage or configuration" + fr + "utilisation ou configuration"
	ExitNotFound         Key = "not found" + fr + "introuvable"
	ExitNoCredential     Key = "no credential for this origin" + fr + "aucun identifiant pour cette origine"
	ExitRefused          Key = "access refused by the service: 401, 403, or its own error for this" + fr + "accès refusé par le service\u00a0: 401, 403, ou son propre message équivalent"
	ExitStoreUnreachable Key = "credential store unreachable" + fr + "dépôt d'identifiants inaccessible"
	ExitNetwork          Key = "network, TLS or timeout" + fr + "réseau, TLS ou délai dépassé"
	ExitService          Key = "the service failed: 5xx, unusable response, or 429 after all retries" + fr + "erreur du service\u00a0: 5xx, réponse inutilisable, ou 429 après toutes les tentatives"
	ExitPartial          Key = "incomplete or cut short" + fr + "incomplet ou écourté"
	ExitRejected         Key = "data refused by the service: 400, 402, 409, 422" + fr + "données refusées par le service\u00a0: 400, 402, 409, 422"
	ExitDrift            Key = "pull verify or astor diff found a difference" + fr + "pull verify ou astor diff a trouvé une différence"
	ExitUnknown          Key = "a write was sent, but its outcome is unknown" + fr + "une écriture a été envoyée, mais son résultat est inconnu"
	ExitInterrupted      Key = "interrupted" + fr + "interruption"
	ExitTerminated       Key = "terminated" + fr + "arrêté"
)
