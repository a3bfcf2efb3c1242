package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/trust"
	"github.com/guichet-go/guichet/internal/joined"
)

// File is the configuration file. Its tree is kept as it was read, comments and
// order included, so that an edit changes nothing else. Profiles keep the case
// and the dots of their names.
//
// A File is not safe for concurrent use while it is being edited.
type File struct {
	path     string
	homeless error // why there is no path
	read     []byte
	document *yaml.Node
}

// profilesKey is the key that holds the profiles.
const profilesKey = "profiles"

// Read reads the configuration and checks all of it. A missing file is an empty
// configuration. A file that another account can write to, that cannot be read or
// that does not fit (malformed YAML, an unknown key, a value of the wrong kind, a
// secret) is an *exit.Error with code 2 that names the file and the line.
func Read(path string) (*File, error) {
	f := &File{path: path}
	data, err := f.load(path)
	if err != nil {
		return nil, err
	}
	f.read = data
	utf16 := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	if line := input.NotUTF8(data); line > 0 && !utf16 {
		return nil, exit.Usage.New(message.WithCause, where(path, line), message.Fail(message.InputNotUTF8)).WithHint(message.HintUTF8)
	}
	f.document, err = f.parse(data)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// load reads a file that may be obeyed, see [trust.Read]; a missing one is empty.
func (f *File) load(path string) ([]byte, error) {
	data, err := trust.Read(path)
	if errors.As(err, new(*exit.Error)) {
		return nil, err
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, f.failure(message.SetUnreadable, err)
	}
	return data, nil
}

// Homeless is the empty configuration of an account without a folder for it. Write
// returns the reason.
func Homeless(reason error) *File {
	return &File{homeless: reason, document: empty(nil)}
}

// parse reads a document and checks it.
func (f *File) parse(data []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	document, second := new(yaml.Node), new(yaml.Node)
	switch err := decoder.Decode(document); {
	case errors.Is(err, io.EOF):
		return empty(data), nil
	case err != nil:
		return nil, f.malformed(data, err)
	}
	if err := decoder.Decode(second); err == nil {
		return nil, exit.Usage.New(message.SetSecondDocument, where(f.path, second.Line))
	} else if !errors.Is(err, io.EOF) {
		return nil, f.malformed(data, err)
	}
	root := document.Content[0]
	if null(root) {
		document.Content[0] = mapping()
		document.Content[0].HeadComment = root.HeadComment
		return document, nil
	}
	return document, f.check(root)
}

// empty is the tree of a file without any key. Its comments are kept: the
// decoder drops those that no key follows.
func empty(data []byte) *yaml.Node {
	root := mapping()
	var comments []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") {
			comments = append(comments, line)
		}
	}
	return &yaml.Node{Kind: yaml.DocumentNode, HeadComment: strings.Join(comments, "\n"), Content: []*yaml.Node{root}}
}

func (f *File) root() *yaml.Node { return f.document.Content[0] }

// Profiles gives the names of the profiles, in the order of the file.
func (f *File) Profiles() []string {
	var names []string
	for name := range f.AllProfiles() {
		names = append(names, name)
	}
	return names
}

// AllProfiles gives the profiles by their names, in the order of the file.
func (f *File) AllProfiles() iter.Seq2[string, Profile] {
	return func(yield func(string, Profile) bool) {
		for key, value := range pairs(find(f.root(), profilesKey)) {
			if !yield(key.Value, Profile{value}) {
				return
			}
		}
	}
}

// Profile finds a profile by its name; one that is not in the file says nothing.
func (f *File) Profile(name string) Profile {
	return Profile{find(find(f.root(), profilesKey), name)}
}

// HasProfile says whether a profile exists: the default one does without standing in
// the file. Names differ by case.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *File) HasProfile(name string) bool { return name == DefaultProfile || f.InFile(name) }

// InFile says whether a profile stands in the file.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *File) InFile(name string) bool { return f.Profile(name).node != nil }

