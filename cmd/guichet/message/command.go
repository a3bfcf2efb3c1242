package message

// What the commands themselves say: help, notices, questions, refusals.
const (
	CommandShort = topicCommand + iota
	AuthShort
	AuthLoginShort
	AuthLogoutShort
	AuthStatusShort
	AuthLoginService
	AuthLogoutService
	AuthStatusService
	FlagLoginPublic
	FlagLoginOther
	FlagSecretStdin
	FlagTakeOver
	FlagOffline
	FlagLogoutOthers
	FlagData
	ProfileShort
	ProfileList
	ProfileShow
	ProfileCreate
	ProfileDelete
	ConfigShort
	ConfigList
	ConfigGet
	ConfigSet
	ConfigUnset
	ConfigPath
	FlagShowOrigin
	APIShort
	APIService
	FlagAPIData
	SandboxShort
	FlagListen
	FlagSandboxJSON
	FlagSandboxEmpty
	FlagSeed
	FlagOrganisations
	FlagRDVs
	FlagUsers
	FlagLatency
	FlagChaos
	VersionShort
	HelpExitCodes
	AskContinue
	NoticeKeyringWaits
	NoticeBaseURLKept
	NoticeNotShared
	NoticeLoggedIn
	NoticeLoggedOut
	NoticeSessionHolds
	NoticeDeleted
	NoticeCutShortUnknown
	NoticeTotalUnknown
	NoticeSandbox
	ProgressKnown
	ProgressUnknown
	WarnOneSession
	ErrDeclined
	ErrNoCertificate
	ErrNoID
	ErrNoNumber
	ErrNoBool
	ErrNoObject
	ErrUnknownField
	ErrNothingToSend
	ErrStoreNone
	HintStoreNone
	ErrBadSecret
	ErrContested
	HintContested
	HintRetryAfter
	ErrStuck
	ErrNobodyFound
	HintNotAllSearched
	ErrWindow
	ErrNoProfile
	WarnAPIDelete
	HelpExitCodesTable
	HintCheckVariables
	HintCheckTokenCommand
	HintCheckSecret
	HintAnswerNotShown
	HintFolder
	ErrBadField
	ErrNothingToFind
	NoticeLogoutUntold
	ErrContestedHere
	NoticeCredentialStays
	NoticeLockWaits
	NoticeLockWaitsUnknown
	ErrCredentialGone
	HintCredentialGone
	NoticeSessionDamaged
)

