package message

// The words of the help pages and of the completion command.
const (
	WordUsage = topicWords + iota
	WordAvailableCommands
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
	WordHelpPlace
	CompletionBash
	CompletionZsh
	CompletionFish
	CompletionPowerShell
	WordVersionFlag
	WordCompletionShort
	WordCompletionLong
	WordCompletionShell
	WordCompletionNoDescriptions
)

var wordTexts = []text{
	WordUsage - topicWords:             {"Usage:", "Utilisation\u00a0:"},
	WordAvailableCommands - topicWords: {"Available Commands:", "Commandes disponibles\u00a0:"},
	WordFlags - topicWords:             {"Flags:", "Options\u00a0:"},
	WordGlobalFlags - topicWords:       {"Global Flags:", "Options globales\u00a0:"},
	WordHelpTopics - topicWords:        {"Additional help topics:", "Autres sujets d'aide\u00a0:"},
	WordCommand - topicWords:           {"[command]", "[commande]"},
	WordFlagsPlace - topicWords:        {"[flags]", "[options]"},
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
	WordHelpPlace - topicWords: {"[command | %s]", "[commande | %s]"},
	CompletionBash - topicWords: {
		"For this session:\n  source <(guichet completion bash)\n\nFor all sessions, with bash-completion installed:\n  guichet completion bash > ~/.local/share/bash-completion/completions/guichet",
		"Pour cette session\u00a0:\n  source <(guichet completion bash)\n\nPour toutes les sessions, si bash-completion est installé\u00a0:\n  guichet completion bash > ~/.local/share/bash-completion/completions/guichet",
	},
	CompletionZsh - topicWords: {
		"For this session, once compinit has run:\n  source <(guichet completion zsh)\n\nFor all sessions:\n  guichet completion zsh > \"${fpath[1]}/_guichet\"",
		"Pour cette session, une fois compinit lancé\u00a0:\n  source <(guichet completion zsh)\n\nPour toutes les sessions\u00a0:\n  guichet completion zsh > \"${fpath[1]}/_guichet\"",
	},
	CompletionFish - topicWords: {
		"For this session:\n  guichet completion fish | source\n\nFor all sessions:\n  guichet completion fish > ~/.config/fish/completions/guichet.fish",
		"Pour cette session\u00a0:\n  guichet completion fish | source\n\nPour toutes les sessions\u00a0:\n  guichet completion fish > ~/.config/fish/completions/guichet.fish",
	},
	CompletionPowerShell - topicWords: {
		"For this session:\n  guichet completion powershell | Out-String | Invoke-Expression\n\nFor all sessions, add that line to the file that $PROFILE names.",
		"Pour cette session\u00a0:\n  guichet completion powershell | Out-String | Invoke-Expression\n\nPour toutes les sessions, ajouter cette ligne au fichier que nomme $PROFILE.",
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
}
