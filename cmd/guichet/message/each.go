package message

import "strconv"

// Bulk writes: --each of the creations and updates, and gopaas push.
const (
	FlagEach        Key = "write one object per row of @FILE or - (CSV, NDJSON or a JSON list), once all rows are checked; the columns are the fields of the body, and the arguments in lower case for the ids" + fr + "écrire un objet par ligne de @FICHIER ou - (CSV, NDJSON ou liste JSON), une fois toutes les lignes vérifiées\u00a0; les colonnes sont les champs du corps, et les arguments en minuscules pour les identifiants"
	FlagMaxFailures Key = "stop after N rows that failed; 0: never; 1 by default" + fr + "s'arrêter après N lignes en échec\u00a0; 0\u00a0: jamais\u00a0; 1 par défaut"
	// A row that may have been written is repeated only when someone asks for it.
	FlagRetryUnknown Key = "with --resume: also send the rows again that may already have been written" + fr + "avec --resume\u00a0: renvoyer aussi les lignes peut-être déjà écrites"
	FlagResume       Key = "continue an unfinished run from its resume `FILE`; the data must be the same" + fr + "reprendre un envoi inachevé à partir de son `FICHIER` de reprise\u00a0; les données doivent être les mêmes"
	FlagResumeFile   Key = "resume `FILE`, which records the state of each row; by default in the working directory" + fr + "`FICHIER` de reprise, qui consigne l'état de chaque ligne\u00a0; par défaut dans le dossier courant"
	PlaceRows        Key = "@FILE" + fr + "@FICHIER"

	CountRow            Key = "%s row" + fr + "%s ligne"
	CountRows           Key = "%s rows" + fr + "%s lignes"
	CountWritten        Key = "%s row written" + fr + "%s ligne écrite"
	CountWrittenMany    Key = "%s rows written" + fr + "%s lignes écrites"
	CountNotWritten     Key = "%s not written" + fr + "%s non écrite"
	CountNotWrittenMany Key = "%s not written" + fr + "%s non écrites"
	CountUnknown        Key = "%s unknown" + fr + "%s incertaine"
	CountUnknownMany    Key = "%s unknown" + fr + "%s incertaines"

	NoticePushUnsure Key = "%s may already have been written and will be sent again" + fr + "renvoi de %s, dont l'écriture est incertaine"
	NoticePushLeft   Key = "to continue, run the command again with the same data and --resume %s" + fr + "pour reprendre, relancez la commande avec les mêmes données et --resume %s"
	NoticeResumeDone Key = "every row is written; the resume file %s was removed" + fr + "toutes les lignes sont écrites\u00a0; le fichier de reprise %s a été supprimé"

	EachRefusedRows  Key = "%s; rows refused in all: %d" + fr + "%s\u00a0; lignes refusées en tout\u00a0: %d"
	EachChanged      Key = "%s changed while it was read: its rows differ from the checked rows" + fr + "%s a changé pendant la lecture\u00a0: ses lignes ne sont plus celles qui ont été vérifiées"
	EachMoreFailures Key = "more rows failed: use -o json to list them all" + fr + "d'autres lignes ont échoué\u00a0: utilisez -o json pour les lister toutes"
	EachDoubt        Key = "%s may have been written by an earlier run, and was not sent again" + fr + "écriture incertaine lors d'un envoi précédent, pas de renvoi\u00a0: %s"
	EachArgs         Key = "with --each the ids are columns: %s" + fr + "avec --each, les identifiants sont des colonnes\u00a0: %s"
	EachNoFile       Key = "--each: \"%s\" is neither @FILE nor -" + fr + "--each\u00a0: «\u00a0%s\u00a0» n'est ni @FICHIER ni -"
	EachSecret       Key = "%s is a secret: it is read only from a file that other accounts cannot read" + fr + "%s est un secret\u00a0: il n'est lu que dans un fichier que les autres comptes ne peuvent pas lire"
	EachSecretLost   Key = "--each: the secrets of the responses would be lost" + fr + "--each\u00a0: les secrets des réponses seraient perdus"
	HintEachSecret   Key = "chmod 600 %s" + fr + "chmod 600 %s"
	HintEachShow     Key = "add --show-secret and -o json, and keep the output" + fr + "ajoutez --show-secret et -o json, et conservez la sortie"
	HintEachDoubt    Key = "check the data at the service; --retry-unknown sends these rows again" + fr + "vérifiez les données auprès du service\u00a0; --retry-unknown renvoie ces lignes"

	JournalExists      Key = "%s is the resume file of an unfinished run with the same data" + fr + "%s est le fichier de reprise d'un envoi inachevé des mêmes données"
	JournalInUse       Key = "another process is using the resume file" + fr + "un autre processus utilise le fichier de reprise"
	HintJournalExists  Key = "continue with --resume %s, or delete %s to send every row again" + fr + "reprenez avec --resume %s, ou supprimez %s pour tout renvoyer"
	HintResumeFile     Key = "choose another file with --resume-file" + fr + "choisissez un autre fichier par --resume-file"
	HintSameInput      Key = "use the data of the first run, or start over without --resume" + fr + "reprenez les données du premier envoi, ou recommencez sans --resume"
	ResumeUnreadable   Key = "--resume: %s is not a resume file" + fr + "--resume\u00a0: %s n'est pas un fichier de reprise"
	ResumeOtherInput   Key = "--resume: %s belongs to other data than %s" + fr + "--resume\u00a0: %s concerne d'autres données que %s"
	ResumeOtherCommand Key = "--resume: %s belongs to the command %s" + fr + "--resume\u00a0: %s concerne la commande %s"
	ResumeOtherAddress Key = "--resume: %s belongs to the service at %s" + fr + "--resume\u00a0: %s concerne le service à l'adresse %s"
	ResumeOtherProfile Key = "--resume: %s belongs to the profile %s" + fr + "--resume\u00a0: %s concerne le profil %s"
)

