package message

// Why a file of this machine is not obeyed.
const (
	TrustRefused    Key = "%s is not obeyed: %s" + fr + "%s n'est pas pris en compte\u00a0: %s"
	TrustNotRegular Key = "it is not a regular file" + fr + "ce n'est pas un fichier ordinaire"
	TrustTooLarge   Key = "it is larger than %d MiB" + fr + "il dépasse %d\u00a0Mio"
	TrustWritable   Key = "other accounts can write to it (mode %s)" + fr + "d'autres comptes peuvent y écrire (mode %s)"
	TrustOwner      Key = "it belongs to another account (number %d)" + fr + "il appartient à un autre compte (numéro %d)"
	TrustHintChmod  Key = "run chmod go-w %s, after a look at what it holds" + fr + "lancer chmod go-w %s, après avoir regardé ce qu'il contient"
	TrustHintOwner  Key = "run the command as the owner of %s, or make a copy that belongs to you" + fr + "lancer la commande sous le compte à qui appartient %s, ou en faire une copie à soi"
)
