package render

import (
	"bufio"
	"bytes"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// yamlFormat writes a list as a sequence, an item at a time, and an object as
// a mapping. Members keep their order and numbers their digits.
type yamlFormat struct {
	out      *bufio.Writer
	terminal bool
	begun    bool
	buffer   bytes.Buffer
	scratch  []byte
}

func (f *yamlFormat) row(raw []byte) error {
	item, err := yamlNode(raw)
	if err != nil {
		return err
	}
	f.begun = true
	return f.write(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{item}})
}

func (f *yamlFormat) one(raw []byte) error {
	node, err := yamlNode(raw)
	if err != nil {
		return err
	}
	return f.write(node)
}

func (f *yamlFormat) flush() error { return nil }

func (f *yamlFormat) close() error {
	if f.begun {
		return nil
	}
	_, err := f.out.WriteString("[]\n")
	return err
}

func (f *yamlFormat) write(node *yaml.Node) error {
	f.buffer.Reset()
	encoder := yaml.NewEncoder(&f.buffer)
	encoder.SetIndent(2)
	if err := encoder.Encode(node); err != nil {
		return err
	}
	if err := encoder.Close(); err != nil {
		return err
	}
	text := f.buffer.Bytes()
	if f.terminal {
		f.scratch = appendEscaped(f.scratch[:0], text)
		text = f.scratch
	}
	_, err := f.out.Write(text)
	return err
}

func yamlNode(raw []byte) (*yaml.Node, error) {
	r := rawjson.Lenient(raw)
	defer r.Free()
	return readNode(r), r.End()
}

// readNode reads one value. Its depth is limited by the Reader.
func readNode(r *rawjson.Reader) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode}
	switch r.Kind() {
	case '{':
		node.Kind = yaml.MappingNode
		for name := range r.Members {
			node.Content = append(node.Content, textNode(string(name)), readNode(r))
		}
	case '[':
		node.Kind = yaml.SequenceNode
		for range r.Elements {
			node.Content = append(node.Content, readNode(r))
		}
	case '"':
		text, _ := rawjson.Text(r.Value())
		return textNode(text)
	case '0':
		// Without a tag the digits of a number are written as they are.
		node.Value = olderNumber(string(r.Value()))
	default:
		node.Value = string(r.Value())
	}
	return node
}

func textNode(text string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
	if !plain(text) {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}

// olderNumber writes a number so that readers of YAML 1.1 take it for one too:
// with a point and a sign where there is an exponent. Its digits stay.
func olderNumber(text string) string {
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return text
	}
	digits, exponent := text[:at], text[at+1:]
	if !strings.Contains(digits, ".") {
		digits += ".0"
	}
	if exponent[0] != '-' && exponent[0] != '+' {
		exponent = "+" + exponent
	}
	return digits + text[at:at+1] + exponent
}

// plain reports whether text needs no quotes under any version of YAML: a
// word, or words, which no reader takes for a boolean, a null, a number or a
// date. Anything doubtful is quoted.
func plain(text string) bool {
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) && !unsafeRune(r):
		case i > 0 && (r == '_' || r == '-' || r == '.' || r == '/' || r == '@' || r == ' ' || r >= '0' && r <= '9'):
		default:
			return false
		}
	}
	if text == "" || strings.HasSuffix(text, " ") {
		return false
	}
	switch strings.ToLower(text) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity":
		return false
	}
	return true
}
