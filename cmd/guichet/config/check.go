package config

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// visit checks the value of one key; path is the keys that lead to it.
type visit func(path string, key, value *yaml.Node) error

// check checks the whole file: an error in one profile is reported even while
// another profile is in use.
func (f *File) check(root *yaml.Node) error {
	return f.each("", root, func(path string, key, value *yaml.Node) error {
		if key.Value == profilesKey {
			return f.each(path, value, f.checkProfile)
		}
		if slices.Contains(Services(), key.Value) {
			return exit.Usage.New(message.SetUnknownKey, where(f.path, key.Line), path).WithHint(message.SetHintServiceInProfile, key.Value)
		}
		if key.Value == profileOption {
			return f.checkChosen(key, value)
		}
		return f.checkOption(append(optionKeys(), profilesKey, profileOption), path, key, value)
	})
}

// checkChosen checks the key with which a profile is chosen.
func (f *File) checkChosen(key, value *yaml.Node) error {
	if err := f.single(key.Value, value); err != nil || null(value) {
		return err
	}
	if place := where(f.path, value.Line); !profileName(value.Value) {
		return exit.Usage.New(message.SetBadProfileName, place+": "+key.Value, value.Value)
	}
	return nil
}

func (f *File) checkProfile(path string, key, value *yaml.Node) error {
	if !profileName(key.Value) {
		return exit.Usage.New(message.SetBadProfileName, where(f.path, key.Line), key.Value)
	}
	return f.each(path, value, func(path string, key, value *yaml.Node) error {
		known := fields(key.Value)
		if known == nil {
			return f.checkOption(append(optionKeys(), Services()...), path, key, value)
		}
		service := key.Value
		return f.each(path, value, func(path string, key, value *yaml.Node) error {
			if !slices.Contains(known, key.Value) {
				return f.unknown(where(f.path, key.Line), service, path, key.Value, known)
			}
			if err := f.single(path, value); err != nil {
				return err
			}
			if null(value) {
				return nil
			}
			return f.checkField(where(f.path, value.Line), service, key.Value, path, value.Value)
		})
	})
}

// checkField refuses a value that an option of the service cannot have, and an
// address that holds a credential. What else the value of a field must be, its users
// check.
func (f *File) checkField(place, service, name, path, value string) error {
	for _, o := range Options() {
		if o.Service == service && snake(o.Name) == name {
			_, err := o.parse(place+": "+path, value)
			return err
		}
	}
	if !strings.HasSuffix(path, "base_url") {
		return nil
	}
	if address, err := url.Parse(value); err == nil && address.User != nil {
		return f.secretKey(place, service, path)
	}
	return nil
}

// checkOption checks a key that must be an option; known are the keys that may stand
// in its place.
func (f *File) checkOption(known []string, path string, key, value *yaml.Node) error {
	o, ok := option(key.Value)
	if !ok || !o.File {
		return f.unknown(where(f.path, key.Line), "", path, key.Value, known)
	}
	if err := f.single(path, value); err != nil || null(value) {
		return err
	}
	_, err := o.parse(where(f.path, value.Line)+": "+path, value.Value)
	return err
}

// each visits the keys of what must be a mapping. A null is an empty mapping.
func (f *File) each(path string, node *yaml.Node, visit visit) error {
	if node.Kind == yaml.AliasNode {
		return exit.Usage.New(message.SetAlias, where(f.path, node.Line))
	}
	if null(node) {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		return exit.Usage.New(message.SetNotAMapping, where(f.path, node.Line), path)
	}
	seen := map[string]bool{}
	for key, value := range pairs(node) {
		if key.Kind != yaml.ScalarNode {
			return exit.Usage.New(message.SetNotAValue, where(f.path, key.Line), path)
		}
		if seen[key.Value] {
			return exit.Usage.New(message.SetDuplicateKey, where(f.path, key.Line), key.Value)
		}
		seen[key.Value] = true
		if err := visit(strings.TrimPrefix(path+"."+key.Value, "."), key, value); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) single(path string, value *yaml.Node) error {
	switch value.Kind {
	case yaml.ScalarNode:
		return nil
	case yaml.AliasNode:
		return exit.Usage.New(message.SetAlias, where(f.path, value.Line))
	default:
		return exit.Usage.New(message.SetNotAValue, where(f.path, value.Line), path)
	}
}

// unknown refuses a key. It shows the key and never its value, which may be a
// secret that was put in the wrong place.
func (f *File) unknown(place, service, path, key string, known []string) error {
	if secret(key) {
		return f.secretKey(place, service, path)
	}
	refused := exit.Usage.New(message.SetUnknownKey, place, path).WithHint(message.SetHintKeys, strings.Join(known, ", ")).Suggest(key, known)
	if o, ok := option(strings.ReplaceAll(key, "-", "_")); ok && !o.File && path == profileOption {
		return refused.WithHint(message.HintProfileUse, DefaultProfile)
	} else if ok && !o.File {
		return refused.WithHint(message.SetHintOnlyFlag, o.Name)
	}
	return refused
}

// secretKey refuses a value that must not be kept, without showing it.
func (f *File) secretKey(place, service, path string) error {
	if service == "" {
		service = "SERVICE"
	}
	return exit.Usage.New(message.SetSecretKey, place, path).WithHint(message.SetHintSecretKey, service)
}

// malformed reports what the YAML parser said, with the line. The parser's own
// messages quote nothing of the file but the name of an anchor.
func (f *File) malformed(data []byte, err error) error {
	said := strings.TrimPrefix(err.Error(), "yaml: ")
	line := lineOf(data, bytes.IndexFunc(data, unreadable))
	if numbered, ok := strings.CutPrefix(said, "line "); ok {
		number, rest, _ := strings.Cut(numbered, ": ")
		line, _ = strconv.Atoi(number)
		said = rest
		// The parser counts lines from 0 in this family of messages, and from 1 in the others.
		if strings.HasPrefix(said, "did not find expected") {
			line = min(line+1, lineOf(data, len(bytes.TrimSpace(data))))
		}
	} else if _, anchor, ok := strings.Cut(said, "unknown anchor '"); ok {
		anchor, _, _ = strings.Cut(anchor, "'")
		line = lineOf(data, bytes.Index(data, []byte("*"+anchor)))
	}
	return exit.Usage.New(message.SetBadYAML, where(f.path, line), said)
}

// unreadable reports whether YAML refuses a character everywhere.
func unreadable(r rune) bool {
	return r == utf8.RuneError || r == 0x7f || r < ' ' && r != '\t' && r != '\n' && r != '\r'
}

func lineOf(data []byte, offset int) int {
	return 1 + bytes.Count(data[:max(offset, 0)], []byte("\n"))
}
