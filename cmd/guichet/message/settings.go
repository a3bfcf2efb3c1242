package message

// Mistakes in the settings: flags, variables and the configuration file. The
// first placeholder is where the mistake stands.
const (
	SetNotOneOf             Key = `%s: "%s" is not one of %s` + fr + "%s\u00a0: «\u00a0%s\u00a0» n'est pas l'une des valeurs %s"
	SetNotANumber           Key = `%s: "%s" is not a whole number from %d up` + fr + "%s\u00a0: «\u00a0%s\u00a0» n'est pas un nombre entier à partir de %d"
	SetNotABool             Key = `%s: "%s" is neither true nor false` + fr + "%s\u00a0: «\u00a0%s\u00a0» n'est ni true ni false"
	SetNotADuration         Key = `%s: "%s" is not a duration` + fr + "%s\u00a0: «\u00a0%s\u00a0» n'est pas une durée"
	SetNegativeDuration     Key = `%s: "%s" is a negative duration` + fr + "%s\u00a0: «\u00a0%s\u00a0» est une durée négative"
	SetHintDuration         Key = "a number and its unit (ms, s, m, h), such as 30s, 2m or 1h30m" + fr + "un nombre et son unité (ms, s, m, h), par exemple 30s, 2m ou 1h30m"
	SetBadProfileName       Key = `%s: "%s" cannot name a profile: no slash, no control character, no space at the ends, not empty` + fr + "%s\u00a0: «\u00a0%s\u00a0» ne peut pas nommer un profil\u00a0: ni barre oblique, ni caractère de contrôle, ni espace aux bords, ni vide"
	SetBadYAML              Key = "%s: not valid YAML: %s" + fr + "%s\u00a0: YAML incorrect\u00a0: %s"
	SetSecondDocument       Key = "%s: only one YAML document is read here" + fr + "%s\u00a0: un seul document YAML est lu ici"
	SetAlias                Key = "%s: YAML aliases are not read here; repeat the value" + fr + "%s\u00a0: les alias YAML ne sont pas lus ici\u00a0; répéter la valeur"
	SetUnknownKey           Key = `%s: unknown key "%s"` + fr + "%s\u00a0: clé inconnue «\u00a0%s\u00a0»"
	SetDuplicateKey         Key = `%s: key "%s" stands twice` + fr + "%s\u00a0: la clé «\u00a0%s\u00a0» figure deux fois"
	SetNotAMapping          Key = `%s: "%s" must hold keys and values` + fr + "%s\u00a0: «\u00a0%s\u00a0» doit contenir des clés et des valeurs"
	SetNotAValue            Key = `%s: "%s" must be a single value` + fr + "%s\u00a0: «\u00a0%s\u00a0» doit être une valeur simple"
	SetSecretKey            Key = `%s: "%s" looks like a secret, and none is kept in the configuration` + fr + "%s\u00a0: «\u00a0%s\u00a0» ressemble à un secret, et la configuration n'en garde aucun"
	SetHintSecretKey        Key = `run "guichet auth login %s", or name a program in token_command` + fr + "lancer «\u00a0guichet auth login %s\u00a0», ou nommer un programme dans token_command"
	SetHintOnlyFlag         Key = "this cannot stand in the configuration: give --%s on the command line" + fr + "cela ne peut pas figurer dans la configuration\u00a0: donner --%s sur la ligne de commande"
	SetHintServiceInProfile Key = "a service stands under a profile: profiles, then its name, then %s" + fr + "un service figure sous un profil\u00a0: profiles, puis son nom, puis %s"
	SetHintKeys             Key = "known keys: %s" + fr + "clés connues\u00a0: %s"
	SetNoZone               Key = `%s: this machine knows no time zone "%s"` + fr + "%s\u00a0: cette machine ne connaît pas de fuseau horaire «\u00a0%s\u00a0»"
	SetHintZone             Key = "an IANA name such as America/Martinique or Indian/Reunion; the machine needs a database of time zones (package tzdata)" + fr + "un nom de l'IANA comme America/Martinique ou Indian/Reunion\u00a0; la machine doit avoir une base de fuseaux horaires (paquet tzdata)"
	SetProfileExists        Key = `profile "%s" already exists` + fr + "le profil «\u00a0%s\u00a0» existe déjà"
	SetUnreadable           Key = "%s: the configuration cannot be read: %s" + fr + "%s\u00a0: la configuration ne peut pas être lue\u00a0: %s"
	SetUnwritable           Key = "%s: the configuration cannot be written: %s" + fr + "%s\u00a0: la configuration ne peut pas être écrite\u00a0: %s"
	SetChanged              Key = "%s: changed by another program since it was read; nothing was written" + fr + "%s\u00a0: modifié par un autre programme depuis sa lecture\u00a0; rien n'a été écrit"
	SetHintRunAgain         Key = "run the command again" + fr + "relancer la commande"
	SetNoHome               Key = "no folder to use: neither %s nor %s (a full path) is set" + fr + "aucun dossier à utiliser\u00a0: ni %s ni %s (un chemin complet) n'est défini"
	SetHintNoHome           Key = "set %s to a folder" + fr + "donner un dossier à %s"
)
