package message

// The words of the help pages and of the completion command.
const (
	WordUsage             Key = "Usage:" + fr + "Utilisation\u00a0:"
	WordAvailableCommands Key = "Available Commands:" + fr + "Commandes disponibles\u00a0:"
	WordFlags             Key = "Flags:" + fr + "Options\u00a0:"
	WordHelpTopics        Key = "Additional help topics:" + fr + "Autres sujets d'aide\u00a0:"
	// WordCommand and WordFlagsPlace stand for a command's name and for its
	// flags in a line of usage.
	WordCommand                  Key = "[command]" + fr + "[commande]"
	WordFlagsPlace               Key = "[flags]" + fr + "[options]"
	WordMoreHelp                 Key = `Run "%s [command] --help" for the help of a command.` + fr + "Pour en savoir plus sur une commande\u00a0: «\u00a0%s [commande] --help\u00a0»."
	WordHelpFlag                 Key = "help for %s" + fr + "aide sur %s"
	WordHelpShort                Key = "Show the help of a command" + fr + "Afficher l'aide d'une commande"
	WordHelpLong                 Key = "Show the help of a command.\nType %s help followed by the command." + fr + "Afficher l'aide d'une commande.\nTapez %s help suivi de la commande."
	WordHelpUnknownTopic         Key = `unknown help topic "%s"` + fr + "sujet d'aide inconnu «\u00a0%s\u00a0»"
	WordHelpPlace                Key = "[command | %s]" + fr + "[commande | %s]"
	CompletionBash               Key = "For this session:\n  source <(guichet completion bash)\n\nFor all sessions, with bash-completion installed:\n  guichet completion bash > ~/.local/share/bash-completion/completions/guichet" + fr + "Pour cette session\u00a0:\n  source <(guichet completion bash)\n\nPour toutes les sessions, si bash-completion est installé\u00a0:\n  guichet completion bash > ~/.local/share/bash-completion/completions/guichet"
	CompletionZsh                Key = "For this session, once compinit has run:\n  source <(guichet completion zsh)\n\nFor all sessions:\n  guichet completion zsh > \"${fpath[1]}/_guichet\"" + fr + "Pour cette session, une fois compinit lancé\u00a0:\n  source <(guichet completion zsh)\n\nPour toutes les sessions\u00a0:\n  guichet completion zsh > \"${fpath[1]}/_guichet\""
	CompletionFish               Key = "For this session:\n  guichet completion fish | source\n\nFor all sessions:\n  guichet completion fish > ~/.config/fish/completions/guichet.fish" + fr + "Pour cette session\u00a0:\n  guichet completion fish | source\n\nPour toutes les sessions\u00a0:\n  guichet completion fish > ~/.config/fish/completions/guichet.fish"
	CompletionPowerShell         Key = "For this session:\n  guichet completion powershell | Out-String | Invoke-Expression\n\nFor all sessions, add that line to the file in $PROFILE." + fr + "Pour cette session\u00a0:\n  guichet completion powershell | Out-String | Invoke-Expression\n\nPour toutes les sessions, ajoutez cette ligne au fichier indiqué par $PROFILE."
	WordVersionFlag              Key = "version of %s" + fr + "version de %s"
	WordCompletionShort          Key = "Print the completion script for a shell" + fr + "Afficher le script de complétion d'un interpréteur de commandes"
	WordCompletionLong           Key = "Print the script that completes %s on the command line of a shell.\nThe help of each subcommand shows how to load it." + fr + "Afficher le script qui complète %s sur la ligne de commande.\nL'aide de chaque sous-commande indique comment le charger."
	WordCompletionShell          Key = "Print the completion script for %s" + fr + "Afficher le script de complétion pour %s"
	WordCompletionNoDescriptions Key = "omit the descriptions" + fr + "ne pas afficher les descriptions"
)
