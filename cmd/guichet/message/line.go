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
	InputHalfPair - topicLine:           {`half a character (\uD800 to \uDFFF alone, offset %d)`, `une moitié de caractère (\uD800 à \uDFFF seul, octet %d)`},
}
