package message

// The commands of ZOPS, and what secrets in bodies and answers need.
const (
	ZOPSShort = topicZOPS + iota
	ZOPSMe
	ZOPSPing
	ZOPSAccount
	ZOPSAccountGet
	ZOPSAccountUpdate
	ZOPSAccountDelete
	ZOPSRegister
	ZOPSRegisterCreate
	ZOPSRegisterApprove
	ZOPSRegisterResendCode
	ZOPSPassword
	ZOPSPasswordForgot
	ZOPSPasswordReset
	ZOPSAdmin
	ZOPSDeveloper
	ZOPSBilling
	ZOPSUserList
	ZOPSUserGet
	ZOPSUserCreate
	ZOPSUserUpdate
	ZOPSUserDelete
	ZOPSProject
	ZOPSProjectList
	ZOPSProjectGet
	ZOPSProjectCreate
	ZOPSProjectUpdate
	ZOPSProjectKey
	ZOPSProjectKeyGet
	ZOPSProjectKeyUpdate
	ZOPSService
	ZOPSServiceList
	ZOPSServiceCreate
	ZOPSProjectService
	ZOPSProjectServiceAttach
	ZOPSProjectServiceGet
	ZOPSProjectServiceDetach
	ZOPSConsumer
	ZOPSConsumerList
	ZOPSConsumerCreate
	ZOPSConsumerAttach
	ZOPSConsumerDetach
	ZOPSConsumerToken
	ZOPSConsumerTokenCreate
	ZOPSConsumerTokenDelete
	FlagShowSecret
	FlagProjectID
	FlagTestingMail
	FlagAccountName
	FlagTokenStdin
	FieldPasswordStdin
	FieldResetTokenStdin
	FieldOrganizationName
	FieldPhone
	FieldApproveCode
	FieldProjectName
	FieldDescription
	FieldCodeName
	FieldServiceCatalogCode
	FieldConsumerID
	FieldProjectID
	FieldFCMAPIKeys
	FieldFCMProjectNumber
	FieldAPNSCert
	ErrNull
	WarnAccountDelete
	AskAccountName
	ErrAccountName
	WarnUserDelete
	WarnConsumerDetach
	WarnServiceDetach
	WarnTokenDelete
	NoticeDone
	NoticePong
	ZOPSErrLogoutRefused
	ZOPSHintLogoutRefused
	ZOPSEndsInAWeek
	ZOPSDefectToken
	ZOPSDefectKeys
	ZOPSDefectProject
	ZOPSDefectBilling
)