// Questions of a bulk write. The first place is the number of rows, the second the address.
const (
	eachUserCreate          Key = "%s users will be created at %s." + fr + "Création de %s usagers sur %s."
	eachUserUpdate          Key = "%s users will be changed at %s; organisation_ids replaces every membership of a user." + fr + "Modification de %s usagers sur %s\u00a0; organisation_ids remplace toutes les appartenances d'un usager."
	eachUserProfileCreate   Key = "%s users will be added to organisations at %s." + fr + "Ajout de %s usagers à des organisations sur %s."
	eachReferentCreate      Key = "%s referent agents will be assigned at %s." + fr + "Affectation de %s référents sur %s."
	eachRDVUpdateStatus     Key = "The status of %s appointments will be changed at %s." + fr + "Changement de statut de %s rendez-vous sur %s."
	eachParticipationUpdate Key = "The status of %s participations will be changed at %s; the users may be notified by e-mail or SMS." + fr + "Changement de statut de %s participations sur %s\u00a0; les usagers peuvent en être prévenus par courriel ou SMS."
	eachAbsenceCreate       Key = "%s absences will be created at %s." + fr + "Création de %s absences sur %s."
	eachAbsenceUpdate       Key = "%s absences will be changed at %s." + fr + "Modification de %s absences sur %s."
	eachLieuCreate          Key = "%s places will be created at %s." + fr + "Création de %s lieux sur %s."
	eachOrganisationUpdate  Key = "%s organisations will be changed at %s." + fr + "Modification de %s organisations sur %s."
	eachPlanCreate          Key = "%s draft appointments will be created at %s." + fr + "Création de %s rendez-vous à finaliser sur %s."
	eachAccountUpdate       Key = "%s changes to the account will be made at %s." + fr + "%s modifications du compte sur %s."
	eachAdminCreate         Key = "%s admins will be created at %s." + fr + "Création de %s administrateurs sur %s."
	eachAdminUpdate         Key = "%s admins will be changed at %s." + fr + "Modification de %s administrateurs sur %s."
	eachDeveloperCreate     Key = "%s developers will be created at %s." + fr + "Création de %s développeurs sur %s."
	eachDeveloperUpdate     Key = "%s developers will be changed at %s." + fr + "Modification de %s développeurs sur %s."
	eachBillingCreate       Key = "%s billing users will be created at %s." + fr + "Création de %s utilisateurs de facturation sur %s."
	eachBillingUpdate       Key = "%s billing users will be changed at %s." + fr + "Modification de %s utilisateurs de facturation sur %s."
	eachProjectCreate       Key = "%s projects will be created at %s." + fr + "Création de %s projets sur %s."
	eachProjectUpdate       Key = "%s projects will be changed at %s." + fr + "Modification de %s projets sur %s."
	eachProjectKeyUpdate    Key = "The keys of %s projects will be changed at %s." + fr + "Modification des clés de %s projets sur %s."
	eachRegisterCreate      Key = "%s organisations will be registered at %s, and e-mails will be sent." + fr + "Inscription de %s organisations sur %s, avec envoi de courriels."
	eachServiceCreate       Key = "%s services will be added to the catalogue at %s." + fr + "Ajout de %s services au catalogue sur %s."
	eachConsumerTokenCreate Key = "%s tokens will be created at %s." + fr + "Création de %s jetons sur %s."
	eachPush                Key = "%s records will be written at %s." + fr + "Écriture de %s fiches sur %s."
)

