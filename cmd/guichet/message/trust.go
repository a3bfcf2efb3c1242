package message

// Why a file of this machine is not obeyed.
const (
	TrustRefused = topicTrust + iota
	TrustNotRegular
	TrustTooLarge
	TrustWritable
	TrustOwner
	TrustHintChmod
	TrustHintOwner
)

var trustTexts = []text{
	TrustRefused - topicTrust:    {"%s is not obeyed: %s", "%s n'est pas pris en compte\u00a0: %s"},
	TrustNotRegular - topicTrust: {"it is not a regular file", "ce n'est pas un fichier ordinaire"},
	TrustTooLarge - topicTrust:   {"it is larger than %d MiB", "il dépasse %d\u00a0Mio"},
	TrustWritable - topicTrust:   {"other accounts can write to it (mode %s)", "d'autres comptes peuvent y écrire (mode %s)"},
	TrustOwner - topicTrust:      {"it belongs to another account (number %d)", "il appartient à un autre compte (numéro %d)"},
	TrustHintChmod - topicTrust:  {"run chmod go-w %s, after a look at what it holds", "lancer chmod go-w %s, après avoir regardé ce qu'il contient"},
	TrustHintOwner - topicTrust: {
		"run the command as the owner of %s, or make a copy that belongs to you",
		"lancer la commande sous le compte à qui appartient %s, ou en faire une copie à soi",
	},
}
