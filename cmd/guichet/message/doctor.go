package message

// What the command that checks the installation says.
const (
	DoctorShort Key = "Check the installation and the way to the services" + fr + "Vérifier l'installation et l'accès aux services"
	DoctorLong  Key = "Check the version, the configuration, the credential store, the room for \"pull\", and for each service its address, its certificate, the proxy, the clock and the credential.\nNothing is changed, and nobody is signed in: a sign-in would end other sessions. The exit code is that of the first fault." + fr +
		"Vérifier la version, la configuration, le dépôt des identifiants, la place pour «\u00a0pull\u00a0» et, pour chaque service, l'adresse, le certificat, le proxy, l'horloge et les identifiants de connexion.\nRien n'est modifié et personne n'est connecté, car une connexion fermerait d'autres sessions. Le code de sortie est celui du premier défaut."

	DoctorVersion         Key = "guichet %s, %s/%s" + fr + "guichet %s, %s/%s"
	DoctorNoConfiguration Key = "the configuration has to be right first" + fr + "corrigez d'abord la configuration"
	DoctorNoHome          Key = "no directory for it; the variables apply" + fr + "aucun dossier pour elle\u00a0; les variables s'appliquent"
	DoctorNoFile          Key = "%s does not exist; the defaults apply" + fr + "%s n'existe pas\u00a0; les valeurs par défaut s'appliquent"
	DoctorFile            Key = "%s" + fr + "%s"
	DoctorNoStore         Key = "none is used" + fr + "aucun n'est utilisé"
	DoctorStore           Key = "%s: usable" + fr + "%s\u00a0: utilisable"
	DoctorRoom            Key = "%d MB free in %s" + fr + "%d Mo libres dans %s"
	DoctorErrRoom         Key = "only %d MB free in %s" + fr + "seulement %d Mo libres dans %s"
	DoctorHintRoom        Key = "free some space: a pull needs up to twice the size of its result" + fr + "libérez de la place\u00a0: une extraction demande jusqu'à deux fois la taille de son résultat"

	DoctorNotSetUp      Key = "to use it: guichet auth login %s" + fr + "pour l'utiliser\u00a0: guichet auth login %s"
	DoctorSandbox       Key = "sandbox inside this program" + fr + "bac à sable dans ce programme"
	DoctorAddress       Key = "%s, %s%s" + fr + "%s, %s%s"
	DoctorErrStatus     Key = "%s answers with the status %d" + fr + "%s répond avec le statut %d"
	DoctorHintLater     Key = "the service has a problem: try again later" + fr + "le service est en difficulté\u00a0: réessayez plus tard"
	DoctorErrClock      Key = "the clocks of %s and of this machine are %s apart" + fr + "les horloges de %s et de cette machine diffèrent de %s"
	DoctorHintClock     Key = "set the clock, for example with \"timedatectl set-ntp true\"" + fr + "réglez l'horloge, par exemple avec «\u00a0timedatectl set-ntp true\u00a0»"
	DoctorHintProxy     Key = "check the variable HTTPS_PROXY, and whether the proxy is running" + fr + "vérifiez la variable HTTPS_PROXY, et que le proxy fonctionne"
	DoctorHintHost      Key = "check the address with \"guichet config list\", and the network" + fr + "vérifiez l'adresse avec «\u00a0guichet config list\u00a0», et le réseau"
	DoctorHintAuthority Key = "name the certificate authority of your organisation: guichet config set ca_file FILE" + fr + "indiquez l'autorité de certification de votre organisation\u00a0: guichet config set ca_file FICHIER"

	DoctorNoWay         Key = "the service cannot be reached" + fr + "le service est injoignable"
	DoctorNoSession     Key = "%s: no session is open; a sign-in would end other sessions" + fr + "%s\u00a0: aucune session ouverte\u00a0; une connexion fermerait d'autres sessions"
	DoctorUnproven      Key = "%s: the service has no way to check it without reading data" + fr + "%s\u00a0: le service ne permet pas de la vérifier sans lire de données"
	DoctorAccepted      Key = "%s: accepted %s" + fr + "%s\u00a0: acceptée %s"
	DoctorAcceptedUntil Key = "%s: accepted %s until %s" + fr + "%s\u00a0: acceptée %s jusqu'au %s"
	DoctorGeneration    Key = "version of %s" + fr + "version de %s"

	DoctorErrService Key = "unknown service \"%s\"; there are: %s" + fr + "service inconnu «\u00a0%s\u00a0»\u00a0; il existe\u00a0: %s"
	DoctorErrFaults  Key = "faults: %d" + fr + "défauts\u00a0: %d"
)
