package message

// The commands of RDV-Solidarités.
const (
	RDVShort = topicRDV + iota
	RDVOrganisation
	RDVOrganisationList
	RDVOrganisationGet
	RDVOrganisationUpdate
	RDVAgent
	RDVAgentList
	RDVAgentMe
	RDVTeam
	RDVTeamList
	RDVUser
	RDVUserList
	RDVUserGet
	RDVUserFind
	RDVUserCreate
	RDVUserUpdate
	RDVUserInvitationToken
	RDVUserProfile
	RDVUserProfileCreate
	RDVUserProfileDelete
	RDVReferent
	RDVReferentCreate
	RDVReferentDelete
	RDVRDV
	RDVRDVList
	RDVParticipation
	RDVParticipationUpdate
	RDVMotif
	RDVMotifList
	RDVAbsence
	RDVAbsenceList
	RDVAbsenceGet
	RDVAbsenceCreate
	RDVAbsenceUpdate
	RDVAbsenceDelete
	RDVPlan
	RDVPlanCreate
	RDVPlanGet
	RDVPublicLink
	RDVPublicLinkList
	RDVWebhook
	RDVWebhookList
	RDVWebhookEnsure
	FlagOrganisationID
	FlagOrganisationIDIgnored
	FlagOrganisationIDRequired
	FlagUserID
	FlagUserIDRequired
	FlagAgentID
	FlagAgentIDRequired
	FlagIDs
	FlagFrom
	FlagTo
	FlagStartsAfter
	FlagStartsBefore
	FlagCityCode
	FlagStreetBANID
	FlagDepartementNumber
	FlagServiceID
	FlagActive
	FlagBookablePublicly
	FlagTerritory
	FlagTargetURL
	FlagSubscriptions
	FlagReplaceSecret
	FlagFindEmail
	FlagFindPhone
	FlagFindName
	FieldName
	FieldPhoneNumber
	FieldEmail
	FieldVerticale
	FieldStatus
	FieldFirstName
	FieldLastName
	FieldOrganisationIDs
	FieldBirthName
	FieldBirthDate
	FieldAddress
	FieldResponsibleID
	FieldCaisseAffiliation
	FieldAffiliationNumber
	FieldFamilySituation
	FieldNumberOfChildren
	FieldNotifyBySMS
	FieldNotifyByEmail
	FieldReferentAgentIDs
	FieldNotificationEmail
	FieldTitle
	FieldFirstDay
	FieldStartTime
	FieldEndDay
	FieldEndTime
	FieldAgentID
	FieldAgentEmail
	FieldReturnURL
	FieldDossierURL
	WarnParticipation
	WarnOrganisationIDs
	WarnUserProfile
	WarnWebhookReplay
	WarnAbsenceDelete
	WarnReferentDelete
	NoticeReadsEverybody
	NoticeWebhookUnchanged
	ErrWebhookNotThere
)

