package render_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/rawjson"
	"go.yaml.in/yaml/v3"
)

// yamlTexts are texts that YAML could take for something else, or must escape.
func yamlTexts() []string {
	texts := []string{
		"", " ", "a", "a ", " a", "a b", "a  b", "ab-c_d.e/f@g", "é", "Été", "Noël à 8h", "中文", "日本 語", "ǅ", "ª", "a1", "1a", "_a", "-a", "a-",
		"yes", "Yes", "YES", "no", "on", "off", "y", "N", "true", "True", "false", "null", "Null", "~", "nan", "NaN", ".nan", "inf", "-.inf", "Infinity",
		"12", "-1", "1.5", "1e3", "0x1F", "0o7", "017", "1_000", "10:30", "190:20:30", "2026-07-01", "2026-07-01T10:00:00+02:00", "2026-07-01 10:00:00 +0200",
		"<<", "=", "---", "...", "--- a", "- a", "-", "?", "? a", ":", ": a", "a:", "a: b", "a:b", "a #b", "a#b", "#a", "{a}", "[a]", "a,b", ",", "&a", "*a", "!a", "!!str a",
		"%a", "@a", "`a", "|", ">", "|-", "'", "'a'", "it's", `"`, `"a"`, `\`, `\n`, "a\\", "l’été", "«a»", "07 12 34 56 78", "a@b.fr", "https://a.fr/b?c=d#e",
		"a\nb", "\n", "a\n", "\na", "a\r\nb", "\r", "a\tb", "\t", "a\n b", "a \nb", "a\u0085b", "a\u2028b", "a\u2029b", "a\vb\fc",
		"\x00", "\x01\x02\x07\x08\x1b\x1f", "\x7f", "\u0080\u009f", "\u00a0", "a\u00a0b", "\u00ad", "\u200b", "\u200d", "\u202e", "\ufeff", "\ufeffa", "\ufeffé", "a\ufeffb",
		"\ud7ff", "\ue000", "\uf8ff", "\ufffd", "\ufffe", "\uffff", "😀", "a😀b", "𝒜", "\U0002F800", "\U000E0001", "\U0010FFFF", "\u115f", "\u115fx", "\u3164", "e\u0301", "\u0301",
		strings.Repeat("a", 128), strings.Repeat("a", 129), strings.Repeat("é", 64), strings.Repeat("é", 65), strings.Repeat("a b ", 60) + "c", strings.Repeat("1 \"", 100),
		strings.Repeat("-", 128), strings.Repeat("-", 129), strings.Repeat("\u0001", 200), strings.Repeat("long ", 2000) + "\nend",
	}
	for c := range rune(0x180) {
		texts = append(texts, string(c), "a"+string(c), string(c)+" a", "a "+string(c)+"b")
	}
	return texts
}

// yamlValues are values in each place that a value can have.
func yamlValues(t testing.TB) []string {
	values := []string{
		`null`, `true`, `false`, `0`, `-0`, `12`, `1.50`, `-1.5e-7`, `1E400`, `1e-05`, `1e5`, `12345678901234567890123`, `0.10000000000000000000001`,
		`{}`, `[]`, `[[]]`, `[{}]`, `{"a":{}}`, `{"a":[]}`, `[[[]]]`, `[[1,[2,[3]]],4]`, `[{"a":1,"b":[{"c":[1,{"d":null}]}]},[{"e":{}}]]`,
		`{"a":{"b":{"c":{"d":[1,2,{"e":[[],{},[[1]]]}]}}},"f":true}`, `{"a":1,"a":2}`, ` { "a" : [ 1 , 2 ] } `, `{"":"","a":""}`,
		`{"a\nb":{"c":1,"d":[1,2]},"e":1}`, `[{"a\nb":[1,[2]],"\u2028":{}}]`, `{"a\nb":{"c\nd":{"e\nf":[]}}}`, `{"a\nb":1}`,
		"\"a\xffb\"", "{\"a\xff\":\"\xc3\"}", `"\ud800"`, `"\ud83d\ude00"`, `"\/"`,
		strings.Repeat("[", 60) + `{"a":1}` + strings.Repeat("]", 60), strings.Repeat(`{"a":`, 60) + `[1,2]` + strings.Repeat("}", 60),
	}
	for _, text := range yamlTexts() {
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, string(quoted), fmt.Sprintf(`{%s:%[1]s,"b":[%[1]s,{%[1]s:{%[1]s:[%[1]s]}}]}`, quoted))
	}
	return values
}

// TestYAMLIsWhatTheLibraryWrites compares with yaml.v3, as a list and as an object.
func TestYAMLIsWhatTheLibraryWrites(t *testing.T) {
	for _, value := range yamlValues(t) {
		compareYAML(t, value)
	}
}

func FuzzYAML(f *testing.F) {
	for _, value := range yamlValues(f) {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if rawjson.Lenient([]byte(value)).End() != nil || len(value) > 512 {
			t.Skip()
		}
		compareYAML(t, value)
	})
}

func compareYAML(t *testing.T, value string) {
	t.Helper()
	node := yamlReference(t, value)
	o := render.Options{Format: "yaml"}
	if got, want := one(t, o, value), encodeYAML(t, node); got != want {
		t.Errorf("object %.300s:\n got %.500q\nwant %.500q", value, got, want)
	}
	item := encodeYAML(t, &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{node}})
	if got := list(t, o, value, value); got != item+item {
		t.Errorf("row %.300s:\n got %.500q\nwant %.500q", value, got, item)
	}
}

func encodeYAML(t *testing.T, node *yaml.Node) string {
	t.Helper()
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(node); err != nil {
		t.Fatal(err)
	}
	if err := encoder.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func yamlReference(t *testing.T, value string) *yaml.Node {
	t.Helper()
	r := rawjson.Lenient([]byte(value))
	defer r.Free()
	node := referenceNode(r)
	if err := r.End(); err != nil {
		t.Fatal(err)
	}
	return node
}

func referenceNode(r *rawjson.Reader) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode}
	switch r.Kind() {
	case '{':
		node.Kind = yaml.MappingNode
		for name := range r.Members {
			node.Content = append(node.Content, referenceText(string(name)), referenceNode(r))
		}
	case '[':
		node.Kind = yaml.SequenceNode
		for range r.Elements {
			node.Content = append(node.Content, referenceNode(r))
		}
	case '"':
		text, _ := rawjson.Text(r.Value())
		return referenceText(text)
	default:
		node.Value = string(r.Value())
		if at := strings.IndexAny(node.Value, "eE"); at > 0 && strings.ContainsAny(node.Value[:1], "-0123456789") {
			// YAML 1.1 has no number without a point and a sign.
			digits, exponent := node.Value[:at], node.Value[at+1:]
			if !strings.Contains(digits, ".") {
				digits += ".0"
			}
			if strings.Trim(exponent[:1], "+-") != "" {
				exponent = "+" + exponent
			}
			node.Value = digits + node.Value[at:at+1] + exponent
		}
	}
	return node
}

// referenceText quotes every text that is not made of words.
func referenceText(text string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
	plain := text != "" && !strings.HasSuffix(text, " ")
	for i, r := range text {
		letter := unicode.IsLetter(r) && render.Sanitize(string(r)) == string(r)
		plain = plain && (letter || i > 0 && (strings.ContainsRune("_-./@ ", r) || r >= '0' && r <= '9'))
	}
	switch strings.ToLower(text) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity":
		plain = false
	}
	if !plain {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}