var zopsTexts = []text{
	ZOPSShort - topicZOPS:                {"ZOPS: the management of the messaging platform", "ZOPS\u00a0: la gestion de la plateforme de messagerie"},
	ZOPSMe - topicZOPS:                   {"Show the user who is logged in", "Afficher l'utilisateur connecté"},
	ZOPSPing - topicZOPS:                 {"Ask whether the service is up", "Demander si le service répond"},
	ZOPSAccount - topicZOPS:              {"The organisation's account", "Le compte de l'organisation"},
	ZOPSAccountGet - topicZOPS:           {"Show the account", "Afficher le compte"},
	ZOPSAccountUpdate - topicZOPS:        {"Change the account; what is not given stays", "Modifier le compte\u00a0; ce qui n'est pas donné reste"},
	ZOPSAccountDelete - topicZOPS:        {"Delete the account and everything in it", "Supprimer le compte et tout son contenu"},
	ZOPSRegister - topicZOPS:             {"Open an account", "Ouvrir un compte"},
	ZOPSRegisterCreate - topicZOPS:       {"Ask for an account; a code comes by mail", "Demander un compte\u00a0; un code arrive par courriel"},
	ZOPSRegisterApprove - topicZOPS:      {"Open the account with the code; creates its first admin", "Ouvrir le compte avec le code\u00a0; crée son premier administrateur"},
	ZOPSRegisterResendCode - topicZOPS:   {"Have the code mailed again", "Faire renvoyer le code par courriel"},
	ZOPSPassword - topicZOPS:             {"Forgotten passwords", "Mots de passe oubliés"},
	ZOPSPasswordForgot - topicZOPS:       {"Have a reset token mailed", "Faire envoyer un jeton de réinitialisation"},
	ZOPSPasswordReset - topicZOPS:        {"Set a new password with the token", "Choisir un nouveau mot de passe avec le jeton"},
	ZOPSAdmin - topicZOPS:                {"Users who administer", "Utilisateurs administrateurs"},
	ZOPSDeveloper - topicZOPS:            {"Users who develop", "Utilisateurs développeurs"},
	ZOPSBilling - topicZOPS:              {"Users who see the bills", "Utilisateurs chargés de la facturation"},
	ZOPSUserList - topicZOPS:             {"List these users", "Lister ces utilisateurs"},
	ZOPSUserGet - topicZOPS:              {"Show a user", "Afficher un utilisateur"},
	ZOPSUserCreate - topicZOPS:           {"Create a user", "Créer un utilisateur"},
	ZOPSUserUpdate - topicZOPS:           {"Change a user; the password is set anew each time", "Modifier un utilisateur\u00a0; le mot de passe est fixé à chaque fois"},
	ZOPSUserDelete - topicZOPS:           {"Delete a user", "Supprimer un utilisateur"},
	ZOPSProject - topicZOPS:              {"Projects", "Projets"},
	ZOPSProjectList - topicZOPS:          {"List the projects", "Lister les projets"},
	ZOPSProjectGet - topicZOPS:           {"Show a project", "Afficher un projet"},
	ZOPSProjectCreate - topicZOPS:        {"Create a project", "Créer un projet"},
	ZOPSProjectUpdate - topicZOPS:        {"Change a project; what is not given stays", "Modifier un projet\u00a0; ce qui n'est pas donné reste"},
	ZOPSProjectKey - topicZOPS:           {"Keys of a project for push messages", "Clés d'un projet pour les messages push"},
	ZOPSProjectKeyGet - topicZOPS:        {"Show a project's keys", "Afficher les clés d'un projet"},
	ZOPSProjectKeyUpdate - topicZOPS:     {"Change a project's keys; what is not given stays", "Modifier les clés d'un projet\u00a0; ce qui n'est pas donné reste"},
	ZOPSService - topicZOPS:              {"The catalogue of services", "Le catalogue des services"},
	ZOPSServiceList - topicZOPS:          {"List the catalogue", "Lister le catalogue"},
	ZOPSServiceCreate - topicZOPS:        {"Add a service to the catalogue (manager)", "Ajouter un service au catalogue (gestionnaire)"},
	ZOPSProjectService - topicZOPS:       {"Services of a project", "Services d'un projet"},
	ZOPSProjectServiceAttach - topicZOPS: {"Attach a service to a project", "Attacher un service à un projet"},
	ZOPSProjectServiceGet - topicZOPS:    {"Show a project's service", "Afficher un service d'un projet"},
	ZOPSProjectServiceDetach - topicZOPS: {"Detach a service from a project", "Détacher un service d'un projet"},
	ZOPSConsumer - topicZOPS:             {"Consumers of services", "Consommateurs des services"},
	ZOPSConsumerList - topicZOPS:         {"List the consumers", "Lister les consommateurs"},
	ZOPSConsumerCreate - topicZOPS:       {"Create a consumer", "Créer un consommateur"},
	ZOPSConsumerAttach - topicZOPS:       {"Attach a consumer to a project", "Attacher un consommateur à un projet"},
	ZOPSConsumerDetach - topicZOPS:       {"Detach a consumer from a project", "Détacher un consommateur d'un projet"},
	ZOPSConsumerToken - topicZOPS:        {"Tokens of consumers", "Jetons des consommateurs"},
	ZOPSConsumerTokenCreate - topicZOPS:  {"Make a consumer token; it lives 60 s unless it is exchanged", "Créer un jeton de consommateur\u00a0; il vit 60 s s'il n'est pas échangé"},
	ZOPSConsumerTokenDelete - topicZOPS:  {"End a consumer token", "Révoquer un jeton de consommateur"},
	FlagShowSecret - topicZOPS:           {"show the secret of the answer", "montrer le secret de la réponse"},
	FlagProjectID - topicZOPS:            {"the project", "le projet"},
	FlagTestingMail - topicZOPS:          {"have the mail provider send nothing", "ne rien faire envoyer par courriel"},
	FlagAccountName - topicZOPS:          {"name of the organisation, in place of the question", "nom de l'organisation, à la place de la question"},
	FlagTokenStdin - topicZOPS:           {"read the token from standard input", "lire le jeton sur l'entrée standard"},
	FieldPasswordStdin - topicZOPS:       {"read the password from a line of standard input", "lire le mot de passe sur une ligne de l'entrée standard"},
	FieldResetTokenStdin - topicZOPS:     {"read the reset token from a line of standard input", "lire le jeton sur une ligne de l'entrée standard"},
	FieldOrganizationName - topicZOPS:    {"name of the organisation", "nom de l'organisation"},
	FieldPhone - topicZOPS:               {"phone number, exactly 11 digits", "numéro de téléphone, 11 chiffres exactement"},
	FieldApproveCode - topicZOPS:         {"the code that came by mail", "le code reçu par courriel"},
	FieldProjectName - topicZOPS:         {"name", "nom"},
	FieldDescription - topicZOPS:         {"description", "description"},
	FieldCodeName - topicZOPS:            {"code name of the service", "nom de code du service"},
	FieldServiceCatalogCode - topicZOPS:  {"push, roc or sms", "push, roc ou sms"},
	FieldConsumerID - topicZOPS:          {"the consumer", "le consommateur"},
	FieldProjectID - topicZOPS:           {"the project", "le projet"},
	FieldFCMAPIKeys - topicZOPS:          {"API keys of Firebase; better given with --data @FILE", "clés d'API de Firebase\u00a0; de préférence par --data @FICHIER"},
	FieldFCMProjectNumber - topicZOPS:    {"project number at Firebase", "numéro de projet chez Firebase"},
	FieldAPNSCert - topicZOPS:            {"certificate for Apple; better given with --data @FILE", "certificat pour Apple\u00a0; de préférence par --data @FICHIER"},
	ErrNull - topicZOPS:                  {`the field "%s" cannot be null: leave it out, or give ""`, "le champ «\u00a0%s\u00a0» ne peut pas être null\u00a0: l'omettre, ou donner \"\""},
	WarnAccountDelete - topicZOPS: {
		"this deletes the account of %s with its users, projects, services and consumers.",
		"ceci supprime le compte de %s avec ses utilisateurs, projets, services et consommateurs.",
	},
	AskAccountName - topicZOPS:     {"type the organisation's name to confirm:", "taper le nom de l'organisation pour confirmer\u00a0:"},
	ErrAccountName - topicZOPS:     {"that is not the organisation's name: nothing was deleted", "ce n'est pas le nom de l'organisation\u00a0: rien n'a été supprimé"},
	WarnUserDelete - topicZOPS:     {"the user %s will be deleted, and the user's sessions end.", "l'utilisateur %s sera supprimé, et ses sessions prendront fin."},
	WarnConsumerDetach - topicZOPS: {"consumer %s will be detached from project %s.", "le consommateur %s sera détaché du projet %s."},
	WarnServiceDetach - topicZOPS:  {"the service %s will be detached from project %s, which can then no longer use it.", "le service %s sera détaché du projet %s, qui ne pourra plus l'utiliser."},
	WarnTokenDelete - topicZOPS:    {"the token for the service %s of project %s will be deleted.", "le jeton pour le service %s du projet %s sera supprimé."},
	NoticeDone - topicZOPS:         {"done", "fait"},
	NoticePong - topicZOPS:         {"the service answers", "le service répond"},
	ZOPSErrLogoutRefused - topicZOPS: {
		"the service refused to end the session (it does not let a manager log out)",
		"le service a refusé de terminer la session (il ne laisse pas un gestionnaire se déconnecter)",
	},
	ZOPSHintLogoutRefused - topicZOPS: {
		"nothing is left to do here: its token lives on at the service and ends by itself, %s",
		"il n'y a plus rien à faire ici\u00a0: son jeton reste valable au service et expire de lui-même, %s",
	},
	ZOPSEndsInAWeek - topicZOPS: {"within a week", "dans la semaine"},
	ZOPSDefectToken - topicZOPS: {
		"the service fails like this for a token that does not exist or was deleted already",
		"le service échoue ainsi pour un jeton qui n'existe pas ou qui est déjà supprimé",
	},
	ZOPSDefectKeys - topicZOPS: {
		"the service fails like this for an unknown project, and where no keys were stored yet: the first time, guichet zops project-key update needs all of --fcm-api-keys, --fcm-project-number and --apns-cert",
		"le service échoue ainsi pour un projet inconnu, et quand aucune clé n'est encore enregistrée\u00a0: la première fois, guichet zops project-key update demande --fcm-api-keys, --fcm-project-number et --apns-cert ensemble",
	},
	ZOPSDefectProject - topicZOPS: {
		"the service fails like this, and changes nothing, while the project has a service attached",
		"le service échoue ainsi, sans rien changer, tant qu'un service est attaché au projet",
	},
	ZOPSDefectBilling - topicZOPS: {
		"the service fails like this at every creation of a billing user, and stores nothing",
		"le service échoue ainsi à chaque création d'un utilisateur de facturation, et n'enregistre rien",
	},
}
