package astor

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// collection reads the collection of the run: the one of the flag, else of the
// sandbox, of the variable, of the profile, and last the one that was imported.
func collection(r *command.Run, flag string) (*astor.Collection, error) {
	path := flag
	switch {
	case path != "":
	case r.Sandboxed != nil:
		return parse("sandbox", astortest.Collection())
	default:
		path = named(r)
	}
	if path == "" {
		kept, err := keptPath(r)
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(kept); errors.Is(err, fs.ErrNotExist) {
			return nil, exit.Usage.New(message.ErrNoCollection, r.Settings.Profile).WithHint(message.HintImport)
		}
		path = kept
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, exit.Usage.New(message.ErrFileUnreadable, path, message.WithoutPath(err))
	}
	return parse(path, data)
}

// named is the file that the variable or the profile names.
func named(r *command.Run) string {
	if path := r.Getenv("GUICHET_ASTOR_COLLECTION"); path != "" {
		return path
	}
	return r.File.Service(r.Settings.Profile, name).Collection
}

func parse(from string, data []byte) (*astor.Collection, error) {
	data, err := input.Text(from, data)
	if err != nil {
		return nil, err
	}
	c, err := astor.ParseCollection(data)
	if err != nil {
		return nil, inFile(from, err)
	}
	return c, nil
}

// keptPath is where the collection of the profile is kept. Names of profiles
// may differ by case only, which not every file system tells apart.
func keptPath(r *command.Run) (string, error) {
	dir, err := r.Dirs.Config()
	if err != nil {
		return "", err
	}
	profile := r.Settings.Profile
	plain := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			return c
		}
		return '_'
	}, profile)
	sum := sha256.Sum256([]byte(profile))
	return filepath.Join(dir, "astor", plain[:min(len(plain), 64)]+"-"+hex.EncodeToString(sum[:4])+".json"), nil
}

// keep writes the collection for the profile.
func keep(path string, c *astor.Collection) error {
	data, err := described(c)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(path, data)
}

// described is the collection reduced to what calls need, which leaves out the
// values that are marked as secret, with its descriptions and saved answers.
func described(c *astor.Collection) ([]byte, error) {
	reduced, err := c.MarshalJSON()
	if err != nil {
		return nil, err
	}
	var top map[string]any
	decoder := json.NewDecoder(bytes.NewReader(reduced))
	decoder.UseNumber()
	if err := decoder.Decode(&top); err != nil {
		return nil, err
	}
	describe(top["info"], c.Description)
	describeFolder(top, c.Root)
	return json.Marshal(top)
}

func describe(at any, text string) {
	if object, ok := at.(map[string]any); ok && text != "" {
		object["description"] = text
	}
}

// describeFolder walks the folder beside its JSON: both have the same order.
func describeFolder(at any, f *astor.Folder) {
	object, _ := at.(map[string]any)
	items, _ := object["item"].([]any)
	operations, folders := f.Operations, f.Folders
	for _, item := range items {
		object, _ := item.(map[string]any)
		if request, isOperation := object["request"]; isOperation && len(operations) > 0 {
			describe(request, operations[0].Description)
			saved(object, operations[0].Examples)
			operations = operations[1:]
		} else if len(folders) > 0 {
			describe(object, folders[0].Description)
			describeFolder(object, folders[0])
			folders = folders[1:]
		}
	}
}

// saved adds what types are inferred from: answers, and the bodies that led to them.
func saved(item map[string]any, examples []astor.Example) {
	all := make([]any, len(examples))
	for i := range examples {
		e := &examples[i]
		sent := members("body", members("mode", "raw", "raw", emptied(e.RequestBody)))
		all[i] = members("name", e.Name, "code", e.Status, "body", emptied(e.Body), "originalRequest", sent)
	}
	item["response"] = all
}

// emptied is a body of JSON without its texts: a type does not depend on them, and they
// may be a token, or the name of a person. Another body has no type.
func emptied(body string) string {
	if begin := strings.TrimSpace(body); !strings.HasPrefix(begin, "{") && !strings.HasPrefix(begin, "[") {
		return ""
	}
	text := regexp.MustCompile(`"(?:[^"\\]|\\.)*"(\s*:)?`)
	return text.ReplaceAllStringFunc(body, func(text string) string {
		if strings.HasSuffix(text, ":") {
			return text // the name of a member
		}
		return `""`
	})
}

// members makes an object of names and values in turn.
//
// Map literals would make its callers larger.
//
//go:noinline
func members(namesAndValues ...any) map[string]any {
	all := map[string]any{}
	for i := 0; i < len(namesAndValues); i += 2 {
		all[namesAndValues[i].(string)] = namesAndValues[i+1]
	}
	return all
}
