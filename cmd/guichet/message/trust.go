package message

// Why a file of this machine is not obeyed.
const (
	TrustRefused    Key = "%s was not used: %s" + fr + "%s n'a pas été pris en compte\u00a0: %s"
	TrustNotRegular Key = "not a regular file" + fr + "ce n'est pas un fichier ordinaire"
	TrustTooLarge   Key = "larger than %d MiB" + fr + "taille supérieure à %d\u00a0Mio"
	TrustWritable   Key = "other accounts can write to it (mode %s)" + fr + "d'autres comptes peuvent le modifier (mode %s)"
	TrustOwner      Key = "owned by another account (number %d)" + fr + "appartient à un autre compte (numéro %d)"
	TrustHintChmod  Key = "check the content of the file, then run chmod go-w %s" + fr + "vérifiez le contenu du fichier, puis lancez chmod go-w %s"
	TrustHintOwner  Key = "run the command as the owner of %s, or make a copy that belongs to you" + fr + "lancez la commande sous le compte à qui appartient %s, ou faites-en une copie qui vous appartient"
)
