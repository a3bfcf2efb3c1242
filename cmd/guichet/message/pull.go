package message

// Copying whole lists: pull and schema.
const (
	PullShort = topicPull + iota
	PullRunShort
	PullPlanShort
	PullStatusShort
	PullVerifyShort
	PullDatasetsShort
	PullSchemaShort
	PullFlagOut
	PullFlagResume
	PullFlagOrganisation
	PullFlagFrom
	PullFlagTo
	PullFlagFormat
	PullFlagFields
	PullFlagMask
	PullFlagPseudonymise
	PullFlagDiscover
	PullFlagCatalog
	PullFlagState
	PullFlagConfig
	PullErrNoOut
	PullErrForeign
	PullHintForeign
	PullErrManifest
	PullErrNewer
	PullHintNewer
	PullErrLocked
	PullHintLocked
	PullErrOrganisation
	PullHintOrganisations
	PullErrDataset
	PullErrTwice
	PullErrNoFilter
	PullErrMoment
	PullErrWorkingFolder
	PullHintWorkingFolder
	PullErrField
	PullErrKey
	PullHintKey
	PullErrShortKey
	PullErrNoKey
	PullHintNoKey
	PullErrOrigin
	PullErrAgent
	PullHintOtherDir
	PullErrOtherState
	PullErrOtherWork
	PullHintAnew
	PullHintState
	PullNothingToResume
	PullResumed
	PullErrIncomplete
	PullHintIncomplete
	PullWarnUnknown
	PullWarnShort
	PullWarnUnsettled
	PullWarnCount
	PullErrStrict
	PullErrNoResult
	PullErrFileChanged
	PullErrNoIndex
	PullHintNoIndex
	PullErrDrift
	PullErrSingerOut
	PullErrNoStream
	PullErrSecret
	PullHintSecret
	PullErrInput
	PullPlaceFormat
	PullErrAllAndSome
	PullErrOrganisationText
	PullErrFormat
	PullErrEmptyName
	PullHintContested
	PullErrWindow
	PullHintWindow
	PullHintManifest
	PullDamagedWork
	PullDamagedRows
	PullDamagedKey
	PullDamagedIndex
	PullFileChanged
	PullFileMissing
	PullHintPullAgain
	PullErrDamaged
	PullHintDamaged
)

