package message

// The commands of Astor Protect, and why a collection or a call is refused.
const (
	AstorShort = topicAstor + iota
	AstorImport
	AstorOperation
	AstorOperationList
	AstorOperationShow
	AstorCall
	AstorGenerate
	FlagCollection
	FlagEnvironment
	FlagCamsBaseURL
	FlagCams
	FlagVar
	FlagVarStdin
	FlagQuery
	FlagHeader
	FlagCallData
	FlagFile
	FlagSaveToken
	FlagPackage
	FlagOut
	PlaceAssignment
	PlaceFileOf
	NoticeTokenUntried
	NoticeImported
	NoticeImportRefused
	NoticeImportMissing
	NoticeImportShadowed
	NoticeNothingKept
	NoticeScripts
	NoticeBodyDropped
	NoticeTokenSaved
	NoticeTokenShadowed
	NoticeGenerated
	NoticeUnchanged
	HintImport
	HintVar
	HintTakes
	HintOperations
	HintHost
	HintCamsLogin
	HintAnswerFields
	ErrNoCollection
	ErrCollectionURL
	ErrCollectionUser
	ErrAssignment
	ErrTokenVariable
	ErrSecretHeader
	ErrFileOf
	ErrStdinTwice
	WarnAstorDelete
	ErrCamsOrigin
	ErrNoTokenField
	ErrOutHolds
	ErrOutNoFolder
	ErrPackage
	ErrNoOperations
	ErrEnvironment
	AstorMeaning400
	AstorMeaning401
	AstorMeaning402
	AstorMeaning403
	AstorMeaning404
	AstorMeaning405
	AstorMeaning500
	AstorMethod
	AstorMethodRaw
	AstorPathSecret
	AstorNameSecret
	AstorNoHost
	AstorPathEmpty
	AstorNoHeader
	AstorEmptyToken
	AstorNeedsToken
	AstorNoCams
	AstorNoHostValue
	AstorOtherHost
	AstorBodyMode
	AstorNoFile
	AstorOtherFile
	AstorFileBeside
	AstorNoVariable
	AstorOtherVariable
	AstorVariableReplaced
	AstorVariableTwice
	AstorFixedHeader
	AstorTokenParameter
	AstorTokenAsPair
	AstorOneFile
	AstorFewFields
	AstorFieldFile
	AstorBodyFile
	AstorGraphQL
	AstorDeep
	AstorLongPath
	AstorManyEnvironments
	AstorNoEnvironment
	AstorAmbiguous
	AstorUnknownNone
	AstorUnknown
	AstorFileEmpty
	AstorFilePage
	AstorFileFollows
	AstorFileNoObject
	AstorUnfolds
	AstorItself
	AstorTooDeep
	AstorDynamic
	AstorUnresolved
)

