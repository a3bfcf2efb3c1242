package message

// The parts of a help page that cobra does not have.
const (
	HelpFirstSteps  Key = "First steps:" + fr + "Pour commencer\u00a0:"
	HelpExamples    Key = "Examples:" + fr + "Exemples\u00a0:"
	HelpArguments   Key = "Arguments:" + fr + "Arguments\u00a0:"
	HelpGlobalFlags Key = "Global flags: %s … \"guichet help flags\" explains them." + fr + "Options globales\u00a0: %s… «\u00a0guichet help flags\u00a0» les explique."
	HelpFlags       Key = "The flags of every command" + fr + "Les options communes à toutes les commandes"
	// HelpFlagsTable begins the page of the global flags.
	HelpFlagsTable Key = "The flags of every command, each with its variable and its key for \"guichet config set\". A flag overrides its variable, and a variable overrides the key." + fr + "Les options communes à toutes les commandes, avec la variable et la clé de «\u00a0guichet config set\u00a0». Une option l'emporte sur sa variable, et une variable sur la clé."
	HelpVariable   Key = "variable %s" + fr + "variable %s"
	HelpKey        Key = ", key %s" + fr + ", clé %s"

	HelpFlagsOutput     Key = "Output:" + fr + "Sortie\u00a0:"
	HelpFlagsConnection Key = "Connection:" + fr + "Connexion\u00a0:"
	HelpFlagsWrites     Key = "Writes:" + fr + "Écritures\u00a0:"
	HelpFlagsMessages   Key = "Language and messages:" + fr + "Langue et messages\u00a0:"
	HelpFlagHelp        Key = "help of a command" + fr + "aide d'une commande"

	// FlagOneOf follows the help of each of several flags when at least one of them is
	// required.
	FlagOneOf Key = " (required: one of %s)" + fr + " (obligatoire\u00a0: l'une de %s)"

	// HelpTwice explains why a noun and its service have the same name.
	HelpTwice Key = "The first rdv is the service RDV-Solidarités, the second one is the appointment." + fr + "Le premier rdv est le service RDV-Solidarités, le second est le rendez-vous."
)

// Where arguments come from. What a command prints is named by that command.
const (
	SourceCommand   Key = "printed by \"%s\"" + fr + "affiché par «\u00a0%s\u00a0»"
	SourceView      Key = "number of the view in the GoPaaS application" + fr + "numéro de la vue dans l'application GoPaaS"
	SourceTable     Key = "name of the table in the GoPaaS application" + fr + "nom de la table dans l'application GoPaaS"
	SourceField     Key = "name of the file field of the table" + fr + "nom du champ fichier de la table"
	SourceManFolder Key = "directory of man pages, such as /usr/local/share/man; man1 and fr/man1 are created in it" + fr + "dossier de pages de manuel, par exemple /usr/local/share/man\u00a0; man1 et fr/man1 y sont créés"
	SourceFolder    Key = "directory given with --out to \"guichet pull run\"" + fr + "dossier donné par --out à «\u00a0guichet pull run\u00a0»"
)

// The man pages. A line that begins with ".SH " is the title of a section.
const (
	ManShort Key = "Write the man pages" + fr + "Écrire les pages de manuel"
	ManLong  Key = "Write a man page for each command, in English and in French.\nThe packages contain these pages." + fr + "Écrire une page de manuel par commande, en anglais et en français.\nLes paquets contiennent ces pages."
	ManPage  Key = ".TH %s 1 \"\" \"guichet %s\" Guichet\n.nh\n.ad l\n.SH Name\n%s - %s\n.SH Synopsis\n%s\n.SH Description\n%s\n%s\n.SH Exit status\n%s\n.SH See also\n%s" + fr + ".TH %s 1 \"\" \"guichet %s\" Guichet\n.nh\n.ad l\n.SH Nom\n%s - %s\n.SH Synopsis\n%s\n.SH Description\n%s\n%s\n.SH Code de sortie\n%s\n.SH Voir aussi\n%s"
	ManZero  Key = "0 on success. guichet(1) lists the other codes." + fr + "0 en cas de succès. guichet(1) donne les autres codes."
)

// What examples do, where the command does not say it.
const (
	ExampleSandbox       Key = "Try it with invented data." + fr + "Essayer avec des données fictives."
	ExampleLogin         Key = "Log in to RDV-Solidarités." + fr + "Se connecter à RDV-Solidarités."
	ExampleHelp          Key = "See what a command does and how." + fr + "Voir ce que fait une commande, et comment."
	ExampleParticipation Key = "With the ids that \"rdv participation update\" needs." + fr + "Avec les identifiants qu'attend «\u00a0rdv participation update\u00a0»."
	ExampleCalendar      Key = "For Thunderbird or Outlook." + fr + "Pour Thunderbird ou Outlook."
	ExampleUnlessKnown   Key = "Create the user only if no user has this e-mail." + fr + "Créer l'usager seulement si aucun autre n'a ce courriel."
	ExampleDryRun        Key = "Show the request, send nothing." + fr + "Montrer la requête sans l'envoyer."
	ExampleSecret        Key = "The first line of the file is the secret." + fr + "La première ligne du fichier est le secret."
	ExampleFromSecret    Key = "The first line of the file is the reset token, the second is the password." + fr + "La première ligne du fichier est le jeton reçu, la seconde le mot de passe."
	ExamplePull          Key = "Run it again to see what changed." + fr + "Une seconde exécution indique ce qui a changé."
	ExampleShare         Key = "Share 1 of 2, on another machine than share 2." + fr + "La part 1 sur 2, sur une autre machine que la part 2."
	ExampleOAuth         Key = "Print the address to open in a browser, and wait." + fr + "Afficher l'adresse à ouvrir dans un navigateur, et attendre."
)
