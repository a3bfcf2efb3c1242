package message

// Mistakes in the settings: flags, variables and the configuration file. The
// first placeholder is where the mistake stands.
const (
	SetNotOneOf = topicSettings + iota
	SetNotANumber
	SetNotABool
	SetNotADuration
	SetNegativeDuration
	SetHintDuration
	SetBadProfileName
	SetBadYAML
	SetSecondDocument
	SetAlias
	SetUnknownKey
	SetDuplicateKey
	SetNotAMapping
	SetNotAValue
	SetSecretKey
	SetHintSecretKey
	SetHintOnlyFlag
	SetHintServiceInProfile
	SetHintKeys
	SetServiceNeedsProfile
	SetProfileExists
	SetNoSuchProfile
	SetHintProfiles
	SetUnreadable
	SetUnwritable
	SetChanged
	SetHintRunAgain
	SetNoHome
	SetHintNoHome
)

var settingTexts = []text{
	SetNotOneOf - topicSettings:             {`%s: "%s" is not one of %s`, "%s\u00a0: «\u00a0%s\u00a0» n'est pas l'une des valeurs %s"},
	SetNotANumber - topicSettings:           {`%s: "%s" is not a whole number from %d up`, "%s\u00a0: «\u00a0%s\u00a0» n'est pas un nombre entier à partir de %d"},
	SetNotABool - topicSettings:             {`%s: "%s" is neither true nor false`, "%s\u00a0: «\u00a0%s\u00a0» n'est ni true ni false"},
	SetNotADuration - topicSettings:         {`%s: "%s" is not a duration`, "%s\u00a0: «\u00a0%s\u00a0» n'est pas une durée"},
	SetNegativeDuration - topicSettings:     {`%s: "%s" is a negative duration`, "%s\u00a0: «\u00a0%s\u00a0» est une durée négative"},
	SetHintDuration - topicSettings:         {"a number and its unit (ms, s, m, h), such as 30s, 2m or 1h30m", "un nombre et son unité (ms, s, m, h), par exemple 30s, 2m ou 1h30m"},
	SetBadProfileName - topicSettings:       {`%s: "%s" cannot name a profile: no slash, no control character, no space at the ends, not empty`, "%s\u00a0: «\u00a0%s\u00a0» ne peut pas nommer un profil\u00a0: ni barre oblique, ni caractère de contrôle, ni espace aux bords, ni vide"},
	SetBadYAML - topicSettings:              {"%s: not valid YAML: %s", "%s\u00a0: YAML incorrect\u00a0: %s"},
	SetSecondDocument - topicSettings:       {"%s: only one YAML document is read here", "%s\u00a0: un seul document YAML est lu ici"},
	SetAlias - topicSettings:                {"%s: YAML aliases are not read here; repeat the value", "%s\u00a0: les alias YAML ne sont pas lus ici\u00a0; répéter la valeur"},
	SetUnknownKey - topicSettings:           {`%s: unknown key "%s"`, "%s\u00a0: clé inconnue «\u00a0%s\u00a0»"},
	SetDuplicateKey - topicSettings:         {`%s: key "%s" stands twice`, "%s\u00a0: la clé «\u00a0%s\u00a0» figure deux fois"},
	SetNotAMapping - topicSettings:          {`%s: "%s" must hold keys and values`, "%s\u00a0: «\u00a0%s\u00a0» doit contenir des clés et des valeurs"},
	SetNotAValue - topicSettings:            {`%s: "%s" must be a single value`, "%s\u00a0: «\u00a0%s\u00a0» doit être une valeur simple"},
	SetSecretKey - topicSettings:            {`%s: "%s" looks like a secret, and none is kept in the configuration`, "%s\u00a0: «\u00a0%s\u00a0» ressemble à un secret, et la configuration n'en garde aucun"},
	SetHintSecretKey - topicSettings:        {`run "guichet auth login %s", or name a program in token_command`, "lancer «\u00a0guichet auth login %s\u00a0», ou nommer un programme dans token_command"},
	SetHintOnlyFlag - topicSettings:         {"this cannot stand in the configuration: give --%s on the command line", "cela ne peut pas figurer dans la configuration\u00a0: donner --%s sur la ligne de commande"},
	SetHintServiceInProfile - topicSettings: {"a service stands under a profile: profiles, then its name, then %s", "un service figure sous un profil\u00a0: profiles, puis son nom, puis %s"},
	SetHintKeys - topicSettings:             {"known keys: %s", "clés connues\u00a0: %s"},
	SetServiceNeedsProfile - topicSettings:  {`"%s" belongs to a profile: name one with --profile`, "«\u00a0%s\u00a0» appartient à un profil\u00a0: en nommer un par --profile"},
	SetProfileExists - topicSettings:        {`profile "%s" already exists`, "le profil «\u00a0%s\u00a0» existe déjà"},
	SetNoSuchProfile - topicSettings:        {`there is no profile "%s"`, "il n'y a pas de profil «\u00a0%s\u00a0»"},
	SetHintProfiles - topicSettings:         {"profiles: %s", "profils\u00a0: %s"},
	SetUnreadable - topicSettings:           {"%s: the configuration cannot be read: %s", "%s\u00a0: la configuration ne peut pas être lue\u00a0: %s"},
	SetUnwritable - topicSettings:           {"%s: the configuration cannot be written: %s", "%s\u00a0: la configuration ne peut pas être écrite\u00a0: %s"},
	SetChanged - topicSettings:              {"%s: changed by another program since it was read; nothing was written", "%s\u00a0: modifié par un autre programme depuis sa lecture\u00a0; rien n'a été écrit"},
	SetHintRunAgain - topicSettings:         {"run the command again", "relancer la commande"},
	SetNoHome - topicSettings:               {"no folder to use: neither %s nor %s (a full path) is set", "aucun dossier à utiliser\u00a0: ni %s ni %s (un chemin complet) n'est défini"},
	SetHintNoHome - topicSettings:           {"set %s to a folder", "donner un dossier à %s"},
}