var astorTexts = []text{
	AstorShort - topicAstor:         {"Astor Protect: the operations of your Postman collection", "Astor Protect\u00a0: les opérations de votre collection Postman"},
	AstorImport - topicAstor:        {"Keep a collection for this profile and say what is in it", "Garder une collection pour ce profil et dire ce qu'elle contient"},
	AstorOperation - topicAstor:     {"Operations of the collection", "Opérations de la collection"},
	AstorOperationList - topicAstor: {"List the operations", "Lister les opérations"},
	AstorOperationShow - topicAstor: {"Show what an operation sends and what it needs", "Montrer ce qu'une opération envoie et ce qu'il lui faut"},
	AstorCall - topicAstor:          {"Call an operation by its path, its end, its id or #n", "Appeler une opération par son chemin, la fin de celui-ci, son id ou #n"},
	AstorGenerate - topicAstor:      {"Write a Go package with a method for each operation", "Écrire un paquet Go avec une méthode par opération"},

	FlagCollection - topicAstor:  {"`FILE` of the collection, in place of the one that was imported", "`FICHIER` de la collection, à la place de celle qui est importée"},
	FlagEnvironment - topicAstor: {"environment `ENV`: sandbox, production or a file of Postman", "environnement `ENV`\u00a0: sandbox, production ou un fichier de Postman"},
	FlagCamsBaseURL - topicAstor: {"address of the camera service, a `URL`", "adresse du service des caméras, une `URL`"},
	FlagCams - topicAstor:        {"send it to the camera service", "l'envoyer au service des caméras"},
	FlagVar - topicAstor:         {"value of a variable, those of the path (:name) too; repeated", "valeur d'une variable, y compris celles du chemin\u00a0; répété"},
	FlagVarStdin - topicAstor:    {"variable whose value is read hidden, or a line of standard input; repeated", "variable dont la valeur est lue sans être montrée, ou une ligne de l'entrée standard\u00a0; répété"},
	FlagQuery - topicAstor:       {"parameter of the URL, in place of the collection's; repeated", "paramètre de l'URL, à la place de celui de la collection\u00a0; répété"},
	FlagHeader - topicAstor:      {"header, in place of the collection's; repeated", "en-tête, à la place de celui de la collection\u00a0; répété"},
	FlagCallData - topicAstor:    {"whole body, in place of the collection's: JSON, @FILE, or - for standard input", "corps entier, à la place de celui de la collection\u00a0: JSON, @FICHIER, ou - pour l'entrée standard"},
	FlagFile - topicAstor:        {"content of a file field; the field is called file where the whole body is one; repeated", "contenu d'un champ fichier\u00a0; le champ s'appelle file quand le corps entier en est un\u00a0; répété"},
	FlagSaveToken - topicAstor:   {"store this field of the answer as the token; dots reach nested fields", "enregistrer ce champ de la réponse comme jeton\u00a0; des points atteignent les champs imbriqués"},
	FlagPackage - topicAstor:     {"`NAME` of the Go package", "`NOM` du paquet Go"},
	FlagOut - topicAstor:         {"`FOLDER` to write, which holds nothing else", "`DOSSIER` à écrire, qui ne contient rien d'autre"},

	PlaceAssignment - topicAstor: {"NAME=VALUE", "NOM=VALEUR"},
	PlaceFileOf - topicAstor:     {"NAME=@PATH", "NOM=@CHEMIN"},

	NoticeTokenUntried - topicAstor:   {"no call is known that would prove a token: it was not tried", "aucun appel connu ne prouverait un jeton\u00a0: il n'a pas été essayé"},
	NoticeImported - topicAstor:       {"%s: %d operations in %d folders, kept for the profile %s", "%s\u00a0: %d opérations dans %d dossiers, gardée pour le profil %s"},
	NoticeNothingKept - topicAstor:    {"%s: %d operations in %d folders, not kept (--dry-run)", "%s\u00a0: %d opérations dans %d dossiers, non gardée (--dry-run)"},
	NoticeImportRefused - topicAstor:  {"%d will be refused as they are", "%d seront refusées telles quelles"},
	NoticeImportMissing - topicAstor:  {"variables without a value in the collection: %s", "variables sans valeur dans la collection\u00a0: %s"},
	NoticeImportShadowed - topicAstor: {"GUICHET_ASTOR_COLLECTION or the profile names another collection, which wins over this one", "GUICHET_ASTOR_COLLECTION ou le profil nomme une autre collection, qui l'emporte sur celle-ci"},
	NoticeScripts - topicAstor:        {"its scripts are not run: %s; --save-token stands for one that keeps a token", "ses scripts ne sont pas exécutés\u00a0: %s\u00a0; --save-token remplace celui qui garde un jeton"},
	NoticeBodyDropped - topicAstor:    {"the body that the collection has for this GET is not sent; --data sends one", "le corps que la collection donne à ce GET n'est pas envoyé\u00a0; --data en envoie un"},
	NoticeTokenSaved - topicAstor:     {"the token for %s is kept in: %s", "le jeton pour %s est conservé dans\u00a0: %s"},
	NoticeTokenShadowed - topicAstor:  {"GUICHET_ASTOR_TOKEN or token_command wins over the token that is stored", "GUICHET_ASTOR_TOKEN ou token_command l'emporte sur le jeton enregistré"},
	NoticeGenerated - topicAstor:      {"%d operations written to %s", "%d opérations écrites dans %s"},
	NoticeUnchanged - topicAstor:      {"%s is up to date", "%s est à jour"},

	HintImport - topicAstor:       {`run "guichet astor import FILE", or name a file with --collection or GUICHET_ASTOR_COLLECTION`, "lancer «\u00a0guichet astor import FICHIER\u00a0», ou nommer un fichier par --collection ou GUICHET_ASTOR_COLLECTION"},
	HintVar - topicAstor:          {"give it with --var NAME=VALUE, or --var-stdin NAME for a secret; guichet astor operation show says where values come from", "la donner par --var NOM=VALEUR, ou --var-stdin NOM pour un secret\u00a0; guichet astor operation show dit d'où viennent les valeurs"},
	HintTakes - topicAstor:        {`"guichet astor operation show" says what the operation takes`, "«\u00a0guichet astor operation show\u00a0» dit ce que l'opération accepte"},
	HintOperations - topicAstor:   {`"guichet astor operation list" shows them all`, "«\u00a0guichet astor operation list\u00a0» les montre toutes"},
	HintHost - topicAstor:         {"choose with --env, --base-url and --cams-base-url, or GUICHET_ASTOR_BASE_URL and GUICHET_ASTOR_CAMS_BASE_URL", "choisir par --env, --base-url et --cams-base-url, ou GUICHET_ASTOR_BASE_URL et GUICHET_ASTOR_CAMS_BASE_URL"},
	HintCamsLogin - topicAstor:    {"log in again with --cams-base-url, or give the token in GUICHET_ASTOR_TOKEN", "se reconnecter avec --cams-base-url, ou donner le jeton par GUICHET_ASTOR_TOKEN"},
	HintAnswerFields - topicAstor: {"the request was carried out and no token was stored; the answer has: %s", "la requête a été exécutée et aucun jeton n'est enregistré\u00a0; la réponse a\u00a0: %s"},

	ErrNoCollection - topicAstor:   {"there is no collection for the profile %s", "il n'y a pas de collection pour le profil %s"},
	ErrCollectionURL - topicAstor:  {"a collection is read by https, or by http on this machine only: %s", "une collection se lit par https, ou par http sur cette machine seulement\u00a0: %s"},
	ErrCollectionUser - topicAstor: {"the URL of a collection must not hold a user or a password", "l'URL d'une collection ne doit contenir ni utilisateur ni mot de passe"},
	ErrAssignment - topicAstor:     {`"%s" is not NAME=VALUE`, "«\u00a0%s\u00a0» n'est pas NOM=VALEUR"},
	ErrTokenVariable - topicAstor:  {"it does not take the token, which other programs of this machine would see", "elle n'accepte pas le jeton, que d'autres programmes de cette machine verraient"},
	ErrSecretHeader - topicAstor:   {"it does not take %s, which other programs of this machine would see", "elle n'accepte pas %s, que d'autres programmes de cette machine verraient"},
	ErrFileOf - topicAstor:         {`"%s" is not NAME=@PATH`, "«\u00a0%s\u00a0» n'est pas NOM=@CHEMIN"},
	WarnAstorDelete - topicAstor:   {`"%s" sends DELETE %s: what it names will be deleted.`, "«\u00a0%s\u00a0» envoie DELETE %s\u00a0: ce que cette adresse désigne sera supprimé."},
	ErrStdinTwice - topicAstor:     {"standard input can be read for one thing only: %s", "l'entrée standard ne peut être lue que pour une chose\u00a0: %s"},
	ErrCamsOrigin - topicAstor:     {"the stored token was not stored for the camera service at %s and is not sent there", "le jeton enregistré ne l'est pas pour le service des caméras sur %s et n'y est pas envoyé"},
	ErrNoTokenField - topicAstor:   {`the answer has no text in the field "%s"`, "la réponse n'a pas de texte dans le champ «\u00a0%s\u00a0»"},
	ErrOutHolds - topicAstor:       {"%s holds %s, which this command did not write: nothing was changed", "%s contient %s, que cette commande n'a pas écrit\u00a0: rien n'a changé"},
	ErrOutNoFolder - topicAstor:    {"%s is no folder", "%s n'est pas un dossier"},
	ErrPackage - topicAstor:        {`"%s" is no name for a Go package: lower-case letters and digits, and no word of the language`, "«\u00a0%s\u00a0» n'est pas un nom de paquet Go\u00a0: minuscules et chiffres, et aucun mot du langage"},
	ErrNoOperations - topicAstor:   {"the collection has no operations", "la collection n'a pas d'opérations"},
	ErrEnvironment - topicAstor:    {`the environment "%s" is neither sandbox nor production, nor a file that can be read: %s`, "l'environnement «\u00a0%s\u00a0» n'est ni sandbox, ni production, ni un fichier lisible\u00a0: %s"},

	AstorMeaning400 - topicAstor: {"the syntax of the request is wrong", "la syntaxe de la requête est fausse"},
	AstorMeaning401 - topicAstor: {"the token is missing, wrong or has ended: renew it", "le jeton manque, est faux ou a expiré\u00a0: le renouveler"},
	AstorMeaning402 - topicAstor: {"payment is required for this resource", "cette ressource est payante"},
	AstorMeaning403 - topicAstor: {"understood, but the rights of this token are insufficient; signing in again does not help", "compris, mais les droits de ce jeton ne suffisent pas\u00a0; se reconnecter n'y change rien"},
	AstorMeaning404 - topicAstor: {"no such resource", "cette ressource n'existe pas"},
	AstorMeaning405 - topicAstor: {"this service uses GET, POST, PUT and DELETE only, and not each of them everywhere", "ce service n'utilise que GET, POST, PUT et DELETE, et pas chacune partout"},
	AstorMeaning500 - topicAstor: {"an internal error of the service", "une erreur interne du service"},

	AstorMethod - topicAstor:           {"the method %s is not allowed: use %s", "la méthode %s n'est pas admise\u00a0: prendre %s"},
	AstorMethodRaw - topicAstor:        {`the method "%s" is not allowed: use %s`, "la méthode «\u00a0%s\u00a0» n'est pas admise\u00a0: prendre %s"},
	AstorPathSecret - topicAstor:       {"a secret would be part of its path, where logs keep it", "un secret ferait partie de son chemin, que les journaux gardent"},
	AstorNoHost - topicAstor:           {"its URL does not begin with a host", "son URL ne commence pas par un hôte"},
	AstorNameSecret - topicAstor:       {"a secret would be part of a header's name, which is shown", "un secret ferait partie du nom d'un en-tête, qui est affiché"},
	AstorPathEmpty - topicAstor:        {"the path variable %s is empty", "la variable de chemin %s est vide"},
	AstorNoHeader - topicAstor:         {"%s is not a valid header name", "%s n'est pas un nom d'en-tête"},
	AstorEmptyToken - topicAstor:       {"the token is empty", "le jeton est vide"},
	AstorNeedsToken - topicAstor:       {"it needs a token and there is none; nothing was sent", "il lui faut un jeton et il n'y en a pas\u00a0; rien n'a été envoyé"},
	AstorNoCams - topicAstor:           {`%s has no value: the environment "%s" does not say where the camera service is; ask the vendor and give it`, "%s n'a pas de valeur\u00a0: l'environnement «\u00a0%s\u00a0» ne dit pas où est le service des caméras\u00a0; le demander à l'éditeur et le donner"},
	AstorNoHostValue - topicAstor:      {"%s has no value: the environment %s does not name this service's host; ask the vendor and give it", "%s n'a pas de valeur\u00a0: l'environnement %s ne nomme pas l'hôte de ce service\u00a0; le demander à l'éditeur et le donner"},
	AstorOtherHost - topicAstor:        {"the host %s is not configured: requests go to the environment's base_url and cams_base_url only", "l'hôte %s n'est pas configuré\u00a0: les requêtes ne vont qu'aux base_url et cams_base_url de l'environnement"},
	AstorBodyMode - topicAstor:         {"the body has the unknown mode %s: give a whole body", "le corps est du mode inconnu %s\u00a0: donner un corps entier"},
	AstorNoFile - topicAstor:           {"it takes no file called %s: it takes none", "elle n'accepte pas de fichier nommé %s\u00a0: elle n'en accepte aucun"},
	AstorOtherFile - topicAstor:        {"it takes no file called %s: it takes %s", "elle n'accepte pas de fichier nommé %s\u00a0: elle accepte %s"},
	AstorFileBeside - topicAstor:       {"the whole body is given: the file %s has no place in it", "le corps entier est donné\u00a0: le fichier %s n'y a pas de place"},
	AstorNoVariable - topicAstor:       {"it takes no variable called %s: it takes none", "elle n'utilise pas de variable nommée %s\u00a0: elle n'en utilise aucune"},
	AstorOtherVariable - topicAstor:    {"it takes no variable called %s: it takes %s", "elle n'utilise pas de variable nommée %s\u00a0: elle utilise %s"},
	AstorVariableReplaced - topicAstor: {"the variable %s stands only in what was replaced: leave one of the two out", "la variable %s ne figure que dans ce qui est remplacé\u00a0: ne donner que l'un des deux"},
	AstorVariableTwice - topicAstor:    {"the variable %s is given twice", "la variable %s est donnée deux fois"},
	AstorFixedHeader - topicAstor:      {"the header %s cannot be given: each request has its own", "l'en-tête %s ne peut pas être donné\u00a0: chaque requête a le sien"},
	AstorTokenParameter - topicAstor:   {"the parameter %s holds the token and cannot be given", "le paramètre %s contient le jeton et ne peut pas être donné"},
	AstorTokenAsPair - topicAstor:      {"its Authorization is Basic, which takes a name and a password, and a token is never sent so", "son en-tête Authorization est de type Basic, qui demande un nom et un mot de passe\u00a0; un jeton n'est jamais envoyé ainsi"},
	AstorOneFile - topicAstor:          {"the body is one file: %d were given", "le corps est un seul fichier\u00a0: %d sont donnés"},
	AstorFewFields - topicAstor:        {"%d file fields are called %s: give a file for each of them, not %d", "%d champs de fichier s'appellent %s\u00a0: donner un fichier pour chacun, et non %d"},
	AstorFieldFile - topicAstor:        {"the field %s is a file: give its content under that name", "le champ %s est un fichier\u00a0: donner son contenu sous ce nom"},
	AstorBodyFile - topicAstor:         {`the body is a file: give its content as "%s"`, "le corps est un fichier\u00a0: donner son contenu sous le nom «\u00a0%s\u00a0»"},
	AstorGraphQL - topicAstor:          {"the variables of its GraphQL query are not JSON", "les variables de sa requête GraphQL ne sont pas du JSON"},
	AstorDeep - topicAstor:             {"the folders of the collection are more than %d deep", "les dossiers de la collection ont plus de %d niveaux"},
	AstorLongPath - topicAstor:         {"the names of an operation and its folders have more than %d bytes", "les noms d'une opération et de ses dossiers ont plus de %d octets"},
	AstorManyEnvironments - topicAstor: {"the file has %d environments, not one: %s", "le fichier a %d environnements, pas un seul\u00a0: %s"},
	AstorNoEnvironment - topicAstor:    {`the file is not a Postman environment: it has no list "values"`, "le fichier n'est pas un environnement Postman\u00a0: il n'a pas de liste «\u00a0values\u00a0»"},
	AstorAmbiguous - topicAstor:        {"%d operations are called %s: use an id: %s", "%d opérations s'appellent %s\u00a0: prendre un id\u00a0: %s"},
	AstorUnknownNone - topicAstor:      {"no operation is called %s: the collection has none at all", "aucune opération ne s'appelle %s\u00a0: la collection n'en a aucune"},
	AstorUnknown - topicAstor:          {"no operation is called %s; the nearest are %s", "aucune opération ne s'appelle %s\u00a0; les plus proches sont %s"},
	AstorFileEmpty - topicAstor:        {"the file is empty", "le fichier est vide"},
	AstorFilePage - topicAstor:         {"the file is a web page or XML, not JSON: download the JSON itself", "le fichier est une page web ou du XML, pas du JSON\u00a0: télécharger le JSON lui-même"},
	AstorFileFollows - topicAstor:      {"the file is not one JSON value: something follows its end", "le fichier n'est pas une seule valeur JSON\u00a0: quelque chose suit sa fin"},
	AstorFileNoObject - topicAstor:     {"the file is JSON, but no object", "le fichier est du JSON, mais pas un objet"},
	AstorUnfolds - topicAstor:          {"its variables unfold to more than %d values or %d MiB", "ses variables se déplient en plus de %d valeurs ou %d Mio"},
	AstorItself - topicAstor:           {"the variable %s refers to itself: %s", "la variable %s se désigne elle-même\u00a0: %s"},
	AstorTooDeep - topicAstor:          {"its variables refer to one another more than %d deep", "ses variables se désignent sur plus de %d niveaux"},
	AstorDynamic - topicAstor:          {"the dynamic variable %s is not supported: give it a value", "la variable dynamique %s n'est pas prise en charge\u00a0: lui donner une valeur"},
	AstorUnresolved - topicAstor:       {"no value for the variable %s: give it one", "pas de valeur pour la variable %s\u00a0: en donner une"},
}
