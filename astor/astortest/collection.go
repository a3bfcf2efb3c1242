package astortest

import (
	_ "embed" // the invented collection
	"os"
	"slices"
)

//go:embed testdata/invented.v2.1.0.json
var inventedV210 []byte

//go:embed testdata/invented.v2.0.0.json
var inventedV200 []byte

//go:embed testdata/invented.documentation.json
var inventedDocumentation []byte

// Collection is an INVENTED collection of 22 operations in three folders and one
// nested folder, in Postman's format v2.1.0. It does not describe Astor Protect.
func Collection() []byte { return slices.Clone(inventedV210) }

// CollectionV200 is the same collection in the format v2.0.0.
func CollectionV200() []byte { return slices.Clone(inventedV200) }

// CollectionDocumentation is the same collection in the JSON format of a
// documentation page.
func CollectionDocumentation() []byte { return slices.Clone(inventedDocumentation) }

// WriteCollection writes Collection to a file, and replaces an existing one.
func WriteCollection(path string) error {
	return os.WriteFile(path, inventedV210, 0o644)
}