var commandTexts = []text{
	CommandShort - topicCommand: {
		"One counter for RDV-Solidarités, ZOPS, GoPaaS and Astor Protect",
		"Un seul guichet pour RDV-Solidarités, ZOPS, GoPaaS et Astor Protect",
	},
	AuthShort - topicCommand:         {"Log in and out, and see who you are", "Se connecter, se déconnecter, savoir qui l'on est"},
	AuthLoginShort - topicCommand:    {"Keep a credential for a service", "Garder les identifiants d'un service"},
	AuthLogoutShort - topicCommand:   {"End the session and forget the credential", "Terminer la session et oublier les identifiants"},
	AuthStatusShort - topicCommand:   {"Is there a credential, can it be read, is it accepted, until when", "Y a-t-il des identifiants, sont-ils lisibles, acceptés, jusqu'à quand"},
	AuthLoginService - topicCommand:  {"Log in to %s", "Se connecter à %s"},
	AuthLogoutService - topicCommand: {"Log out of %s", "Se déconnecter de %s"},
	AuthStatusService - topicCommand: {"State of the credential for %s", "État des identifiants de %s"},
	FlagLoginPublic - topicCommand:   {"who logs in", "qui se connecte"},
	FlagLoginOther - topicCommand:    {"log in with a token that was issued elsewhere", "se connecter avec un jeton obtenu ailleurs"},
	FlagSecretStdin - topicCommand:   {"read the secret from standard input", "lire le secret sur l'entrée standard"},
	FlagTakeOver - topicCommand:      {"sign in although that ends the agent's other sessions", "se connecter bien que cela termine les autres sessions de l'agent"},
	FlagOffline - topicCommand:       {"do not ask the service", "ne pas interroger le service"},
	FlagLogoutOthers - topicCommand:  {"end the other sessions and keep this one", "terminer les autres sessions et garder celle-ci"},
	FlagData - topicCommand:          {"whole body: JSON, @FILE or - for standard input; flags win over it", "corps entier\u00a0: JSON, @FICHIER ou - pour l'entrée standard\u00a0; les options l'emportent"},
	ProfileShort - topicCommand:      {"Profiles: which service, where, as whom", "Profils\u00a0: quel service, où, en tant que qui"},
	ProfileList - topicCommand:       {"List the profiles", "Lister les profils"},
	ProfileShow - topicCommand:       {"Show a profile", "Afficher un profil"},
	ProfileCreate - topicCommand:     {"Create a profile", "Créer un profil"},
	ProfileDelete - topicCommand:     {"Delete a profile; stored credentials stay", "Supprimer un profil\u00a0; les identifiants enregistrés restent"},
	ConfigShort - topicCommand:       {"Read and change the configuration", "Lire et modifier la configuration"},
	ConfigList - topicCommand:        {"List the settings in force", "Lister les réglages en vigueur"},
	ConfigGet - topicCommand:         {"Print one setting", "Afficher un réglage"},
	ConfigSet - topicCommand:         {"Write one setting to the configuration file", "Écrire un réglage dans le fichier de configuration"},
	ConfigUnset - topicCommand:       {"Remove one setting from the configuration file", "Retirer un réglage du fichier de configuration"},
	ConfigPath - topicCommand:        {"Print the path of the configuration file", "Afficher le chemin du fichier de configuration"},
	FlagShowOrigin - topicCommand:    {"show where each value comes from and what it shadows", "montrer d'où vient chaque valeur et ce qu'elle masque"},
	APIService - topicCommand:        {"Send one request to %s", "Envoyer une requête à %s"},
	FlagAPIData - topicCommand:       {"body: JSON, @FILE or - for standard input", "corps\u00a0: JSON, @FICHIER ou - pour l'entrée standard"},
	APIShort - topicCommand:          {"Send one request, authenticated, with the same guarantees", "Envoyer une requête authentifiée, avec les mêmes garanties"},
	SandboxShort - topicCommand:      {"Serve the services on this machine with invented data", "Servir les services sur cette machine avec des données inventées"},
	FlagListen - topicCommand:        {"address; a fixed port P takes P to P+4", "adresse\u00a0; un port fixe P occupe de P à P+4"},
	FlagSandboxJSON - topicCommand:   {"print addresses and credentials as one line of JSON", "afficher adresses et identifiants en une ligne de JSON"},
	FlagSandboxEmpty - topicCommand:  {"no data beyond what is needed to log in", "aucune donnée hormis de quoi se connecter"},
	FlagSeed - topicCommand:          {"seed of the data; the same seed gives the same data", "graine des données\u00a0; la même graine donne les mêmes données"},
	FlagOrganisations - topicCommand: {"number of organisations", "nombre d'organisations"},
	FlagRDVs - topicCommand:          {"number of rdvs", "nombre de rdvs"},
	FlagUsers - topicCommand:         {"number of users", "nombre d'usagers"},
	FlagLatency - topicCommand:       {"time that each answer takes, such as 20ms", "temps que prend chaque réponse, par exemple 20ms"},
	FlagChaos - topicCommand:         {"pages shift, rows come and go, answers fail now and then", "les pages bougent, des lignes vont et viennent, des réponses échouent parfois"},
	VersionShort - topicCommand:      {"Print the version", "Afficher la version"},
	HelpExitCodes - topicCommand:     {"What the exit codes mean", "Ce que veulent dire les codes de sortie"},
	AskContinue - topicCommand:       {"Continue? [y/N]", "Continuer\u00a0? [o/N]"},
	NoticeKeyringWaits - topicCommand: {
		"waiting for the keyring: it may be asking for its password",
		"en attente du trousseau\u00a0: il demande peut-être son mot de passe",
	},
	NoticeBaseURLKept - topicCommand:     {"%s is at %s in profile %s from now on", "%s se trouve désormais sur %s dans le profil %s"},
	NoticeNotShared - topicCommand:       {"the session is not shared with other processes: %s", "la session n'est pas partagée avec les autres processus\u00a0: %s"},
	NoticeLoggedIn - topicCommand:        {"logged in to %s at %s; kept in: %s", "connecté à %s sur %s\u00a0; conservé dans\u00a0: %s"},
	NoticeLoggedOut - topicCommand:       {"logged out of %s", "déconnecté de %s"},
	NoticeSessionHolds - topicCommand:    {"the session of %s still holds: nothing changed (--take-over signs in anew)", "la session de %s est toujours valable\u00a0: rien n'a changé (--take-over reconnecte)"},
	NoticeDeleted - topicCommand:         {"deleted", "supprimé"},
	NoticeCutShortUnknown - topicCommand: {"%d shown; there are more", "%d affichés\u00a0; il y en a d'autres"},
	NoticeTotalUnknown - topicCommand:    {"%d read; the service does not say how many there are", "%d lus\u00a0; le service ne dit pas combien il y en a"},
	NoticeSandbox - topicCommand:         {"sandbox running; Ctrl-C ends it", "bac à sable en marche\u00a0; Ctrl-C l'arrête"},
	ProgressKnown - topicCommand:         {"%d / %d, %s/s, %v left", "%d / %d, %s/s, reste %v"},
	ProgressUnknown - topicCommand:       {"%d, %s/s", "%d, %s/s"},
	WarnOneSession - topicCommand: {
		"signing in ends every other session of this agent, on any machine",
		"se connecter termine toutes les autres sessions de cet agent, sur toute machine",
	},
	ErrDeclined - topicCommand:      {"not confirmed: nothing was sent", "non confirmé\u00a0: rien n'a été envoyé"},
	ErrNoCertificate - topicCommand: {"%s holds no certificate (PEM)", "%s ne contient aucun certificat (PEM)"},
	ErrNoID - topicCommand:          {`"%s" is no id: a number above 0 is wanted`, "«\u00a0%s\u00a0» n'est pas un identifiant\u00a0: il faut un nombre positif"},
	ErrNoNumber - topicCommand:      {`"%s" is no whole number`, "«\u00a0%s\u00a0» n'est pas un nombre entier"},
	ErrNoBool - topicCommand:        {`"%s" is neither true nor false`, "«\u00a0%s\u00a0» n'est ni true ni false"},
	ErrNoObject - topicCommand:      {"%s: a JSON object is wanted", "%s\u00a0: il faut un objet JSON"},
	ErrUnknownField - topicCommand:  {`the service takes no field "%s" here`, "le service n'accepte pas ici de champ «\u00a0%s\u00a0»"},
	ErrNothingToSend - topicCommand: {"nothing to send: no field was given", "rien à envoyer\u00a0: aucun champ n'est donné"},
	ErrStoreNone - topicCommand:     {"there is no store to keep the credential in", "il n'y a pas de dépôt où garder les identifiants"},
	HintStoreNone - topicCommand:    {"use --store keyring or --store file, or variables without logging in", "utiliser --store keyring ou --store file, ou des variables sans se connecter"},
	ErrBadSecret - topicCommand:     {"%s: one line that is not empty is wanted", "%s\u00a0: il faut une ligne, non vide"},
	ErrContested - topicCommand: {
		"%d sign-ins within a minute were each undone: another program signs in as %s",
		"%d connexions en une minute ont été défaites\u00a0: un autre programme se connecte en tant que %s",
	},
	HintContested - topicCommand: {
		"the service allows one session per agent: give each program an agent of its own, or one shared session",
		"le service admet une session par agent\u00a0: donner à chaque programme son propre agent, ou une session partagée",
	},
	HintRetryAfter - topicCommand:     {"the service asks to wait %v", "le service demande d'attendre %v"},
	ErrStuck - topicCommand:           {"the service's next page is not a later one", "la page suivante annoncée par le service n'avance pas"},
	ErrNobodyFound - topicCommand:     {"none found", "aucun résultat"},
	HintNotAllSearched - topicCommand: {"not everybody was read: look again before creating a person", "tous les usagers n'ont pas été lus : chercher à nouveau avant d'en créer un"},
	ErrWindow - topicCommand:          {"the window is the wrong way round: %s is after %s", "l'intervalle est à l'envers\u00a0: %s vient après %s"},
	ErrNoProfile - topicCommand:       {`no profile is called "%s"`, "aucun profil ne s'appelle «\u00a0%s\u00a0»"},
	WarnAPIDelete - topicCommand:      {"DELETE %s will be sent: what it names will be deleted.", "DELETE %s sera envoyé\u00a0: ce que ce chemin désigne sera supprimé."},
	HelpExitCodesTable - topicCommand: {"Exit codes", "Codes de sortie"},
	HintCheckVariables - topicCommand: {
		"the credential came from variables: check %s",
		"les identifiants viennent des variables\u00a0: vérifier %s",
	},
	HintCheckTokenCommand - topicCommand: {
		"the credential came from token_command in profile %s: check what it prints",
		"les identifiants viennent de token_command dans le profil %s\u00a0: vérifier ce qu'elle affiche",
	},
	HintCheckSecret - topicCommand: {
		"nothing was stored: check what was typed, and the address %s",
		"rien n'a été enregistré\u00a0: vérifier la saisie, et l'adresse %s",
	},
	HintAnswerNotShown - topicCommand: {
		"the request was carried out, only its answer could not be shown as asked: do not send it again",
		"la requête a été exécutée, seule sa réponse n'a pas pu être affichée comme demandé\u00a0: ne pas la renvoyer",
	},
	HintFolder - topicCommand:  {"choose another folder with %s", "choisir un autre dossier par %s"},
	ErrBadField - topicCommand: {"%s: this value does not fit: %s", "%s\u00a0: cette valeur ne convient pas\u00a0: %s"},
	ErrNothingToFind - topicCommand: {
		`%s: "%s" holds nothing to look for`,
		"%s\u00a0: «\u00a0%s\u00a0» ne contient rien à chercher",
	},
	NoticeCredentialStays - topicCommand: {
		"the credential itself stays where it comes from: %s",
		"les identifiants eux-mêmes restent là d'où ils viennent\u00a0: %s",
	},
	ErrContestedHere - topicCommand: {
		"%d sign-ins within a minute were each undone: another program signs in as the same agent",
		"%d connexions en une minute ont été défaites\u00a0: un autre programme se connecte en tant que le même agent",
	},
	NoticeLockWaits - topicCommand: {
		"waiting for process %d on %s, which is using the stored credential",
		"en attente du processus %d sur %s, qui utilise les identifiants enregistrés",
	},
	NoticeLockWaitsUnknown - topicCommand: {
		"waiting for another process, which is using the stored credential",
		"en attente d'un autre processus, qui utilise les identifiants enregistrés",
	},
	ErrCredentialGone - topicCommand: {
		"the credential stored for %s was removed or replaced while this command ran",
		"les identifiants enregistrés pour %s ont été retirés ou remplacés pendant cette commande",
	},
	HintCredentialGone - topicCommand: {
		"run the command again, or sign in with guichet auth login %s",
		"relancer la commande, ou se connecter par guichet auth login %s",
	},
	NoticeLogoutUntold - topicCommand: {
		"nothing is stored any more for %s, but its session could not be ended",
		"rien n'est plus enregistré pour %s, mais sa session n'a pas pu être terminée",
	},
	NoticeSessionDamaged - topicCommand: {
		"the session stored for %s is damaged and cannot be ended: it may go on until it expires",
		"la session enregistrée pour %s est endommagée et ne peut pas être terminée\u00a0: elle peut durer jusqu'à son expiration",
	},
}
