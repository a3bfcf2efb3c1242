package message

// What can be wrong with a token_command.
const (
	TokenCommandHint       Key = "the program must print one line, or one JSON object of strings, and exit with status 0" + fr + "le programme doit afficher une ligne, ou un objet JSON de textes, et se terminer avec le statut 0"
	TokenCommandSlow       Key = "token_command did not finish within %v" + fr + "token_command ne s'est pas terminé en %v"
	TokenCommandTooLong    Key = "token_command printed more than 64 KiB" + fr + "token_command a affiché plus de 64\u00a0Kio"
	TokenCommandFailed     Key = "token_command failed: exit status %d" + fr + "token_command a échoué\u00a0: statut de sortie %d"
	TokenCommandKilled     Key = "token_command was stopped by a signal" + fr + "token_command a été arrêté par un signal"
	TokenCommandLeftBehind Key = "token_command left a process running that keeps its output open" + fr + "token_command a laissé un processus actif qui garde sa sortie ouverte"
	TokenCommandNotRun     Key = "token_command could not be run" + fr + "token_command n'a pas pu être lancé"
	TokenCommandNothing    Key = "token_command printed nothing" + fr + "token_command n'a rien affiché"
	TokenCommandLines      Key = "token_command printed several lines" + fr + "token_command a affiché plusieurs lignes"
	TokenCommandControl    Key = "token_command printed control characters" + fr + "token_command a affiché des caractères de contrôle"
	TokenCommandNotJSON    Key = "token_command printed invalid JSON" + fr + "token_command a affiché du JSON incorrect"
	TokenCommandValue      Key = "token_command printed an object with a value that is not a string" + fr + "token_command a affiché un objet dont une valeur n'est pas un texte"
	TokenCommandEmptyValue Key = "token_command printed an object with an empty value" + fr + "token_command a affiché un objet dont une valeur est vide"
	TokenCommandOtherNames Key = "token_command printed an object with names other than %s" + fr + "token_command a affiché un objet avec d'autres noms que %s"
)
