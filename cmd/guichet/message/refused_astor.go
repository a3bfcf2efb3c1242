package message

// astorRefusals are the reasons that package astor has, by its own sentence for
// each.
func astorRefusals() map[string]Key {
	return map[string]Key{
		"the method %s is not allowed: use %s":                      AstorMethod,
		"the method %q is not allowed: use %s":                      AstorMethodRaw,
		"a secret would be part of its path, where logs keep it":    AstorPathSecret,
		"its URL does not begin with a host":                        AstorNoHost,
		"a secret would be part of a header's name, which is shown": AstorNameSecret,
		"the path variable %s is empty":                             AstorPathEmpty,
		"%s is not a valid header name":                             AstorNoHeader,
		"the token is empty":                                        AstorEmptyToken,
		"it needs a token and there is none; nothing was sent":      AstorNeedsToken,
		"the body has the unknown mode %s: give a whole body":       AstorBodyMode,
		"it takes no file called %s: it takes none":                 AstorNoFile,
		"it takes no file called %s: it takes %s":                   AstorOtherFile,
		"the whole body is given: the file %s has no place in it":   AstorFileBeside,
		"it takes no variable called %s: it takes none":             AstorNoVariable,
		"it takes no variable called %s: it takes %s":               AstorOtherVariable,
		"the variable %s is given twice":                            AstorVariableTwice,
		"the header %s cannot be given: each request has its own":   AstorFixedHeader,
		"the parameter %s holds the token and cannot be given":      AstorTokenParameter,
		"the body is one file: %d were given":                       AstorOneFile,

		"the variable %s stands only in what was replaced: leave one of the two out":                  AstorVariableReplaced,
		"its Authorization is Basic, which takes a name and a password, and a token is never sent so": AstorTokenAsPair,
		"%d file fields are called %s: give a file for each of them, not %d":                          AstorFewFields,

		"the field %s is a file: give its content under that name":  AstorFieldFile,
		"the body is a file: give its content as %q":                AstorBodyFile,
		"the variables of its GraphQL query are not JSON":           AstorGraphQL,
		"no value for the variable %s: give it one":                 AstorUnresolved,
		"the dynamic variable %s is not supported: give it a value": AstorDynamic,

		"%s has no value: the environment %q does not say where the camera service is; ask the vendor and give it": AstorNoCams,
		"%s has no value: the environment %s does not name this service's host; ask the vendor and give it":        AstorNoHostValue,

		"the folders of the collection are more than %d deep":               AstorDeep,
		"the names of an operation and its folders have more than %d bytes": AstorLongPath,
		"the file has %d environments, not one: %s":                         AstorManyEnvironments,
		`the file is not a Postman environment: it has no list "values"`:    AstorNoEnvironment,
		"%d operations are called %s: use an id: %s":                        AstorAmbiguous,
		"no operation is called %s: the collection has none at all":         AstorUnknownNone,
		"no operation is called %s; the nearest are %s":                     AstorUnknown,
		"the file is empty": AstorFileEmpty,
		"the file is a web page or XML, not JSON: download the JSON itself": AstorFilePage,
		"the file is not one JSON value: something follows its end":         AstorFileFollows,
		"the file is JSON, but no object":                                   AstorFileNoObject,
		"its variables unfold to more than %d values or %d MiB":             AstorUnfolds,
		"the variable %s refers to itself: %s":                              AstorItself,
		"its variables refer to one another more than %d deep":              AstorTooDeep,
	}
}