// EachQuestion says what a bulk write of the command will do: a number of rows, at an
// address. It is "" for a command that takes no rows.
func EachQuestion(command string) Key {
	switch command {
	case "rdv user create":
		return eachUserCreate
	case "rdv user update":
		return eachUserUpdate
	case "rdv user-profile create":
		return eachUserProfileCreate
	case "rdv referent create":
		return eachReferentCreate
	case "rdv rdv update-status":
		return eachRDVUpdateStatus
	case "rdv participation update":
		return eachParticipationUpdate
	case "rdv absence create":
		return eachAbsenceCreate
	case "rdv absence update":
		return eachAbsenceUpdate
	case "rdv lieu create":
		return eachLieuCreate
	case "rdv organisation update":
		return eachOrganisationUpdate
	case "rdv plan create":
		return eachPlanCreate
	}
	return eachQuestionElsewhere(command)
}

func eachQuestionElsewhere(command string) Key {
	switch command {
	case "zops account update":
		return eachAccountUpdate
	case "zops admin create":
		return eachAdminCreate
	case "zops admin update":
		return eachAdminUpdate
	case "zops developer create":
		return eachDeveloperCreate
	case "zops developer update":
		return eachDeveloperUpdate
	case "zops billing create":
		return eachBillingCreate
	case "zops billing update":
		return eachBillingUpdate
	case "zops project create":
		return eachProjectCreate
	case "zops project update":
		return eachProjectUpdate
	case "zops project-key update":
		return eachProjectKeyUpdate
	case "zops register create":
		return eachRegisterCreate
	case "zops service create":
		return eachServiceCreate
	case "zops consumer-token create":
		return eachConsumerTokenCreate
	case "gopaas push":
		return eachPush
	}
	return ""
}

// Count fills the place of the text that fits a number: one is for a single thing, and in
// French for none.
func (c *Catalogue) Count(n int, one, many Key) string {
	if n == 1 || n == 0 && c != nil && c.Lang == French {
		many = one
	}
	return c.Text(many, c.Number(n))
}

// Number groups the digits of a number by thousands.
func (c *Catalogue) Number(n int) string {
	text, separator := strconv.Itoa(n), ","
	if c != nil && c.Lang == French {
		separator = "\u202f"
	}
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + separator + text[at:]
	}
	return text
}
