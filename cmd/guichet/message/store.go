package message

// What package credential says: of the stores, the variables, token_command,
// the origin that a credential belongs to.
const (
	StoreNamed = topicStore + iota
	StoreKeyring
	StoreFile
	StoreUnreachable
	StoreSlow
	StoreLocked
	StoreDenied
	StoreTooBig
	StoreInsecure
	StoreCorrupt
	StoreFailed
	StoreTooBigLimit
	StoreNoAnswer
	StoreBrokeOff
	StoreNoBus
	StoreFileMode
	StoreFolderMode
	StoreNotAnObject
	StoreNotAFile
	StoreEntryUnreadable
	StoreHintChmod
	StoreHintMoveAway
	StoreHintSignIn
	StoreHintShorter
	StoreHintPath
	StoreHintKeyring
	StoreUnlockDarwin
	StoreUnlockWindows
	StoreUnlock
	StoreLockFolder
	StoreLockOpen
	StoreLockFailed
	LockHeld
	LockHeldUnknown
	StoreBusy
	StoreHintBusy
	StoreHintOwner
	StoreNone
	StoreHintNone
	StoreNothing
	StoreNoOrigin
	StoreEmptyField
	StoreEmptyName
	StoreBadName
	StoreHintName
	OriginOther
	OriginHintOther
	OriginInvalid
	OriginHintInvalid
	OriginNotURL
	OriginUser
	OriginScheme
	OriginPort
	OriginHost
	VariablesIncomplete
	VariablesHintIncomplete
	VariablesTwoSets
	VariablesHintTwoSets
)

