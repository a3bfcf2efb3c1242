package message

// Mistakes in the settings: flags, variables and the configuration file. The
// first placeholder is where the mistake stands.
const (
	SetNotOneOf             Key = `%s: unknown value "%s"; possible values: %s` + fr + "%s\u00a0: valeur inconnue «\u00a0%s\u00a0»\u00a0; valeurs possibles\u00a0: %s"
	SetNotANumber           Key = `%s: invalid number "%s": expected a whole number of at least %d` + fr + "%s\u00a0: nombre incorrect «\u00a0%s\u00a0»\u00a0: un nombre entier d'au moins %d est attendu"
	SetNotABool             Key = `%s: invalid value "%s": use true or false` + fr + "%s\u00a0: valeur incorrecte «\u00a0%s\u00a0»\u00a0: valeurs possibles\u00a0: true, false"
	SetNotADuration         Key = `%s: invalid duration "%s"` + fr + "%s\u00a0: durée incorrecte «\u00a0%s\u00a0»"
	SetNegativeDuration     Key = `%s: the duration "%s" is negative` + fr + "%s\u00a0: la durée «\u00a0%s\u00a0» est négative"
	SetHintDuration         Key = "use a number and a unit (ms, s, m, h), such as 30s, 2m or 1h30m" + fr + "indiquez un nombre et une unité (ms, s, m, h), par exemple 30s, 2m ou 1h30m"
	SetBadProfileName       Key = `%s: invalid profile name "%s": it must not be empty, contain a slash or a control character, or start or end with a space` + fr + "%s\u00a0: nom de profil incorrect «\u00a0%s\u00a0»\u00a0: il ne doit ni être vide, ni contenir de barre oblique ou de caractère de contrôle, ni commencer ou finir par une espace"
	SetBadYAML              Key = "%s: invalid YAML: %s" + fr + "%s\u00a0: YAML incorrect\u00a0: %s"
	SetSecondDocument       Key = "%s: only one YAML document is allowed" + fr + "%s\u00a0: un seul document YAML est admis"
	SetAlias                Key = "%s: YAML aliases are not allowed; repeat the value" + fr + "%s\u00a0: les alias YAML ne sont pas admis\u00a0; répétez la valeur"
	SetUnknownKey           Key = `%s: unknown key "%s"` + fr + "%s\u00a0: clé inconnue «\u00a0%s\u00a0»"
	SetDuplicateKey         Key = `%s: the key "%s" appears twice` + fr + "%s\u00a0: la clé «\u00a0%s\u00a0» apparaît deux fois"
	SetNotAMapping          Key = `%s: "%s" must contain keys and values` + fr + "%s\u00a0: «\u00a0%s\u00a0» doit contenir des clés et des valeurs"
	SetNotAValue            Key = `%s: "%s" must be a single value` + fr + "%s\u00a0: «\u00a0%s\u00a0» doit être une valeur simple"
	SetSecretKey            Key = `%s: "%s" looks like a secret, which is not allowed in the configuration` + fr + "%s\u00a0: «\u00a0%s\u00a0» ressemble à un secret, ce qui n'est pas admis dans la configuration"
	SetHintSecretKey        Key = `run "guichet auth login %s", or set a program in token_command` + fr + "lancez «\u00a0guichet auth login %s\u00a0», ou indiquez un programme dans token_command"
	SetHintOnlyFlag         Key = "this setting is not allowed in the configuration: use --%s on the command line" + fr + "ce réglage n'est pas admis dans la configuration\u00a0: indiquez --%s sur la ligne de commande"
	SetHintServiceInProfile Key = "put the service under a profile: profiles, then the name of the profile, then %s" + fr + "placez le service sous un profil\u00a0: profiles, puis le nom du profil, puis %s"
	SetHintKeys             Key = "known keys: %s" + fr + "clés connues\u00a0: %s"
	SetNoZone               Key = `%s: this machine does not know the time zone "%s"` + fr + "%s\u00a0: cette machine ne connaît pas le fuseau horaire «\u00a0%s\u00a0»"
	SetHintZone             Key = "use an IANA name such as America/Martinique or Indian/Reunion; the machine needs a time zone database (package tzdata)" + fr + "indiquez un nom de l'IANA comme America/Martinique ou Indian/Reunion\u00a0; la machine doit avoir une base de fuseaux horaires (paquet tzdata)"
	SetProfileExists        Key = `profile "%s" already exists` + fr + "le profil «\u00a0%s\u00a0» existe déjà"
	SetUnreadable           Key = "%s: cannot read the configuration: %s" + fr + "%s\u00a0: lecture impossible de la configuration\u00a0: %s"
	SetUnwritable           Key = "%s: cannot write the configuration: %s" + fr + "%s\u00a0: écriture impossible de la configuration\u00a0: %s"
	SetChanged              Key = "%s: changed by another program in the meantime; nothing was written" + fr + "%s\u00a0: modifié entre-temps par un autre programme\u00a0; rien n'a été écrit"
	SetHintRunAgain         Key = "run the command again" + fr + "relancez la commande"
	SetNoHome               Key = "no directory available: neither %s nor %s (a full path) is set" + fr + "aucun dossier disponible\u00a0: ni %s ni %s (un chemin complet) n'est défini"
	SetHintNoHome           Key = "set %s to a directory" + fr + "indiquez un dossier dans %s"
)
