package message

// What the system and the network say, where the command knows what it means.
const (
	SystemTimeOver = topicSystem + iota
	SystemNotExist
	SystemPermission
	SystemExist
	SystemFull
	SystemIsFolder
	SystemNotFolder
	SystemReadOnly
	SystemAddressInUse
	SystemAddressUnknown
	SystemConnectionRefused
	SystemConnectionReset
	SystemNetworkUnreachable
	SystemHostUnreachable
	SystemNoHost
	SystemNoHostAnswer
	SystemNoAnswer
	SystemCut
	SystemUnknownAuthority
	SystemOtherHost
	SystemCertificateExpired
	SystemNotTLS
	SystemProxy
	SystemProxyRefused
	ErrProxyAddress
	HintProxyAddress
	ErrProxyExceptions
	HintProxyExceptions
	HintAddressBlank
	HintAddressBrackets
)

var systemTexts = []text{
	SystemTimeOver - topicSystem:           {"the time is over", "le temps est écoulé"},
	SystemNotExist - topicSystem:           {"no such file or folder", "fichier ou dossier introuvable"},
	SystemPermission - topicSystem:         {"permission denied", "permission refusée"},
	SystemExist - topicSystem:              {"it exists already", "il existe déjà"},
	SystemFull - topicSystem:               {"no space left on the disk", "plus de place sur le disque"},
	SystemIsFolder - topicSystem:           {"it is a folder", "c'est un dossier"},
	SystemNotFolder - topicSystem:          {"a part of the path is no folder", "une partie du chemin n'est pas un dossier"},
	SystemReadOnly - topicSystem:           {"the file system is read-only", "le système de fichiers est en lecture seule"},
	SystemAddressInUse - topicSystem:       {"the address is in use", "l'adresse est déjà prise"},
	SystemAddressUnknown - topicSystem:     {"this machine does not have that address", "cette machine n'a pas cette adresse"},
	SystemConnectionRefused - topicSystem:  {"connection refused", "connexion refusée"},
	SystemConnectionReset - topicSystem:    {"connection reset", "connexion coupée"},
	SystemNetworkUnreachable - topicSystem: {"network unreachable", "réseau inaccessible"},
	SystemHostUnreachable - topicSystem:    {"host unreachable", "hôte inaccessible"},
	SystemNoHost - topicSystem:             {"no host is called %s", "aucun hôte ne s'appelle %s"},
	SystemNoHostAnswer - topicSystem:       {"the name %s could not be looked up", "le nom %s n'a pas pu être résolu"},
	SystemNoAnswer - topicSystem:           {"no answer in time", "pas de réponse à temps"},
	SystemCut - topicSystem:                {"the connection broke off", "la connexion s'est interrompue"},
	SystemUnknownAuthority - topicSystem:   {"the certificate is from an authority that is not trusted here", "le certificat vient d'une autorité qui n'est pas reconnue ici"},
	SystemOtherHost - topicSystem:          {"the certificate is not for %s", "le certificat n'est pas celui de %s"},
	SystemCertificateExpired - topicSystem: {"the certificate is not valid at this date", "le certificat n'est pas valable à cette date"},
	SystemProxy - topicSystem:              {"proxy %s", "mandataire %s"},
	SystemProxyRefused - topicSystem:       {"proxy %s refused the connection: %s", "le mandataire %s a refusé la connexion\u00a0: %s"},
	ErrProxyAddress - topicSystem:          {"%s is not the address of a proxy", "%s n'est pas l'adresse d'un mandataire"},
	HintProxyAddress - topicSystem:         {"write it as http://host with its port, without blanks, quotes or line breaks", "l'écrire comme http://hôte, avec son port, sans blancs, guillemets ni sauts de ligne"},
	ErrProxyExceptions - topicSystem:       {"%s is not a list of hosts", "%s n'est pas une liste d'hôtes"},
	HintProxyExceptions - topicSystem:      {"write hosts, domains and networks with commas between them", "écrire des hôtes, des domaines et des réseaux séparés par des virgules"},
	HintAddressBlank - topicSystem:         {"a blank or a line break stands at an end: take it off", "un blanc ou un saut de ligne est au bord\u00a0: le retirer"},
	HintAddressBrackets - topicSystem:      {"an IPv6 address stands in brackets, as in %s", "une adresse IPv6 s'écrit entre crochets, comme %s"},
	SystemNotTLS - topicSystem:             {"the answer is not TLS: is it https?", "la réponse n'est pas du TLS\u00a0: est-ce bien https\u00a0?"},
}