// NoProfile refuses a profile that does not exist. origin is the place that names it,
// "" for an argument.
func (f *File) NoProfile(origin, name string) *exit.Error {
	refused := exit.Usage.New(message.ErrNoProfile, name)
	if origin != "" {
		refused = exit.Usage.New(message.WithCause, origin, refused)
	}
	if near := message.Nearest(name, append(f.Profiles(), DefaultProfile)); near != "" {
		return refused.WithHint(message.HintProfileNear, near, input.Quote(name))
	}
	return refused.WithHint(message.HintProfileCreate, input.Quote(name))
}

// Service gives what a profile says about a service; everything is empty when
// the profile or the service is not in the file.
func (f *File) Service(profile, service string) ServiceConfig {
	return f.Profile(profile).Service(service)
}

// Profile is one profile of the file.
type Profile struct{ node *yaml.Node }

// Service gives what the profile says about a service; everything is empty when
// the profile does not have the service.
func (p Profile) Service(service string) ServiceConfig {
	in := find(p.node, service)
	return ServiceConfig{
		Instance:     scalar(find(in, "instance")),
		TimeZone:     scalar(find(in, "time_zone")),
		BaseURL:      scalar(find(in, "base_url")),
		Email:        scalar(find(in, "email")),
		TokenCommand: scalar(find(in, "token_command")),
		ClientID:     scalar(find(in, "client_id")),
		CAMSBaseURL:  scalar(find(in, "cams_base_url")),
		Collection:   scalar(find(in, "collection")),
		Environment:  scalar(find(in, "environment")),
	}
}

// Value gives what the file itself says for a key such as output or
// rdv.base_url, and where, as path:line. An empty profile is the top level of the
// file. A key without a value counts as absent.
func (f *File) Value(profile, key string) (value, origin string, ok bool) {
	node := f.level(profile)
	for name := range strings.SplitSeq(key, ".") {
		node = find(node, name)
	}
	if node == nil || node.Kind != yaml.ScalarNode || null(node) {
		return "", "", false
	}
	return node.Value, where(f.path, node.Line), true
}

// level is the mapping of a profile, or the top of the file for an empty name.
func (f *File) level(profile string) *yaml.Node {
	if profile == "" {
		return f.root()
	}
	return f.Profile(profile).node
}

// failure reports what the system answered, without saying the path twice.
func (f *File) failure(key message.Key, err error) error {
	return exit.Usage.New(key, f.path, message.WithoutPath(err))
}

// Write writes the whole configuration: a new file beside it, mode 0600, flushed
// to the disk, then renamed over it, so that no moment shows half of it. A link
// is followed, and its target replaced. The folder is made with mode 0700. A file
// that another program changed since it was read is left as it is, and that is
// an *exit.Error with code 2, as is every failure of the system.
func (f *File) Write() error {
	if f.homeless != nil {
		return f.homeless
	}
	data, err := f.encode()
	if err != nil {
		return err
	}
	target := f.path
	if real, err := filepath.EvalSymlinks(f.path); err == nil {
		target = real
	}
	if err := f.unchanged(target); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return f.failure(message.SetUnwritable, err)
	}
	if err := atomicfile.Write(target, data); err != nil {
		return f.failure(message.SetUnwritable, err)
	}
	f.read = data
	return nil
}

// encode gives the text of the file, read back and checked: whatever an edit did
// to the tree, a file that the next run would refuse is never written.
func (f *File) encode() ([]byte, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	spell(f.document, false)
	if err := joined.Errors(encoder.Encode(f.document), encoder.Close()); err != nil {
		return nil, f.failure(message.SetUnwritable, err)
	}
	document, err := f.parse(text.Bytes())
	if err != nil {
		return nil, err
	}
	// The tree that was read back has the lines of the file as it will be.
	f.document = document
	return text.Bytes(), nil
}

func (f *File) unchanged(target string) error {
	now, err := f.load(target)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, f.read) {
		return exit.Usage.New(message.SetChanged, f.path).WithHint(message.SetHintRunAgain)
	}
	return nil
}

// where names a place in a file, as compilers do.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func where(path string, line int) string { return fmt.Sprintf("%s:%d", path, line) }
