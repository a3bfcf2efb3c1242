package message

// The commands of GoPaaS, and what can be wrong with rows that are to be pushed.
const (
	GoPaaSShort = topicGoPaaS + iota
	GoPaaSList
	GoPaaSItem
	GoPaaSPush
	GoPaaSToken
	GoPaaSFile
	GoPaaSFileGet
	GoPaaSFileUpload
	FlagSearch
	FlagTextSearch
	FlagWhere
	FlagOnlyVisible
	FlagWithColumns
	FlagPage
	FlagRows
	FlagViaPOST
	FlagPushData
	FlagBatch
	FlagAllowExpressions
	FlagKeepGoing
	FlagResume
	FlagResumeFile
	FlagOutputFile
	FlagUploadField
	NoticeUnproven
	NoticeColumnsInJSON
	NoticeUploadExperimental
	NoticePushed
	NoticePushUnsure
	NoticePushLeft
	NoticeResumeDone
	HintGoPaaSRefused
	HintPagesRepeat
	HintSearch
	HintAllowExpressions
	HintDataFile
	HintRedirectOutput
	HintSameInput
	HintFilesNeedKey
	HintRenameColumn
	ErrName
	ErrCondition
	ErrConditionBar
	ErrConditionExpression
	ErrSearchOpen
	ErrBaseHasAPI
	ErrKeyHasNoToken
	ErrFilesNeedKey
	ErrNoRecord
	ErrBinaryOnTerminal
	ErrBatch
	ErrNegative
	ErrUploadField
	ErrTooManyPages
	ErrListChanged
	InputRow
	InputEmpty
	InputNotJSON
	InputCut
	InputNameTwice
	InputFollows
	InputNoCle
	InputColumnTwice
	InputColumnEmpty
	InputFields
	InputQuoteOpen
	InputQuoteBare
	RowNoObject
	RowNoCle
	RowCleTwice
	RowExpression
	ResumeUnreadable
	ResumeOtherInput
	ResumeOtherTable
	ResumeOtherAddress
	RefusedFlavour
	RefusedHeader
	RefusedMissing
)

