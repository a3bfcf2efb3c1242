package message

// What can be wrong with a token_command.
const (
	TokenCommandHint = topicTokenCommand + iota
	TokenCommandSlow
	TokenCommandTooLong
	TokenCommandFailed
	TokenCommandKilled
	TokenCommandLeftBehind
	TokenCommandNotRun
	TokenCommandNothing
	TokenCommandLines
	TokenCommandControl
	TokenCommandNotJSON
	TokenCommandName
	TokenCommandValue
	TokenCommandEmptyValue
	TokenCommandEmptyObject
	TokenCommandOtherNames
)

var tokenCommandTexts = []text{
	TokenCommandHint - topicTokenCommand: {
		"it must print one line, or one JSON object of strings, and exit with status 0",
		"il doit afficher une ligne, ou un objet JSON de textes, et finir avec le statut 0",
	},
	TokenCommandSlow - topicTokenCommand:        {"token_command did not finish within %v", "token_command n'a pas fini en %v"},
	TokenCommandTooLong - topicTokenCommand:     {"token_command printed more than 64 KiB", "token_command a affiché plus de 64\u00a0Kio"},
	TokenCommandFailed - topicTokenCommand:      {"token_command failed: exit status %d", "token_command a échoué\u00a0: statut de sortie %d"},
	TokenCommandKilled - topicTokenCommand:      {"token_command was ended by a signal", "token_command a été arrêté par un signal"},
	TokenCommandLeftBehind - topicTokenCommand:  {"token_command left a process behind that holds its output open", "token_command a laissé un processus qui garde sa sortie ouverte"},
	TokenCommandNotRun - topicTokenCommand:      {"token_command could not be run", "token_command n'a pas pu être lancé"},
	TokenCommandNothing - topicTokenCommand:     {"token_command printed nothing", "token_command n'a rien affiché"},
	TokenCommandLines - topicTokenCommand:       {"token_command printed several lines", "token_command a affiché plusieurs lignes"},
	TokenCommandControl - topicTokenCommand:     {"token_command printed control characters", "token_command a affiché des caractères de contrôle"},
	TokenCommandNotJSON - topicTokenCommand:     {"token_command printed a JSON object that does not parse", "token_command a affiché un objet JSON illisible"},
	TokenCommandName - topicTokenCommand:        {"token_command printed an object with a name that is not in lower case", "token_command a affiché un objet dont un nom n'est pas en minuscules"},
	TokenCommandValue - topicTokenCommand:       {"token_command printed an object with a value that is not a string", "token_command a affiché un objet dont une valeur n'est pas un texte"},
	TokenCommandEmptyValue - topicTokenCommand:  {"token_command printed an object with an empty value", "token_command a affiché un objet dont une valeur est vide"},
	TokenCommandEmptyObject - topicTokenCommand: {"token_command printed an empty object", "token_command a affiché un objet vide"},
	TokenCommandOtherNames - topicTokenCommand:  {"token_command printed an object with other names than %s", "token_command a affiché un objet avec d'autres noms que %s"},
}
