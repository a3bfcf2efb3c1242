package message

// What can be wrong with a command line, before any command runs.
const (
	LineUnknownCommand = topicLine + iota
	LineMissingCommand
	LineUnknownFlag
	LineUnknownShorthand
	LineBadFlag
	LineFlagNeedsValue
	LineShorthandNeedsValue
	LineInvalidFlagValue
	LineRequiredFlags
	LineFlagsOneOf
	LineFlagsExclusive
	LineFlagNeeds
	LineInvalidArgument
	LineExactArgs
	LineMinimumArgs
	LineMaximumArgs
	LineDidYouMean
	LineSeeHelp
	LineVerbs
	LineTwice
	LineTwicePrivate
	LineArgument
	HintUTF8
	InputLine
	InputNotUTF8
	InputHalfPair
	InputNotUTF16
	HintDataAt
	SecretBlank
	HintSecretBlank
	SecretLineBreak
	SecretControl
	HintSecretLineBreak
	SecretQuoted
	HintSecretQuoted
	SecretScheme
	HintSecretScheme
	HintSecretSpace
)

var lineTexts = []text{
	LineUnknownCommand - topicLine:      {`unknown command "%s" for "%s"`, "commande inconnue «\u00a0%s\u00a0» pour «\u00a0%s\u00a0»"},
	LineMissingCommand - topicLine:      {`"%s" needs a command after it`, "«\u00a0%s\u00a0» demande une commande à sa suite"},
	LineUnknownFlag - topicLine:         {"unknown flag: --%s", "option inconnue\u00a0: --%s"},
	LineUnknownShorthand - topicLine:    {"unknown flag: -%s in -%s", "option inconnue\u00a0: -%s dans -%s"},
	LineBadFlag - topicLine:             {"not a flag: %s", "ce n'est pas une option\u00a0: %s"},
	LineFlagNeedsValue - topicLine:      {"flag needs an argument: --%s", "l'option demande une valeur\u00a0: --%s"},
	LineShorthandNeedsValue - topicLine: {"flag needs an argument: -%s in -%s", "l'option demande une valeur\u00a0: -%s dans -%s"},
	LineInvalidFlagValue - topicLine:    {`--%s: invalid value "%s"`, "--%s\u00a0: valeur incorrecte «\u00a0%s\u00a0»"},
	LineRequiredFlags - topicLine:       {"required, and not given: %s", "obligatoire, et absent\u00a0: %s"},
	LineFlagsOneOf - topicLine:          {"one of these is needed: %s", "il faut l'une de ces options\u00a0: %s"},
	LineFlagsExclusive - topicLine:      {"only one of these can be given: %s", "une seule de ces options est possible\u00a0: %s"},
	LineFlagNeeds - topicLine:           {"%s needs %s beside it", "%s demande aussi %s"},
	LineInvalidArgument - topicLine:     {`invalid argument "%s" for "%s"`, "argument incorrect «\u00a0%s\u00a0» pour «\u00a0%s\u00a0»"},
	LineExactArgs - topicLine:           {"%s: expected %d argument(s), got %d", "%s\u00a0: %d argument(s) attendu(s), %d reçu(s)"},
	LineMinimumArgs - topicLine:         {"%s: expected at least %d argument(s), got %d", "%s\u00a0: au moins %d argument(s) attendu(s), %d reçu(s)"},
	LineMaximumArgs - topicLine:         {"%s: expected at most %d argument(s), got %d", "%s\u00a0: au plus %d argument(s) attendu(s), %d reçu(s)"},
	LineDidYouMean - topicLine:          {`did you mean "%s"?`, "vouliez-vous dire «\u00a0%s\u00a0»\u00a0?"},
	LineSeeHelp - topicLine:             {`run "%s --help"`, "lancer «\u00a0%s --help\u00a0»"},
	LineVerbs - topicLine:               {"one of: %s", "l'une de\u00a0: %s"},
	LineTwice - topicLine:               {`%s is given twice, as "%s" and as "%s"`, "%s est donné deux fois\u00a0: «\u00a0%s\u00a0» et «\u00a0%s\u00a0»"},
	LineTwicePrivate - topicLine:        {"%s is given twice, with different values", "%s est donné deux fois, avec des valeurs différentes"},
	LineArgument - topicLine:            {"argument %d", "argument %d"},
	HintUTF8 - topicLine:                {"write it in UTF-8 (it may be Latin-1 or Windows-1252)", "l'écrire en UTF-8 (c'est peut-être du Latin-1 ou du Windows-1252)"},
	InputLine - topicLine:               {"%s, line %d: %s", "%s, ligne %d\u00a0: %s"},
	InputNotUTF8 - topicLine:            {"this is not UTF-8", "ce n'est pas de l'UTF-8"},
	InputNotUTF16 - topicLine:           {"it begins as UTF-16 and is not", "le début annonce de l'UTF-16, ce que ce n'est pas"},
	HintDataAt - topicLine:              {"to read the file: --data @%s", "pour lire le fichier\u00a0: --data @%s"},
	SecretBlank - topicLine:             {"%s holds nothing but blanks", "%s ne contient que des blancs"},
	HintSecretBlank - topicLine:         {"give the secret, or unset the variable", "donner le secret, ou retirer la variable"},
	SecretLineBreak - topicLine:         {"%s ends with a line break", "%s finit par un saut de ligne"},
	SecretControl - topicLine:           {"%s holds a line break or another control character", "%s contient un saut de ligne ou un autre caractère de contrôle"},
	HintSecretLineBreak - topicLine:     {"take it off: the file that it comes from may have the line ends of Windows", "le retirer\u00a0: le fichier d'origine a peut-être les fins de ligne de Windows"},
	SecretQuoted - topicLine:            {"%s stands in quotes", "%s est entre guillemets"},
	HintSecretQuoted - topicLine: {
		"take them off; a password that really has them is given by --secret-stdin",
		"les retirer\u00a0; un mot de passe qui en a vraiment se donne par --secret-stdin",
	},
	SecretScheme - topicLine:     {"%s begins as a header does (Bearer, Token or Basic)", "%s commence comme un en-tête (Bearer, Token ou Basic)"},
	HintSecretScheme - topicLine: {"give the token alone", "donner le jeton seul"},
	HintSecretSpace - topicLine:  {"%s begins or ends with a space: is it part of the secret?", "%s commence ou finit par une espace\u00a0: fait-elle partie du secret\u00a0?"},
	InputHalfPair - topicLine:    {`half a character (\uD800 to \uDFFF alone, offset %d)`, `une moitié de caractère (\uD800 à \uDFFF seul, octet %d)`},
}
