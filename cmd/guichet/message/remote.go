package message

// What became of a call, by its kind. The service's own words follow.
const (
	RemoteStatus          Key = "%s (%d)" + fr + "%s (%d)"
	RemoteUnknownOutcome  Key = "%s (it was sent: whether it was carried out is unknown)" + fr + "%s (c'est parti\u00a0: rien ne dit si c'est exécuté)"
	RemoteNotFound        Key = "not found" + fr + "introuvable"
	RemoteUnauthorized    Key = "the credential was refused" + fr + "identifiants refusés"
	RemoteForbidden       Key = "not allowed" + fr + "non autorisé"
	RemotePaymentRequired Key = "a quota or a payment stands in the way" + fr + "un quota ou un paiement fait obstacle"
	RemoteConflict        Key = "in conflict with what exists" + fr + "en conflit avec l'existant"
	RemoteInvalid         Key = "the service refused the data" + fr + "le service a refusé les données"
	RemoteNotSent         Key = "refused before it was sent" + fr + "refusé avant l'envoi"
	RemoteRateLimited     Key = "too many requests" + fr + "trop de requêtes"
	RemoteUnavailable     Key = "the service failed" + fr + "le service a échoué"
	RemoteUnusable        Key = "the answer cannot be used" + fr + "la réponse est inutilisable"
	RemoteUnexpected      Key = "unexpected answer" + fr + "réponse inattendue"
	RemoteNetwork         Key = "no answer from the service" + fr + "pas de réponse du service"
	RemoteNoCredential    Key = "no credential" + fr + "pas d'identifiants"
	RemoteContested       Key = "the session is contested" + fr + "la session est disputée"
	RemoteBrokeOff        Key = "the answer broke off" + fr + "la réponse s'est interrompue"
	RemoteNotJSON         Key = "it is not JSON from byte %d on" + fr + "ce n'est plus du JSON à partir de l'octet %d"
	RemoteOtherKind       Key = "%s is not of the expected kind" + fr + "%s n'est pas du type attendu"
)
