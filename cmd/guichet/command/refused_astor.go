package command

import "github.com/guichet-go/guichet/cmd/guichet/message"

// astorRefusals are the reasons that package astor has, by its own sentence for
// each.
func astorRefusals() map[string]message.Key {
	return map[string]message.Key{
		"the method %s is not allowed: use %s":                      message.AstorMethod,
		"the method %q is not allowed: use %s":                      message.AstorMethodRaw,
		"a secret would be part of its path, where logs keep it":    message.AstorPathSecret,
		"its URL does not begin with a host":                        message.AstorNoHost,
		"a secret would be part of a header's name, which is shown": message.AstorNameSecret,
		"the path variable %s is empty":                             message.AstorPathEmpty,
		"%s is not a valid header name":                             message.AstorNoHeader,
		"the token is empty":                                        message.AstorEmptyToken,
		"it needs a token and there is none; nothing was sent":      message.AstorNeedsToken,
		"the body has the unknown mode %s: give a whole body":       message.AstorBodyMode,
		"it takes no file called %s: it takes none":                 message.AstorNoFile,
		"it takes no file called %s: it takes %s":                   message.AstorOtherFile,
		"the whole body is given: the file %s has no place in it":   message.AstorFileBeside,
		"it takes no variable called %s: it takes none":             message.AstorNoVariable,
		"it takes no variable called %s: it takes %s":               message.AstorOtherVariable,
		"the variable %s is given twice":                            message.AstorVariableTwice,
		"the header %s cannot be given: each request has its own":   message.AstorFixedHeader,
		"the parameter %s holds the token and cannot be given":      message.AstorTokenParameter,
		"the body is one file: %d were given":                       message.AstorOneFile,

		"the variable %s stands only in what was replaced: leave one of the two out":                  message.AstorVariableReplaced,
		"its Authorization is Basic, which takes a name and a password, and a token is never sent so": message.AstorTokenAsPair,
		"%d file fields are called %s: give a file for each of them, not %d":                          message.AstorFewFields,

		"the field %s is a file: give its content under that name":  message.AstorFieldFile,
		"the body is a file: give its content as %q":                message.AstorBodyFile,
		"the variables of its GraphQL query are not JSON":           message.AstorGraphQL,
		"no value for the variable %s: give it one":                 message.AstorUnresolved,
		"the dynamic variable %s is not supported: give it a value": message.AstorDynamic,

		"%s has no value: the environment %q does not say where the camera service is; ask the vendor and give it": message.AstorNoCams,
		"%s has no value: the environment %s does not name this service's host; ask the vendor and give it":        message.AstorNoHostValue,

		"the folders of the collection are more than %d deep":               message.AstorDeep,
		"the names of an operation and its folders have more than %d bytes": message.AstorLongPath,
		"the file has %d environments, not one: %s":                         message.AstorManyEnvironments,
		`the file is not a Postman environment: it has no list "values"`:    message.AstorNoEnvironment,
		"%d operations are called %s: use an id: %s":                        message.AstorAmbiguous,
		"no operation is called %s: the collection has none at all":         message.AstorUnknownNone,
		"no operation is called %s; the nearest are %s":                     message.AstorUnknown,
		"the file is empty": message.AstorFileEmpty,
		"the file is a web page or XML, not JSON: download the JSON itself": message.AstorFilePage,
		"the file is not one JSON value: something follows its end":         message.AstorFileFollows,
		"the file is JSON, but no object":                                   message.AstorFileNoObject,
		"its variables unfold to more than %d values or %d MiB":             message.AstorUnfolds,
		"the variable %s refers to itself: %s":                              message.AstorItself,
		"its variables refer to one another more than %d deep":              message.AstorTooDeep,
	}
}
