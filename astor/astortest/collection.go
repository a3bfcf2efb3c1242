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

// Collection is an INVENTED collection of 22 operations in three folders and a
// folder within one, in Postman's form v2.1.0. It is not the one of Astor
// Protect and says nothing of it.
func Collection() []byte { return slices.Clone(inventedV210) }

// CollectionV200 is the same collection in the form v2.0.0.
func CollectionV200() []byte { return slices.Clone(inventedV200) }

// CollectionDocumentation is the same collection as the JSON behind a
// documentation page would have it.
func CollectionDocumentation() []byte { return slices.Clone(inventedDocumentation) }

// WriteCollection writes Collection to a file, which is replaced if it exists.
func WriteCollection(path string) error {
	return os.WriteFile(path, inventedV210, 0o644)
}
