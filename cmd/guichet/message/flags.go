package message

// The help of the flags that every command has. A word in backquotes is the
// name that the help gives to the flag's value.
const (
	FlagProfile        Key = "profile to use: the `NAME` of a set of addresses and accounts" + fr + "profil à utiliser\u00a0: le `NOM` d'un jeu d'adresses et de comptes"
	FlagOutput         Key = "output `FORMAT`" + fr + "`FORMAT` de sortie"
	FlagColumns        Key = "columns to show, such as `A,B`; use dots for nested fields (table, csv)" + fr + "colonnes à afficher, par exemple `A,B`\u00a0; des points désignent les champs imbriqués (table, csv)"
	FlagNoHeader       Key = "omit the header line (table, csv)" + fr + "ne pas écrire la ligne d'en-tête (table, csv)"
	FlagJQ             Key = "filter the JSON with a jq `EXPRESSION`; implies json; row by row for .[], .[].x, .[] | f and map(f), otherwise all rows are held in memory" + fr + "filtrer le JSON avec une `EXPRESSION` jq\u00a0; implique json\u00a0; ligne par ligne pour .[], .[].x, .[] | f et map(f), sinon toutes les lignes sont gardées en mémoire"
	FlagRaw            Key = "with --jq: print strings without quotes or escapes" + fr + "avec --jq\u00a0: afficher les chaînes sans guillemets ni échappements"
	FlagLimit          Key = "stop after `N` items; 0 means all" + fr + "arrêter après `N` éléments\u00a0; 0\u00a0: tous"
	FlagStrict         Key = "exit with code 9 if the output may be incomplete" + fr + "terminer avec le code 9 si la sortie est peut-être incomplète"
	FlagConcurrency    Key = "read up to `N` pages at a time" + fr + "lire jusqu'à `N` pages à la fois"
	FlagSandbox        Key = "run this command against a sandbox inside the program" + fr + "exécuter cette commande sur un bac à sable interne au programme"
	FlagBaseURL        Key = "`URL` of the service, without /api/v1" + fr + "`URL` du service, sans /api/v1"
	FlagInstance       Key = "`INSTANCE` of rdv (historic by default), instead of --base-url" + fr + "`INSTANCE` de rdv (historic par défaut), à la place de --base-url"
	FlagTimeout        Key = "maximum `DURATION` of the whole command, such as 30s or 2m; 0 means no limit" + fr + "`DURÉE` maximale de toute la commande, par exemple 30s ou 2m\u00a0; 0\u00a0: sans limite"
	FlagRetries        Key = "retry up to `N` times" + fr + "réessayer jusqu'à `N` fois"
	FlagDryRun         Key = "on a write, print the request as a curl command and send nothing" + fr + "pour une écriture, afficher la requête sous forme de commande curl sans rien envoyer"
	FlagYes            Key = "skip confirmation prompts" + fr + "ne pas demander de confirmation"
	FlagNoInput        Key = "never prompt" + fr + "ne jamais poser de question"
	FlagDebug          Key = "print one line per attempt on stderr, without secrets" + fr + "afficher une ligne par tentative sur stderr, sans secret"
	FlagQuiet          Key = "show no progress and no notices" + fr + "n'afficher ni progression, ni avis"
	FlagColor          Key = "`WHEN` to use colours" + fr + "`QUAND` utiliser les couleurs"
	FlagLang           Key = "`LANG` of the messages" + fr + "`LANGUE` des messages"
	FlagStore          Key = "`STORE` for the credentials" + fr + "`NOM` du dépôt des identifiants"
	FlagCAFile         Key = "PEM `FILE` with additional certificate authorities" + fr + "`FICHIER` PEM d'autorités de certification supplémentaires"
	FlagCSVDialect     Key = "`DIALECT` of the csv output" + fr + "`DIALECTE` de la sortie csv"
	FlagNoFormulaGuard Key = "csv: do not escape cells that look like formulas" + fr + "csv\u00a0: ne pas neutraliser les cellules qui ressemblent à des formules"

	// FlagValues follows the help of a flag that takes one of a closed set.
	FlagValues Key = ": %s" + fr + "\u00a0: %s"
	// FlagRequired follows the help of a flag without which nothing is sent.
	FlagRequired Key = " (required)" + fr + " (obligatoire)"
	// FlagDefault follows the help of a flag that has a default.
	FlagDefault Key = " (default: %v)" + fr + " (par défaut\u00a0: %v)"
)