var storeTexts = []text{
	StoreNamed - topicStore:       {"the credential store %s", "le dépôt d'identifiants %s"},
	StoreKeyring - topicStore:     {"the keyring of this system", "le trousseau de ce système"},
	StoreFile - topicStore:        {"the credentials file", "le fichier d'identifiants"},
	StoreUnreachable - topicStore: {"%s cannot be reached", "%s est inaccessible"},
	StoreSlow - topicStore:        {"%s did not answer in time", "%s n'a pas répondu à temps"},
	StoreLocked - topicStore:      {"%s is locked", "%s est verrouillé"},
	StoreDenied - topicStore:      {"%s refused access", "%s a refusé l'accès"},
	StoreTooBig - topicStore:      {"%s cannot take a secret of this size", "%s ne peut pas recevoir un secret de cette taille"},
	StoreInsecure - topicStore:    {"%s is open to other users and was not used", "%s est ouvert à d'autres utilisateurs et n'a pas été utilisé"},
	StoreCorrupt - topicStore:     {"%s holds an incomplete or unreadable entry", "%s contient une entrée incomplète ou illisible"},
	StoreBusy - topicStore:        {"%s is in use by another process", "%s est utilisé par un autre processus"},
	StoreFailed - topicStore:      {"%s failed", "%s a échoué"},

	StoreTooBigLimit - topicStore: {"the limit is %d bytes", "la limite est de %d octets"},
	StoreNoAnswer - topicStore:    {"no answer within %v, it may be waiting at an unlock prompt", "pas de réponse en %v, il attend peut-être qu'on le déverrouille"},
	StoreBrokeOff - topicStore:    {"it broke off the conversation", "il a rompu la conversation"},
	StoreNoBus - topicStore: {
		"there is no D-Bus session: neither DBUS_SESSION_BUS_ADDRESS nor a bus socket in XDG_RUNTIME_DIR",
		"il n'y a pas de session D-Bus\u00a0: ni DBUS_SESSION_BUS_ADDRESS, ni bus dans XDG_RUNTIME_DIR",
	},
	StoreFileMode - topicStore:        {"its mode is %s and must be 0600", "son mode est %s et doit être 0600"},
	StoreFolderMode - topicStore:      {"the mode of the folder is %s and must be 0700", "le mode du dossier est %s et doit être 0700"},
	StoreNotAnObject - topicStore:     {"it is not a JSON object", "ce n'est pas un objet JSON"},
	StoreNotAFile - topicStore:        {"it is not a regular file", "ce n'est pas un fichier ordinaire"},
	StoreEntryUnreadable - topicStore: {"the entry %s cannot be read", "l'entrée %s ne peut pas être lue"},

	StoreHintChmod - topicStore:    {"run chmod %s %s, and change the secrets if somebody may have read them", "lancer chmod %s %s, et changer les secrets si quelqu'un a pu les lire"},
	StoreHintMoveAway - topicStore: {"move %s away, then sign in again with guichet auth login", "écarter %s, puis se reconnecter par guichet auth login"},
	StoreHintSignIn - topicStore:   {"sign in again with guichet auth login", "se reconnecter par guichet auth login"},
	StoreHintShorter - topicStore: {
		"use a shorter secret, set the service's GUICHET_ variables, or name a program in token_command",
		"prendre un secret plus court, définir les variables GUICHET_ du service, ou nommer un programme dans token_command",
	},
	StoreHintOwner - topicStore: {
		"run the command as the owner of %s, choose another folder with GUICHET_CONFIG_DIR, or set the service's GUICHET_ variables",
		"lancer la commande sous le compte à qui appartient %s, choisir un autre dossier par GUICHET_CONFIG_DIR, ou définir les variables GUICHET_ du service",
	},
	StoreHintBusy - topicStore: {
		"wait for that process to end or end it, use another profile with -p NAME, or set the service's GUICHET_ variables with --store none",
		"attendre la fin de ce processus ou l'arrêter, prendre un autre profil par -p NOM, ou définir les variables GUICHET_ du service avec --store none",
	},
	StoreHintPath - topicStore: {
		"check that %s can be read and written, use --store keyring, or set the service's GUICHET_ variables",
		"vérifier que %s peut être lu et écrit, prendre --store keyring, ou définir les variables GUICHET_ du service",
	},
	StoreHintKeyring - topicStore: {
		"in CI set the service's GUICHET_ variables; or keep secrets in a file of mode 0600 with --store file; or %s",
		"en intégration continue, définir les variables GUICHET_ du service\u00a0; ou garder les secrets dans un fichier de mode 0600 par --store file\u00a0; ou %s",
	},
	StoreUnlockDarwin - topicStore:  {"unlock the keychain with: security unlock-keychain", "déverrouiller le trousseau par\u00a0: security unlock-keychain"},
	StoreUnlockWindows - topicStore: {"sign in to Windows as the user who owns the credentials", "ouvrir la session Windows de l'utilisateur à qui sont les identifiants"},
	StoreUnlock - topicStore: {
		"unlock the login keyring in the desktop session, or start one with gnome-keyring-daemon --unlock inside dbus-run-session",
		"déverrouiller le trousseau dans la session de bureau, ou en lancer un par gnome-keyring-daemon --unlock sous dbus-run-session",
	},

	StoreLockFolder - topicStore: {"the folder of the lock %s cannot be made: %s", "le dossier du verrou %s ne peut pas être créé\u00a0: %s"},
	StoreLockOpen - topicStore:   {"the lock %s cannot be opened: %s", "le verrou %s ne peut pas être ouvert\u00a0: %s"},
	StoreLockFailed - topicStore: {"the lock %s cannot be taken: %s", "le verrou %s ne peut pas être pris\u00a0: %s"},
	LockHeld - topicStore:        {"the lock %s is held by process %d on %s", "le verrou %s est tenu par le processus %d sur %s"},
	LockHeldUnknown - topicStore: {"the lock %s is held by another process", "le verrou %s est tenu par un autre processus"},

	StoreNone - topicStore:       {"nothing can be stored with --store none", "rien ne peut être gardé avec --store none"},
	StoreHintNone - topicStore:   {"use --store keyring or --store file, or set the service's GUICHET_ variables", "prendre --store keyring ou --store file, ou définir les variables GUICHET_ du service"},
	StoreNothing - topicStore:    {"there is no credential to store", "il n'y a pas d'identifiants à garder"},
	StoreNoOrigin - topicStore:   {"the credential has no origin and was not stored", "les identifiants n'ont pas d'origine et n'ont pas été gardés"},
	StoreEmptyField - topicStore: {"%s is empty and was not stored", "%s est vide et n'a pas été gardé"},
	StoreEmptyName - topicStore:  {"a stored credential needs a profile and a service", "des identifiants enregistrés demandent un profil et un service"},
	StoreBadName - topicStore:    {`"%s" cannot be used in the name of a stored credential`, "«\u00a0%s\u00a0» ne peut pas servir à nommer des identifiants enregistrés"},
	StoreHintName - topicStore:   {"use at most 128 characters, without / and without control characters", "prendre au plus 128 caractères, sans / et sans caractère de contrôle"},

	OriginOther - topicStore: {
		"the credential stored for %s in profile %s belongs to %s and is not sent to %s",
		"les identifiants de %s dans le profil %s appartiennent à %s et ne sont pas envoyés à %s",
	},
	OriginHintOther - topicStore: {
		"sign in to this origin under a profile of its own: guichet auth login %s --profile NAME",
		"se connecter à cette origine sous un profil à part\u00a0: guichet auth login %s --profile NOM",
	},
	OriginInvalid - topicStore:     {"the base URL cannot be used: %s", "l'URL de base est inutilisable\u00a0: %s"},
	OriginHintInvalid - topicStore: {"give a URL such as https://www.example.fr, without the path /api/v1", "donner une URL comme https://www.example.fr, sans le chemin /api/v1"},
	OriginNotURL - topicStore:      {"it is not a URL", "ce n'est pas une URL"},
	OriginUser - topicStore:        {"it must not contain a user name or a password", "elle ne doit contenir ni nom d'utilisateur ni mot de passe"},
	OriginScheme - topicStore:      {"it must begin with https:// or http://", "elle doit commencer par https:// ou http://"},
	OriginPort - topicStore:        {"its port is not between 1 and 65535", "son port n'est pas compris entre 1 et 65535"},
	OriginHost - topicStore:        {"it has no host", "elle n'a pas d'hôte"},

	VariablesIncomplete - topicStore:     {"the variables are incomplete: %s not set", "les variables sont incomplètes\u00a0: il manque %s"},
	VariablesHintIncomplete - topicStore: {"set %s, or unset the others of this group", "définir %s, ou retirer les autres de ce groupe"},
	VariablesTwoSets - topicStore:        {"the variables name more than one credential: %s", "les variables désignent plusieurs identifiants\u00a0: %s"},
	VariablesHintTwoSets - topicStore:    {"unset all but one of these groups", "n'en garder qu'un seul groupe"},
}
