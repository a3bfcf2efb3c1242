package message

// The help of the flags that every command has. A word in backquotes is the
// name that the help gives to the flag's value; pflag lines up by bytes, so it is
// plain ASCII.
const (
	FlagProfile        Key = "profile to use: the `NAME` of a set of addresses and accounts" + fr + "profil à utiliser\u00a0: le `NOM` d'un jeu d'adresses et de comptes"
	FlagOutput         Key = "output `FORMAT`" + fr + "`FORMAT` de sortie"
	FlagColumns        Key = "columns to show, such as `A,B`; dotted paths reach nested fields (table, csv)" + fr + "colonnes à montrer, par exemple `A,B`\u00a0; un chemin à points atteint les champs imbriqués (table, csv)"
	FlagNoHeader       Key = "leave out the header line (table, csv)" + fr + "ne pas écrire la ligne d'en-tête (table, csv)"
	FlagJQ             Key = "filter the JSON with a jq `EXPRESSION`; implies json; row by row for .[], .[].x, .[] | f and map(f), otherwise with all rows in memory" + fr + "filtrer le JSON par une `EXPRESSION` jq\u00a0; implique json\u00a0; ligne par ligne pour .[], .[].x, .[] | f et map(f), sinon avec toutes les lignes en mémoire"
	FlagRaw            Key = "with --jq: print strings without quotes and escapes" + fr + "avec --jq\u00a0: afficher les chaînes sans guillemets ni échappements"
	FlagLimit          Key = "stop after `N` items; 0 is all of them" + fr + "arrêter après `N` éléments\u00a0; 0\u00a0: tous"
	FlagStrict         Key = "exit 9 when the output cannot be shown to be complete" + fr + "sortir avec le code 9 si rien ne prouve que la sortie est complète"
	FlagConcurrency    Key = "read up to `N` pages at the same time" + fr + "lire jusqu'à `N` pages en même temps"
	FlagSandbox        Key = "run this command against a sandbox inside the process" + fr + "exécuter cette commande sur un bac à sable interne au programme"
	FlagBaseURL        Key = "address of the service, a `URL` without /api/v1" + fr + "adresse du service, une `URL` sans /api/v1"
	FlagInstance       Key = "known `INSTANCE` of rdv (default historic), without --base-url" + fr + "`INSTANCE` connue de rdv (par défaut historic), sans --base-url"
	FlagTimeout        Key = "time allowed for the whole command, a `DURATION` such as 30s or 2m; 0 is no limit" + fr + "temps accordé à toute la commande, un `TEMPS` comme 30s ou 2m\u00a0; 0\u00a0: sans limite"
	FlagRetries        Key = "up to `N` attempts after the first" + fr + "jusqu'à `N` tentatives après la première"
	FlagDryRun         Key = "on a write, print the request as a curl line and send nothing" + fr + "pour une écriture, afficher la requête sous forme de ligne curl sans rien envoyer"
	FlagYes            Key = "confirm without asking" + fr + "confirmer sans demander"
	FlagNoInput        Key = "never ask anything" + fr + "ne jamais rien demander"
	FlagDebug          Key = "one line per attempt on stderr, without secrets" + fr + "une ligne par tentative sur stderr, sans secret"
	FlagQuiet          Key = "no progress, no notices" + fr + "ni progression, ni avis"
	FlagColor          Key = "colours, `WHEN`" + fr + "couleurs, `QUAND`"
	FlagLang           Key = "language of the messages, `LANG`" + fr + "langue des messages, `LANGUE`"
	FlagStore          Key = "`STORE` that keeps the credentials" + fr + "dépôt des identifiants, par son `NOM`"
	FlagCAFile         Key = "extra certificate authorities, a PEM `FILE`" + fr + "autorités de certification supplémentaires, un `FICHIER` PEM"
	FlagCSVDialect     Key = "`DIALECT` of the csv output" + fr + "`DIALECTE` de la sortie csv"
	FlagNoFormulaGuard Key = "csv: leave cells that a spreadsheet would run as they are" + fr + "csv\u00a0: laisser telles quelles les cellules qu'un tableur exécuterait"

	// FlagValues follows the help of a flag that takes one of a closed set.
	FlagValues Key = ": %s" + fr + "\u00a0: %s"
	// FlagRequired follows the help of a flag without which nothing is sent.
	FlagRequired Key = " (required)" + fr + " (obligatoire)"
	// FlagDefault follows the help of a flag that has a default.
	FlagDefault Key = " (default %v)" + fr + " (par défaut %v)"
)
