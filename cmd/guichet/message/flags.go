package message

// The help of the flags that every command has. A word in backquotes is the
// name that the help gives to the flag's value; pflag lines up by bytes, so it is
// plain ASCII.
const (
	FlagProfile = topicFlags + iota
	FlagOutput
	FlagColumns
	FlagNoHeader
	FlagJQ
	FlagRaw
	FlagLimit
	FlagStrict
	FlagConcurrency
	FlagSandbox
	FlagBaseURL
	FlagTimeout
	FlagRetries
	FlagDryRun
	FlagYes
	FlagNoInput
	FlagDebug
	FlagQuiet
	FlagColor
	FlagLang
	FlagStore
	FlagCAFile
	FlagCSVDialect
	FlagNoFormulaGuard

	// FlagValues follows the help of a flag that takes one of a closed set.
	FlagValues
	// FlagRequired follows the help of a flag without which nothing is sent.
	FlagRequired
	// FlagDefault follows the help of a flag that has a default.
	FlagDefault
)

var flagTexts = []text{
	FlagProfile - topicFlags:        {"profile to use, by its `NAME`", "profil à utiliser, par son `NOM`"},
	FlagOutput - topicFlags:         {"output `FORMAT`", "`FORMAT` de sortie"},
	FlagColumns - topicFlags:        {"columns to show, such as `A,B`; dotted paths reach nested fields (table, csv)", "colonnes à montrer, par exemple `A,B`\u00a0; un chemin à points atteint les champs imbriqués (table, csv)"},
	FlagNoHeader - topicFlags:       {"leave out the header line (table, csv)", "ne pas écrire la ligne d'en-tête (table, csv)"},
	FlagRaw - topicFlags:            {"with --jq: print strings without quotes and escapes", "avec --jq\u00a0: afficher les chaînes sans guillemets ni échappements"},
	FlagJQ - topicFlags:             {"filter the JSON with a jq `EXPRESSION`; implies json", "filtrer le JSON par une `EXPRESSION` jq\u00a0; implique json"},
	FlagLimit - topicFlags:          {"stop after `N` items; 0 is all of them", "arrêter après `N` éléments\u00a0; 0\u00a0: tous"},
	FlagStrict - topicFlags:         {"exit 9 when the output cannot be shown to be complete", "sortir avec le code 9 si rien ne prouve que la sortie est complète"},
	FlagConcurrency - topicFlags:    {"read up to `N` pages at the same time", "lire jusqu'à `N` pages en même temps"},
	FlagSandbox - topicFlags:        {"run this command against a sandbox inside the process", "exécuter cette commande sur un bac à sable interne au programme"},
	FlagBaseURL - topicFlags:        {"address of the service, a `URL` without /api/v1", "adresse du service, une `URL` sans /api/v1"},
	FlagTimeout - topicFlags:        {"time allowed for the whole command, a `DURATION` such as 30s or 2m; 0 is no limit", "temps accordé à toute la commande, un `TEMPS` comme 30s ou 2m\u00a0; 0\u00a0: sans limite"},
	FlagRetries - topicFlags:        {"up to `N` attempts after the first", "jusqu'à `N` tentatives après la première"},
	FlagDryRun - topicFlags:         {"on a write, print the request as a curl line and send nothing", "pour une écriture, afficher la requête sous forme de ligne curl sans rien envoyer"},
	FlagYes - topicFlags:            {"confirm without asking", "confirmer sans demander"},
	FlagNoInput - topicFlags:        {"never ask anything", "ne jamais rien demander"},
	FlagDebug - topicFlags:          {"one line per attempt on stderr, without secrets", "une ligne par tentative sur stderr, sans secret"},
	FlagQuiet - topicFlags:          {"no progress, no notices", "ni progression, ni avis"},
	FlagColor - topicFlags:          {"colours, `WHEN`", "couleurs, `QUAND`"},
	FlagLang - topicFlags:           {"language of the messages, `LANG`", "langue des messages, `LANGUE`"},
	FlagStore - topicFlags:          {"`STORE` that keeps the credentials", "dépôt des identifiants, par son `NOM`"},
	FlagCAFile - topicFlags:         {"extra certificate authorities, a PEM `FILE`", "autorités de certification supplémentaires, un `FICHIER` PEM"},
	FlagCSVDialect - topicFlags:     {"`DIALECT` of the csv output", "`DIALECTE` de la sortie csv"},
	FlagNoFormulaGuard - topicFlags: {"csv: leave cells that a spreadsheet would run as they are", "csv\u00a0: laisser telles quelles les cellules qu'un tableur exécuterait"},

	FlagValues - topicFlags:   {": %s", "\u00a0: %s"},
	FlagRequired - topicFlags: {" (required)", " (obligatoire)"},
	FlagDefault - topicFlags:  {" (default %v)", " (par défaut %v)"},
}
