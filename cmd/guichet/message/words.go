package message

// The words of the help pages and of the completion command.
const (
	WordUsage = topicWords + iota
	WordAliases
	WordExamples
	WordAvailableCommands
	WordAdditionalCommands
	WordFlags
	WordGlobalFlags
	WordHelpTopics
	// WordCommand and WordFlagsPlace stand for a command's name and for its
	// flags in a line of usage.
	WordCommand
	WordFlagsPlace
	WordMoreHelp
	WordHelpFlag
	WordHelpShort
	WordHelpLong
	WordHelpUnknownTopic
	WordVersionFlag
	WordCompletionShort
	WordCompletionLong
	WordCompletionShell
	WordCompletionNoDescriptions
	WordDefault
	WordYes
	WordNo
)

var wordTexts = []text{
	WordUsage - topicWords:              {"Usage:", "Utilisation\u00a0:"},
	WordAliases - topicWords:            {"Aliases:", "Alias\u00a0:"},
	WordExamples - topicWords:           {"Examples:", "Exemples\u00a0:"},
	WordAvailableCommands - topicWords:  {"Available Commands:", "Commandes disponibles\u00a0:"},
	WordAdditionalCommands - topicWords: {"Additional Commands:", "Autres commandes\u00a0:"},
	WordFlags - topicWords:              {"Flags:", "Options\u00a0:"},
	WordGlobalFlags - topicWords:        {"Global Flags:", "Options globales\u00a0:"},
	WordHelpTopics - topicWords:         {"Additional help topics:", "Autres sujets d'aide\u00a0:"},
	WordCommand - topicWords:            {"[command]", "[commande]"},
	WordFlagsPlace - topicWords:         {"[flags]", "[options]"},
	WordMoreHelp - topicWords: {
		`Use "%s [command] --help" for more information about a command.`,
		"Pour en savoir plus sur une commande\u00a0: «\u00a0%s [commande] --help\u00a0».",
	},
	WordHelpFlag - topicWords:  {"help for %s", "aide sur %s"},
	WordHelpShort - topicWords: {"Help about any command", "Aide sur une commande"},
	WordHelpLong - topicWords: {
		"Help provides help for any command.\nType %s help followed by the command for full details.",
		"L'aide décrit chaque commande.\nTaper %s help suivi de la commande pour tous les détails.",
	},
	WordHelpUnknownTopic - topicWords: {`unknown help topic "%s"`, "sujet d'aide inconnu «\u00a0%s\u00a0»"},
	WordVersionFlag - topicWords:      {"version of %s", "version de %s"},
	WordCompletionShort - topicWords:  {"Print the completion script for a shell", "Afficher le script de complétion d'un interpréteur de commandes"},
	WordCompletionLong - topicWords: {
		"Print the script that completes %s on the command line of a shell.\nThe help of each shell's command says how to load it.",
		"Afficher le script qui complète %s sur la ligne de commande.\nL'aide de chaque sous-commande dit comment le charger.",
	},
	WordCompletionShell - topicWords:          {"Print the completion script for %s", "Afficher le script de complétion pour %s"},
	WordCompletionNoDescriptions - topicWords: {"leave out the descriptions", "sans les descriptions"},
	WordDefault - topicWords:                  {"default", "par défaut"},
	WordYes - topicWords:                      {"yes", "oui"},
	WordNo - topicWords:                       {"no", "non"},
}
