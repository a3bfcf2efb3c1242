package astortest

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the invented collection
	"io"
	"os"
	"slices"
)

// Compressed, because the command links it for --sandbox.
//
//go:generate gzip -9 -n -k -f testdata/invented.v2.1.0.json
//go:embed testdata/invented.v2.1.0.json.gz
var compressedV210 []byte

//go:embed testdata/invented.v2.0.0.json
var inventedV200 []byte

//go:embed testdata/invented.documentation.json
var inventedDocumentation []byte

// Collection is an INVENTED collection of 22 operations in three folders and one
// nested folder, in Postman's format v2.1.0. It does not describe Astor Protect.
func Collection() []byte {
	compressed, err := gzip.NewReader(bytes.NewReader(compressedV210))
	if err != nil {
		panic(err)
	}
	collection, err := io.ReadAll(compressed)
	if err != nil {
		panic(err)
	}
	return collection
}

// CollectionV200 is the same collection in the format v2.0.0.
func CollectionV200() []byte { return slices.Clone(inventedV200) }

// CollectionDocumentation is the same collection in the JSON format of a
// documentation page.
func CollectionDocumentation() []byte { return slices.Clone(inventedDocumentation) }

// WriteCollection writes Collection to a file, and replaces an existing one.
func WriteCollection(path string) error {
	return os.WriteFile(path, Collection(), 0o644)
}