var pullTexts = []text{
	PullShort - topicPull:            {"Copy whole lists into files, completely or saying so", "Copier des listes entières dans des fichiers, complètement ou en le disant"},
	PullRunShort - topicPull:         {"Pull datasets into a directory", "Copier des jeux de données dans un dossier"},
	PullPlanShort - topicPull:        {"Say what a run would read: requests, pages, rows", "Dire ce qu'une copie lirait\u00a0: requêtes, pages, lignes"},
	PullStatusShort - topicPull:      {"Show what a directory holds, and what --resume would go on from", "Montrer ce que contient un dossier, et d'où --resume repartirait"},
	PullVerifyShort - topicPull:      {"Read again what a directory holds, and name what differs", "Relire ce que contient un dossier, et nommer ce qui diffère"},
	PullDatasetsShort - topicPull:    {"List what can be pulled", "Lister ce qui peut être copié"},
	PullSchemaShort - topicPull:      {"Print the JSON Schema of a dataset", "Afficher le JSON Schema d'un jeu de données"},
	PullFlagOut - topicPull:          {"directory of the result; it changes as a whole", "dossier du résultat\u00a0; il change d'un seul coup"},
	PullFlagResume - topicPull:       {"go on where an interrupted run was", "reprendre là où une copie interrompue en était"},
	PullFlagOrganisation - topicPull: {"organisation, several with commas, or all (the default)", "organisation, plusieurs séparées par des virgules, ou all (par défaut)"},
	PullFlagFrom - topicPull: {
		"earliest start: a day in Paris, a time, or days from today such as -30d",
		"début au plus tôt\u00a0: un jour à Paris, une heure, ou des jours depuis aujourd'hui comme -30d",
	},
	PullFlagTo - topicPull:     {"latest start, included: a day in Paris, a time, or days such as +90d", "début au plus tard, inclus\u00a0: un jour à Paris, une heure, ou des jours comme +90d"},
	PullFlagFormat - topicPull: {"ndjson, csv, or singer to standard output", "ndjson, csv, ou singer sur la sortie standard"},
	PullFlagFields - topicPull: {"keep only these fields (dotted paths), and the key", "ne garder que ces champs (chemins pointés), et la clé"},
	PullFlagMask - topicPull:   {"replace these fields by null; a name without dots counts at every depth", "remplacer ces champs par null\u00a0; un nom sans point vaut à toute profondeur"},
	PullFlagPseudonymise - topicPull: {
		"replace these fields by keyed digests that stay equal where values are",
		"remplacer ces champs par des empreintes à clé, égales là où les valeurs le sont",
	},
	PullFlagDiscover - topicPull:      {"Singer: print the catalog", "Singer\u00a0: afficher le catalogue"},
	PullFlagCatalog - topicPull:       {"Singer: file that selects streams and fields", "Singer\u00a0: fichier qui choisit les flux et les champs"},
	PullFlagState - topicPull:         {"Singer: file with the state of the run before", "Singer\u00a0: fichier de l'état de la fois précédente"},
	PullFlagConfig - topicPull:        {"Singer: file with start_date, end_date, organisation_id, lookback_days", "Singer\u00a0: fichier avec start_date, end_date, organisation_id, lookback_days"},
	PullErrNoOut - topicPull:          {"--out is needed: the directory of the result", "--out est nécessaire\u00a0: le dossier du résultat"},
	PullErrForeign - topicPull:        {"%s holds %s, which pull did not write", "%s contient %s, que pull n'a pas écrit"},
	PullHintForeign - topicPull:       {"choose an empty or a new directory", "choisir un dossier vide ou nouveau"},
	PullErrManifest - topicPull:       {"%s is not one of this program's, or it is damaged", "%s n'est pas de ce programme, ou il est abîmé"},
	PullErrNewer - topicPull:          {"%s has format version %d; this program knows %d", "%s est au format %d\u00a0; ce programme connaît le %d"},
	PullHintNewer - topicPull:         {"use the newer guichet that wrote it, or another directory", "utiliser le guichet plus récent qui l'a écrit, ou un autre dossier"},
	PullErrLocked - topicPull:         {"%s is being written by process %d on %s for %v", "%s est en cours d'écriture par le processus %d sur %s depuis %v"},
	PullHintLocked - topicPull:        {"wait for it to end, or choose another directory", "attendre qu'il finisse, ou choisir un autre dossier"},
	PullErrOrganisation - topicPull:   {"%d is no organisation of this agent", "%d n'est pas une organisation de cet agent"},
	PullHintOrganisations - topicPull: {"its organisations are %s", "ses organisations sont %s"},
	PullErrDataset - topicPull:        {`unknown dataset "%s"`, "jeu de données inconnu «\u00a0%s\u00a0»"},
	PullErrTwice - topicPull:          {"%s is named twice", "%s est nommé deux fois"},
	PullErrNoFilter - topicPull:       {"%s: none of these datasets can be asked for so", "%s\u00a0: aucun de ces jeux de données ne se demande ainsi"},
	PullErrWorkingFolder - topicPull:  {"the working folder cannot be used: %s", "le dossier courant est inutilisable\u00a0: %s"},
	PullHintWorkingFolder - topicPull: {"change to another folder, or give the whole path", "changer de dossier, ou donner le chemin entier"},
	PullErrMoment - topicPull: {
		`%s: "%s" is neither a day such as 2026-11-30, a time such as 2026-11-30T09:00, nor days from today such as -30d or +30d`,
		"%s\u00a0: «\u00a0%s\u00a0» n'est ni un jour comme 2026-11-30, ni une heure comme 2026-11-30T09:00, ni des jours depuis aujourd'hui comme -30d ou +30d",
	},
	PullErrField - topicPull:        {`no dataset that was named has a field "%s"`, "aucun des jeux de données nommés n'a de champ «\u00a0%s\u00a0»"},
	PullErrKey - topicPull:          {`"%s" cannot be masked in %s: it tells the rows apart`, "«\u00a0%s\u00a0» ne peut pas être masqué dans %s\u00a0: il distingue les lignes"},
	PullHintKey - topicPull:         {"use --pseudonymise for it, or name a path such as users.id", "utiliser --pseudonymise, ou nommer un chemin comme users.id"},
	PullErrShortKey - topicPull:     {"%s is too short: %d bytes are needed", "%s est trop court\u00a0: il faut %d octets"},
	PullErrNoKey - topicPull:        {"there is no key for pseudonyms, and no store to keep one", "il n'y a pas de clé pour les pseudonymes, ni de dépôt où en garder une"},
	PullHintNoKey - topicPull:       {"set %s to a long random text", "donner à %s un long texte aléatoire"},
	PullErrOrigin - topicPull:       {"the result of %s in this directory is of %s, not of %s", "le résultat de %s dans ce dossier vient de %s, pas de %s"},
	PullErrAgent - topicPull:        {"the result of %s in this directory is of agent %s, not of %s", "le résultat de %s dans ce dossier est celui de l'agent %s, pas de %s"},
	PullHintOtherDir - topicPull:    {"choose another directory", "choisir un autre dossier"},
	PullErrOtherState - topicPull:   {"the state is of another service or of another agent", "l'état est celui d'un autre service ou d'un autre agent"},
	PullErrOtherWork - topicPull:    {"the interrupted run had other datasets or options", "la copie interrompue avait d'autres jeux de données ou d'autres options"},
	PullHintAnew - topicPull:        {"repeat it with the same options, or leave --resume out to begin anew", "la relancer avec les mêmes options, ou recommencer sans --resume"},
	PullHintState - topicPull:       {"use the state of this service and agent, or none", "utiliser l'état de ce service et de cet agent, ou aucun"},
	PullNothingToResume - topicPull: {"there is nothing to resume: beginning anew", "il n'y a rien à reprendre\u00a0: on recommence"},
	PullResumed - topicPull:         {"%s: going on after %d answers, %d rows", "%s\u00a0: reprise après %d réponses, %d lignes"},
	PullErrIncomplete - topicPull: {
		"rows are missing: the service counts more than could be read",
		"il manque des lignes\u00a0: le service en compte plus qu'il n'a été possible d'en lire",
	},
	PullHintIncomplete - topicPull: {
		"what is missing was not counted as gone; run it again later",
		"les lignes manquantes n'ont pas été comptées comme disparues\u00a0; relancer plus tard",
	},
	PullWarnShort - topicPull: {
		"%s, %s: incomplete: %d different rows were read, and the service counts %d",
		"%s, %s\u00a0: incomplet\u00a0: %d lignes différentes lues, et le service en compte %d",
	},
	PullWarnUnknown - topicPull: {
		"%s: the service does not say how many rows there are; there may be more",
		"%s\u00a0: le service ne dit pas combien il y a de lignes\u00a0; il peut y en avoir d'autres",
	},
	PullWarnCount - topicPull: {
		"%s, %s: %d rows read, and the service counts %d",
		"%s, %s\u00a0: %d lignes lues, et le service en compte %d",
	},
	PullWarnUnsettled - topicPull: {
		"%s, %s: rows came or went while they were read: %d read, where the service counted %d before and %d after",
		"%s, %s\u00a0: des lignes sont venues ou parties pendant la lecture\u00a0: %d lues, là où le service en comptait %d avant et %d après",
	},
	PullErrStrict - topicPull:      {"what was written cannot be shown to be everything", "on ne peut pas montrer que tout a été écrit"},
	PullErrNoResult - topicPull:    {"%s holds no result of pull", "%s ne contient aucun résultat de pull"},
	PullErrFileChanged - topicPull: {"%s is not as it was written", "%s n'est plus tel qu'il a été écrit"},
	PullErrNoIndex - topicPull:     {"%s cannot be compared: the index of its rows is not on this machine", "%s ne peut pas être comparé\u00a0: l'index de ses lignes n'est pas sur cette machine"},
	PullHintNoIndex - topicPull: {
		"keep GUICHET_STATE_DIR between runs, or pull whole rows as ndjson",
		"garder GUICHET_STATE_DIR d'une fois à l'autre, ou copier des lignes entières en ndjson",
	},
	PullErrDrift - topicPull:            {"the service differs: %d created, %d updated, %d gone: %s", "le service diffère\u00a0: %d créées, %d modifiées, %d disparues\u00a0: %s"},
	PullErrSingerOut - topicPull:        {"%s: a Singer tap writes to standard output only", "%s\u00a0: un tap Singer n'écrit que sur la sortie standard"},
	PullErrNoStream - topicPull:         {"%s selects no stream", "%s ne choisit aucun flux"},
	PullErrSecret - topicPull:           {`%s has "%s": credentials do not belong there`, "%s contient «\u00a0%s\u00a0»\u00a0: les identifiants n'y ont pas leur place"},
	PullHintSecret - topicPull:          {"give them as variables, or log in", "les donner par des variables, ou se connecter"},
	PullErrInput - topicPull:            {"%s cannot be read: %s", "%s est illisible\u00a0: %s"},
	PullPlaceFormat - topicPull:         {"FORMAT", "FORMAT"},
	PullErrAllAndSome - topicPull:       {"either all, or some organisations by their id", "soit all, soit des organisations par leur identifiant"},
	PullErrOrganisationText - topicPull: {`"%s" is neither the id of an organisation nor all`, "«\u00a0%s\u00a0» n'est ni l'identifiant d'une organisation ni all"},
	PullErrFormat - topicPull:           {`"%s" is none of %s`, "«\u00a0%s\u00a0» n'est aucun de %s"},
	PullErrEmptyName - topicPull:        {"a name is empty", "un nom est vide"},
	PullHintContested - topicPull: {
		"give pull an agent of its own; what was read is kept, go on with --resume",
		"donner à pull son propre agent\u00a0; ce qui a été lu est gardé, reprendre avec --resume",
	},
	PullErrWindow - topicPull: {
		"%s: the service answers with rows outside the window that was asked for",
		"%s\u00a0: le service répond avec des lignes hors de la fenêtre demandée",
	},
	PullHintWindow - topicPull:   {"pull without --from and --to", "lancer pull sans --from ni --to"},
	PullHintManifest - topicPull: {"move the directory away and pull again, or choose another", "mettre le dossier de côté et relancer pull, ou choisir un autre dossier"},
	PullDamagedWork - topicPull:  {"%s is damaged: what was kept is read again", "%s est abîmé\u00a0: ce qui était gardé est relu"},
	PullDamagedRows - topicPull: {
		"%s: what was kept is damaged after %d answers, %d rows: the rest is read again",
		"%s\u00a0: ce qui était gardé est abîmé après %d réponses, %d lignes\u00a0: le reste est relu",
	},
	PullDamagedKey - topicPull: {
		"the key of the digests in %s is damaged: there is a new one, and the indexes of before no longer serve",
		"la clé des empreintes dans %s est abîmée\u00a0: il y en a une nouvelle, et les index d'avant ne servent plus",
	},
	PullDamagedIndex - topicPull: {
		"%s: the index of the previous result is damaged: it is left out, and written anew",
		"%s\u00a0: l'index du résultat précédent est abîmé\u00a0: il est laissé de côté et récrit",
	},
	PullFileChanged - topicPull: {
		"%s is not as it was written; pull %s again to replace it",
		"%s n'est plus tel qu'il a été écrit\u00a0; copier %s de nouveau pour le remplacer",
	},
	PullFileMissing - topicPull: {
		"%s is missing; pull %s again to get it back",
		"%s a disparu\u00a0; copier %s de nouveau pour le retrouver",
	},
	PullHintPullAgain - topicPull: {"pull %s again", "copier %s de nouveau"},
	PullErrDamaged - topicPull:    {"%s is not as it was written: the disk may be failing", "%s n'est plus tel qu'il a été écrit\u00a0: le disque est peut-être défaillant"},
	PullHintDamaged - topicPull:   {"repeat the command: what is damaged is read again", "relancer la commande\u00a0: ce qui est abîmé est relu"},
}
