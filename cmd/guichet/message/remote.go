package message

// What became of a call, by its kind. The service's own words follow.
const (
	RemoteStatus          Key = "%s (%d)" + fr + "%s (%d)"
	RemoteUnknownOutcome  Key = "%s (the request was sent; it is unknown whether it was processed)" + fr + "%s (la demande a été envoyée\u00a0; on ignore si elle a été traitée)"
	RemoteNotFound        Key = "not found" + fr + "introuvable"
	RemoteUnauthorized    Key = "the credential was refused" + fr + "identifiants refusés"
	RemoteForbidden       Key = "not allowed" + fr + "non autorisé"
	RemotePaymentRequired Key = "quota reached or payment required" + fr + "quota atteint ou paiement requis"
	RemoteConflict        Key = "conflict with an existing object" + fr + "conflit avec un objet existant"
	RemoteInvalid         Key = "the service refused the data" + fr + "le service a refusé les données"
	RemoteNotSent         Key = "request refused before it was sent" + fr + "demande refusée avant l'envoi"
	RemoteRateLimited     Key = "too many requests" + fr + "trop de requêtes"
	RemoteUnavailable     Key = "the service failed" + fr + "erreur du service"
	RemoteUnusable        Key = "the response cannot be used" + fr + "la réponse est inutilisable"
	RemoteUnexpected      Key = "unexpected response" + fr + "réponse inattendue"
	RemoteNetwork         Key = "no response from the service" + fr + "aucune réponse du service"
	RemoteNoCredential    Key = "no credential" + fr + "aucun identifiant"
	RemoteContested       Key = "another program keeps taking over the session" + fr + "la session est reprise en boucle par un autre programme"
	RemoteBrokeOff        Key = "the response was cut off" + fr + "la réponse s'est interrompue"
	RemoteNotJSON         Key = "invalid JSON from byte %d" + fr + "JSON incorrect à partir de l'octet %d"
	RemoteOtherKind       Key = "%s does not have the expected type" + fr + "%s n'a pas le type attendu"
)