var goPaaSTexts = []text{
	GoPaaSShort - topicGoPaaS:      {"GoPaaS: the views, records and files of an application", "GoPaaS\u00a0: les vues, fiches et fichiers d'une application"},
	GoPaaSList - topicGoPaaS:       {"List the rows of a view", "Lister les lignes d'une vue"},
	GoPaaSItem - topicGoPaaS:       {"Show a record, by its cle or its number", "Afficher une fiche, par sa cle ou son numéro"},
	GoPaaSPush - topicGoPaaS:       {"Write rows to a table by their cle, in batches", "Écrire des lignes dans une table d'après leur cle, par lots"},
	GoPaaSToken - topicGoPaaS:      {"Show until when the OAuth2 token lives and what for, never the token", "Afficher la durée et la portée du jeton OAuth2, jamais le jeton"},
	GoPaaSFile - topicGoPaaS:       {"Files of records", "Fichiers des fiches"},
	GoPaaSFileGet - topicGoPaaS:    {"Download the file in a field of a record", "Télécharger le fichier d'un champ d'une fiche"},
	GoPaaSFileUpload - topicGoPaaS: {"Send a file to a table (experimental)", "Envoyer un fichier à une table (expérimental)"},

	FlagSearch - topicGoPaaS:           {"filter as the service reads it: triples such as nom|contain|NIDS|", "filtre tel que le service le lit\u00a0: des triplets comme nom|contain|NIDS|"},
	FlagTextSearch - topicGoPaaS:       {"text looked up in every column", "texte cherché dans toutes les colonnes"},
	FlagWhere - topicGoPaaS:            {"FIELD~VALUE: contains; FIELD=VALUE: is; repeated: all of them", "CHAMP~VALEUR\u00a0: contient\u00a0; CHAMP=VALEUR\u00a0: est\u00a0; répété\u00a0: tous à la fois"},
	FlagOnlyVisible - topicGoPaaS:      {"leave out the columns that the view hides", "sans les colonnes que la vue masque"},
	FlagWithColumns - topicGoPaaS:      {"add the description of the columns (json, ndjson, yaml): one object with rows and column", "ajouter la description des colonnes (json, ndjson, yaml)\u00a0: un objet avec rows et column"},
	FlagPage - topicGoPaaS:             {"only this page; whether the first is 0 or 1 is not documented", "cette page seulement\u00a0; rien ne dit si la première est 0 ou 1"},
	FlagRows - topicGoPaaS:             {"rows per page (100 when all pages are read); 0: one request, what the view gives by itself", "lignes par page (100 quand toutes sont lues)\u00a0; 0\u00a0: une requête, ce que la vue donne d'elle-même"},
	FlagViaPOST - topicGoPaaS:          {"ask with POST instead of GET: the vendor's page shows both", "demander par POST au lieu de GET\u00a0: la page de l'éditeur montre les deux"},
	FlagPushData - topicGoPaaS:         {"rows: @FILE (.csv, .json, .ndjson), JSON, or - for standard input", "lignes\u00a0: @FICHIER (.csv, .json, .ndjson), JSON, ou - pour l'entrée standard"},
	FlagBatch - topicGoPaaS:            {"rows in one request; 100 when left out", "lignes par requête\u00a0; 100 par défaut"},
	FlagAllowExpressions - topicGoPaaS: {"send values that begin with $$, which the service may run", "envoyer les valeurs qui commencent par $$, que le service peut exécuter"},
	FlagKeepGoing - topicGoPaaS:        {"go on with the next batch after one that failed", "continuer avec le lot suivant après un échec"},
	FlagResume - topicGoPaaS:           {"go on after a failed push, from the file that it left; the data must be the same", "reprendre un envoi qui a échoué, d'après le fichier qu'il a laissé\u00a0; les données doivent être les mêmes"},
	FlagResumeFile - topicGoPaaS:       {"where a failed push leaves what is needed to go on; by default in the working folder", "où un envoi qui échoue laisse de quoi reprendre\u00a0; par défaut dans le dossier courant"},
	FlagOutputFile - topicGoPaaS:       {"`PATH` of the file to write, or - for standard output", "`CHEMIN` du fichier à écrire, ou - pour la sortie standard"},
	FlagUploadField - topicGoPaaS:      {"NAME=VALUE: a further field of the form; which ones the service reads is not documented", "NOM=VALEUR\u00a0: un autre champ du formulaire\u00a0; rien ne dit lesquels le service lit"},

	NoticeUnproven - topicGoPaaS:           {"no call of %s would prove an API key without reading data: it was not tried", "aucun appel de %s ne prouverait une clé d'API sans lire de données\u00a0: elle n'a pas été essayée"},
	NoticeColumnsInJSON - topicGoPaaS:      {"the description of the columns is shown with -o json, ndjson or yaml only", "la description des colonnes n'apparaît qu'avec -o json, ndjson ou yaml"},
	NoticeUploadExperimental - topicGoPaaS: {"experimental: how a record and a field are named, and what is answered, is not documented", "expérimental\u00a0: rien ne dit comment nommer la fiche et le champ, ni ce qui est répondu"},
	NoticePushed - topicGoPaaS:             {"%d written, %d not written, %d unknown", "%d écrites, %d non écrites, %d incertaines"},
	NoticePushUnsure - topicGoPaaS:         {"%d rows may have been written already and are pushed again", "%d lignes sont peut-être déjà écrites et sont renvoyées"},
	NoticePushLeft - topicGoPaaS:           {"to go on, push the same data with --resume %s", "pour reprendre, renvoyer les mêmes données avec --resume %s"},
	NoticeResumeDone - topicGoPaaS:         {"every row is written; %s is no longer needed and was removed", "toutes les lignes sont écrites\u00a0; %s ne sert plus et a été supprimé"},
	HintGoPaaSRefused - topicGoPaaS: {
		"four reasons are possible: a wrong key or secret, a wrong application path in the base URL, an expired token, or an address of the caller that is not allowed; %s",
		"quatre raisons possibles\u00a0: clé ou secret erroné, chemin de l'application erroné dans l'URL de base, jeton expiré, ou adresse de l'appelant non autorisée\u00a0; %s",
	},
	HintPagesRepeat - topicGoPaaS:      {"the service may ignore page numbers: --rows 0 asks for what the view gives by itself", "le service ignore peut-être les numéros de page\u00a0: --rows 0 demande ce que la vue donne d'elle-même"},
	HintSearch - topicGoPaaS:           {"--search sends a filter as it is", "--search envoie un filtre tel quel"},
	HintAllowExpressions - topicGoPaaS: {"--allow-expressions sends such values", "--allow-expressions envoie de telles valeurs"},
	HintDataFile - topicGoPaaS:         {"a file is given as @FILE", "un fichier se donne par @FICHIER"},
	HintRedirectOutput - topicGoPaaS:   {"give a path with -O, or redirect the output", "donner un chemin par -O, ou rediriger la sortie"},
	HintSameInput - topicGoPaaS:        {"push the data that the first push was given, or start anew without --resume", "renvoyer les données du premier envoi, ou recommencer sans --resume"},
	HintFilesNeedKey - topicGoPaaS:     {"give the API key: GUICHET_GOPAAS_API_KEY, or guichet auth login gopaas", "donner la clé d'API\u00a0: GUICHET_GOPAAS_API_KEY, ou guichet auth login gopaas"},

	HintRenameColumn - topicGoPaaS: {`rename the column "%s" to "cle"`, "renommer la colonne «\u00a0%s\u00a0» en «\u00a0cle\u00a0»"},

	ErrName - topicGoPaaS:                {`%s: "%s" cannot be a name`, "%s\u00a0: «\u00a0%s\u00a0» ne peut pas être un nom"},
	ErrCondition - topicGoPaaS:           {`--where: "%s" is no condition: FIELD~VALUE or FIELD=VALUE is wanted`, "--where\u00a0: «\u00a0%s\u00a0» n'est pas une condition\u00a0: il faut CHAMP~VALEUR ou CHAMP=VALEUR"},
	ErrConditionBar - topicGoPaaS:        {`--where: "%s" holds |, which cannot be part of a condition`, "--where\u00a0: «\u00a0%s\u00a0» contient |, ce qu'une condition ne permet pas"},
	ErrConditionExpression - topicGoPaaS: {`--where: the value of "%s" begins with $$, which the service may run as an expression`, "--where\u00a0: la valeur de «\u00a0%s\u00a0» commence par $$, que le service peut exécuter comme une expression"},
	ErrSearchOpen - topicGoPaaS:          {"--search must end with | for --where to be joined to it", "--search doit finir par | pour que --where s'y ajoute"},
	ErrBaseHasAPI - topicGoPaaS:          {"the base URL is the application's, without %s at its end", "l'URL de base est celle de l'application, sans %s à la fin"},
	ErrKeyHasNoToken - topicGoPaaS:       {"an API key has no token: only a client id and secret do", "une clé d'API n'a pas de jeton\u00a0: seuls un identifiant et un secret de client en ont un"},
	ErrFilesNeedKey - topicGoPaaS:        {"files are documented for an API key only, not for a client id and secret", "les fichiers ne sont documentés que pour une clé d'API, pas pour un identifiant et un secret de client"},
	ErrNoRecord - topicGoPaaS:            {`no record "%s" in %s, or it is not visible`, "pas de fiche «\u00a0%s\u00a0» dans %s, ou elle n'est pas visible"},
	ErrBinaryOnTerminal - topicGoPaaS:    {"a file is not written to a terminal", "un fichier ne s'écrit pas sur un terminal"},
	ErrBatch - topicGoPaaS:               {`"%s" is no number of rows above 0`, "«\u00a0%s\u00a0» n'est pas un nombre de lignes positif"},
	ErrNegative - topicGoPaaS:            {`"%s" is no number from 0 on`, "«\u00a0%s\u00a0» n'est pas un nombre à partir de 0"},
	ErrUploadField - topicGoPaaS:         {`--field: "%s" is not NAME=VALUE`, "--field\u00a0: «\u00a0%s\u00a0» n'est pas NOM=VALEUR"},
	ErrTooManyPages - topicGoPaaS:        {"%d rows read, and the list still goes on", "%d lignes lues, et la liste continue"},
	ErrListChanged - topicGoPaaS:         {"%d rows read; the list changed meanwhile: some rows may be missing or have come twice", "%d lignes lues\u00a0; la liste a changé pendant la lecture\u00a0: des lignes peuvent manquer ou apparaître deux fois"},

	InputRow - topicGoPaaS:         {"%s, row %d (line %d): %s", "%s, enregistrement %d (ligne %d)\u00a0: %s"},
	InputEmpty - topicGoPaaS:       {"%s is empty: there is nothing to push", "%s est vide\u00a0: il n'y a rien à envoyer"},
	InputNotJSON - topicGoPaaS:     {"this is not JSON (offset %d)", "ce n'est pas du JSON (octet %d)"},
	InputCut - topicGoPaaS:         {"the JSON breaks off (offset %d)", "le JSON s'interrompt (octet %d)"},
	InputNameTwice - topicGoPaaS:   {"a field comes twice in one object (offset %d)", "un champ apparaît deux fois dans un objet (octet %d)"},
	InputFollows - topicGoPaaS:     {"something follows the list", "quelque chose suit la liste"},
	InputNoCle - topicGoPaaS:       {`the header has no column "cle"`, "l'en-tête n'a pas de colonne «\u00a0cle\u00a0»"},
	InputColumnTwice - topicGoPaaS: {`the header has the column "%s" twice`, "l'en-tête a deux fois la colonne «\u00a0%s\u00a0»"},
	InputColumnEmpty - topicGoPaaS: {"column %d of the header has no name", "la colonne %d de l'en-tête n'a pas de nom"},
	InputFields - topicGoPaaS:      {"%d fields, and the header has %d", "%d champs, et l'en-tête en a %d"},
	InputQuoteOpen - topicGoPaaS:   {`a field that begins with " does not end: the file may be cut`, "un champ commencé par des guillemets ne finit pas\u00a0: le fichier est peut-être tronqué"},
	InputQuoteBare - topicGoPaaS:   {`a " stands inside a field that does not begin with one`, "un guillemet se trouve dans un champ qui ne commence pas par un guillemet"},

	RowNoObject - topicGoPaaS:   {"it is no JSON object", "ce n'est pas un objet JSON"},
	RowNoCle - topicGoPaaS:      {"it has no cle, the key by which the service finds the record", "il n'a pas de cle, la clé par laquelle le service trouve la fiche"},
	RowCleTwice - topicGoPaaS:   {`its cle "%s" is that of row %d (line %d) already`, "sa cle «\u00a0%s\u00a0» est déjà celle de l'enregistrement %d (ligne %d)"},
	RowExpression - topicGoPaaS: {`the value of "%s" begins with $$, which the service may run as an expression`, "la valeur de «\u00a0%s\u00a0» commence par $$, que le service peut exécuter comme une expression"},

	ResumeUnreadable - topicGoPaaS:   {"--resume: %s is not a file that a push left", "--resume\u00a0: %s n'est pas un fichier laissé par un envoi"},
	ResumeOtherInput - topicGoPaaS:   {"--resume: %s belongs to other data than %s", "--resume\u00a0: %s appartient à d'autres données que %s"},
	ResumeOtherTable - topicGoPaaS:   {"--resume: %s belongs to the table %s", "--resume\u00a0: %s appartient à la table %s"},
	ResumeOtherAddress - topicGoPaaS: {"--resume: %s belongs to the application at %s", "--resume\u00a0: %s appartient à l'application à l'adresse %s"},

	RefusedFlavour - topicGoPaaS: {
		"an API key is for /api/… and a client id and secret are for /api/oauth2/…: the two do not mix",
		"une clé d'API vaut pour /api/…, un identifiant et un secret de client pour /api/oauth2/…\u00a0: les deux ne se mélangent pas",
	},
	RefusedHeader - topicGoPaaS:  {"a line break or another control character cannot be sent in a header", "un saut de ligne ou un autre caractère de contrôle ne passe pas dans un en-tête"},
	RefusedMissing - topicGoPaaS: {"it is missing", "valeur absente"},
}