var rdvTexts = []text{
	RDVShort - topicRDV:                   {"RDV-Solidarités: appointments of French social services", "RDV-Solidarités\u00a0: les rendez-vous des services sociaux"},
	RDVOrganisation - topicRDV:            {"Organisations of the agent", "Organisations de l'agent"},
	RDVOrganisationList - topicRDV:        {"List the organisations in which the agent has a role", "Lister les organisations où l'agent a un rôle"},
	RDVOrganisationGet - topicRDV:         {"Show an organisation", "Afficher une organisation"},
	RDVOrganisationUpdate - topicRDV:      {"Change an organisation that the agent administers", "Modifier une organisation que l'agent administre"},
	RDVAgent - topicRDV:                   {"Agents", "Agents"},
	RDVAgentList - topicRDV:               {"List the agents", "Lister les agents"},
	RDVAgentMe - topicRDV:                 {"Show the agent who is logged in (experimental)", "Afficher l'agent connecté (expérimental)"},
	RDVTeam - topicRDV:                    {"Teams of agents", "Équipes d'agents"},
	RDVTeamList - topicRDV:                {"List the teams", "Lister les équipes"},
	RDVUser - topicRDV:                    {"Users: the people who have appointments", "Usagers\u00a0: les personnes qui ont des rendez-vous"},
	RDVUserList - topicRDV:                {"List the users", "Lister les usagers"},
	RDVUserGet - topicRDV:                 {"Show a user", "Afficher un usager"},
	RDVUserFind - topicRDV:                {"Look for a user by e-mail, phone or name, before creating one", "Chercher un usager par e-mail, téléphone ou nom, avant d'en créer un"},
	RDVUserCreate - topicRDV:              {"Create a user", "Créer un usager"},
	RDVUserUpdate - topicRDV:              {"Change a user", "Modifier un usager"},
	RDVUserInvitationToken - topicRDV:     {"Give the token of a user's invitation", "Donner le jeton d'invitation d'un usager"},
	RDVUserProfile - topicRDV:             {"Users in organisations", "Usagers dans les organisations"},
	RDVUserProfileCreate - topicRDV:       {"Add a user to an organisation", "Ajouter un usager à une organisation"},
	RDVUserProfileDelete - topicRDV:       {"Remove a user from an organisation", "Retirer un usager d'une organisation"},
	RDVReferent - topicRDV:                {"Agents who follow users", "Agents référents des usagers"},
	RDVReferentCreate - topicRDV:          {"Assign an agent to a user", "Affecter un agent référent à un usager"},
	RDVReferentDelete - topicRDV:          {"End the assignment of an agent", "Retirer un agent référent"},
	RDVRDV - topicRDV:                     {"Appointments", "Rendez-vous"},
	RDVRDVList - topicRDV:                 {"List the appointments", "Lister les rendez-vous"},
	RDVParticipation - topicRDV:           {"Who took part in appointments", "Participations aux rendez-vous"},
	RDVParticipationUpdate - topicRDV:     {"Set the status of a participation", "Renseigner le statut d'une participation"},
	RDVMotif - topicRDV:                   {"Reasons for appointments", "Motifs de rendez-vous"},
	RDVMotifList - topicRDV:               {"List an organisation's motifs", "Lister les motifs d'une organisation"},
	RDVAbsence - topicRDV:                 {"Absences of agents", "Absences des agents"},
	RDVAbsenceList - topicRDV:             {"List the absences", "Lister les absences"},
	RDVAbsenceGet - topicRDV:              {"Show an absence", "Afficher une absence"},
	RDVAbsenceCreate - topicRDV:           {"Create an absence", "Créer une absence"},
	RDVAbsenceUpdate - topicRDV:           {"Change an absence", "Modifier une absence"},
	RDVAbsenceDelete - topicRDV:           {"Delete an absence", "Supprimer une absence"},
	RDVPlan - topicRDV:                    {"Appointments about to be made", "Prises de rendez-vous préparées"},
	RDVPlanCreate - topicRDV:              {"Prepare an appointment for a user", "Préparer un rendez-vous pour un usager"},
	RDVPlanGet - topicRDV:                 {"Show a plan", "Afficher une prise de rendez-vous préparée"},
	RDVPublicLink - topicRDV:              {"Pages for the public", "Pages publiques"},
	RDVPublicLinkList - topicRDV:          {"List the public pages of a territory", "Lister les pages publiques d'un territoire"},
	RDVWebhook - topicRDV:                 {"Webhook endpoints", "Adresses de webhooks"},
	RDVWebhookList - topicRDV:             {"List an organisation's webhook endpoints", "Lister les adresses de webhooks d'une organisation"},
	RDVWebhookEnsure - topicRDV:           {"Make an organisation have this webhook endpoint", "Faire qu'une organisation ait cette adresse de webhooks"},
	FlagOrganisationID - topicRDV:         {"only this organisation", "cette organisation seulement"},
	FlagOrganisationIDIgnored - topicRDV:  {"only this organisation; the service ignores one in which the agent has no role", "cette organisation seulement\u00a0; le service ignore celle où l'agent n'a pas de rôle"},
	FlagOrganisationIDRequired - topicRDV: {"the organisation", "l'organisation"},
	FlagUserID - topicRDV:                 {"only this user", "cet usager seulement"},
	FlagUserIDRequired - topicRDV:         {"the user", "l'usager"},
	FlagAgentID - topicRDV:                {"only this agent", "cet agent seulement"},
	FlagAgentIDRequired - topicRDV:        {"the agent", "l'agent"},
	FlagIDs - topicRDV:                    {"only these ids, with commas between them", "ces identifiants seulement, séparés par des virgules"},
	FlagFrom - topicRDV:                   {"first day, in Paris", "premier jour, à Paris"},
	FlagTo - topicRDV:                     {"last day, in Paris", "dernier jour, à Paris"},
	FlagStartsAfter - topicRDV:            {"earliest start, included; a date is its midnight", "début au plus tôt, inclus\u00a0; une date vaut son minuit"},
	FlagStartsBefore - topicRDV:           {"latest start, included; a date is its midnight", "début au plus tard, inclus\u00a0; une date vaut son minuit"},
	FlagCityCode - topicRDV:               {"INSEE code of the city", "code INSEE de la commune"},
	FlagStreetBANID - topicRDV:            {"id of the street; needs --city-code", "identifiant de la voie\u00a0; demande --city-code"},
	FlagDepartementNumber - topicRDV:      {"number of the département; the service ignores it in practice", "numéro du département\u00a0; en pratique le service l'ignore"},
	FlagServiceID - topicRDV:              {"only this service", "ce service seulement"},
	FlagActive - topicRDV:                 {"true: in use; false: deleted", "true\u00a0: en usage\u00a0; false\u00a0: supprimés"},
	FlagBookablePublicly - topicRDV:       {"true: anybody can book; false: not", "true\u00a0: réservables par tous\u00a0; false\u00a0: non"},
	FlagTerritory - topicRDV:              {"number of a département or code of a territory", "numéro de département ou code de territoire"},
	FlagTargetURL - topicRDV:              {"address to which events are sent", "adresse qui reçoit les événements"},
	FlagSubscriptions - topicRDV:          {"objects to be told about, with commas between them", "objets suivis, séparés par des virgules"},
	FlagReplaceSecret - topicRDV:          {"change the secret although everything else is right", "changer le secret bien que le reste soit juste"},
	FlagFindEmail - topicRDV:              {"e-mail, case does not matter", "e-mail, sans tenir compte de la casse"},
	FlagFindPhone - topicRDV:              {"phone number in any form", "numéro de téléphone, sous toute forme"},
	FlagFindName - topicRDV:               {"part of first and last name, without accents or case", "partie des prénom et nom, sans accents ni casse"},
	FieldName - topicRDV:                  {"name", "nom"},
	FieldPhoneNumber - topicRDV:           {"phone number", "numéro de téléphone"},
	FieldEmail - topicRDV:                 {"e-mail", "e-mail"},
	FieldVerticale - topicRDV:             {"kind of organisation", "type d'organisation"},
	FieldStatus - topicRDV:                {"status", "statut"},
	FieldFirstName - topicRDV:             {"first name", "prénom"},
	FieldLastName - topicRDV:              {"last name", "nom"},
	FieldOrganisationIDs - topicRDV:       {"organisations, with commas between them; a change replaces all of them", "organisations, séparées par des virgules\u00a0; une modification les remplace toutes"},
	FieldBirthName - topicRDV:             {"birth name", "nom de naissance"},
	FieldBirthDate - topicRDV:             {"date of birth, YYYY-MM-DD", "date de naissance, AAAA-MM-JJ"},
	FieldAddress - topicRDV:               {"address", "adresse"},
	FieldResponsibleID - topicRDV:         {"the user who answers for this one", "l'usager responsable de celui-ci"},
	FieldCaisseAffiliation - topicRDV:     {"family benefits fund", "caisse d'affiliation"},
	FieldAffiliationNumber - topicRDV:     {"number at the fund", "numéro d'allocataire"},
	FieldFamilySituation - topicRDV:       {"family situation", "situation familiale"},
	FieldNumberOfChildren - topicRDV:      {"number of children", "nombre d'enfants"},
	FieldNotifyBySMS - topicRDV:           {"tell the user by SMS", "prévenir l'usager par SMS"},
	FieldNotifyByEmail - topicRDV:         {"tell the user by e-mail", "prévenir l'usager par e-mail"},
	FieldReferentAgentIDs - topicRDV:      {"agents who follow the user, with commas between them; a change replaces all of them", "agents référents, séparés par des virgules\u00a0; une modification les remplace tous"},
	FieldNotificationEmail - topicRDV:     {"e-mail for notifications", "e-mail pour les notifications"},
	FieldTitle - topicRDV:                 {"title", "titre"},
	FieldFirstDay - topicRDV:              {"first day, YYYY-MM-DD", "premier jour, AAAA-MM-JJ"},
	FieldStartTime - topicRDV:             {"start, HH:MM", "début, HH:MM"},
	FieldEndDay - topicRDV:                {"last day, YYYY-MM-DD; the first day when left out", "dernier jour, AAAA-MM-JJ\u00a0; à défaut le premier"},
	FieldEndTime - topicRDV:               {"end, HH:MM", "fin, HH:MM"},
	FieldAgentID - topicRDV:               {"the agent, by id", "l'agent, par identifiant"},
	FieldAgentEmail - topicRDV:            {"the agent, by e-mail", "l'agent, par e-mail"},
	FieldReturnURL - topicRDV:             {"where the agent goes afterwards", "où l'agent est renvoyé ensuite"},
	FieldDossierURL - topicRDV:            {"the user's file in the calling program", "dossier de l'usager dans le logiciel appelant"},
	WarnParticipation - topicRDV: {
		"participation %s will be set to %s; the user may be told by e-mail or SMS.",
		"la participation %s passera à %s\u00a0; l'usager peut en être prévenu par e-mail ou SMS.",
	},
	WarnOrganisationIDs - topicRDV: {
		"every membership of user %s, those you cannot see included, will be replaced by these organisations: %s (rdv user-profile adds and removes one).",
		"toutes les appartenances de l'usager %s, même celles que vous ne voyez pas, seront remplacées par ces organisations\u00a0: %s (rdv user-profile en ajoute ou en retire une).",
	},
	WarnUserProfile - topicRDV: {
		"user %s and relatives will leave organisation %s; a user left without any organisation is anonymised for good.",
		"l'usager %s et ses proches quitteront l'organisation %s\u00a0; un usager sans plus aucune organisation est anonymisé définitivement.",
	},
	WarnWebhookReplay - topicRDV: {
		"the service will send every subscribed object of organisation %s to %s, as created events, even those it has sent before.",
		"le service enverra tous les objets suivis de l'organisation %s à %s comme des créations, même ceux qu'il a déjà envoyés.",
	},
	WarnAbsenceDelete - topicRDV:      {"absence %s will be deleted.", "l'absence %s sera supprimée."},
	WarnReferentDelete - topicRDV:     {"agent %s will no longer be a referent of user %s.", "l'agent %s ne sera plus référent de l'usager %s."},
	NoticeReadsEverybody - topicRDV:   {"the service cannot search: reading every visible user", "le service ne sait pas chercher\u00a0: lecture de tous les usagers visibles"},
	NoticeWebhookUnchanged - topicRDV: {"the endpoint is as it should be: nothing sent", "l'adresse est déjà comme il faut\u00a0: rien n'est envoyé"},
	ErrWebhookNotThere - topicRDV: {
		"the service accepted the endpoint, and does not list it as it was asked to",
		"le service a accepté l'adresse, mais ne la montre pas telle que demandée",
	},
}
