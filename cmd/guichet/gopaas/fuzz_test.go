package gopaas_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
)

// FuzzAnyDataIsPushedOrRefusedInOneLine gives anything at all to push: it is
// refused in one line of usage or as data, or shown as it would be sent.
func FuzzAnyDataIsPushedOrRefusedInOneLine(f *testing.F) {
	for _, data := range []string{
		"cle,nom\n1,Été\n", "cle;nom\r\n1;\"a;b\"\r\n", "\ufeffcle\n1\n", "cle,cle\n", "cle,\n", "nom\n", "cle\n\"1\n", "cle\na\"b\n", "cle,nom\n1\n", "Clé\n1\n",
		`[{"cle":"1"}]`, `{"cle":"1"}{"cle":"2"}`, `[{"cle":"1"},]`, `[{"cle":"1","cle":"2"}]`, `[1]`, `{`, `[`, `[]`, `[{}]x`, "", "\x00", "\xff", "cle,\x1b[2J\n1,2\n",
		`[{"cle":"1","nom":"=1+1"}]`, "cle,nom\n1,(sql) x\n", "cle\n1\n1\n",
	} {
		f.Add([]byte(data))
	}
	variables := map[string]string{"GUICHET_GOPAAS_BASE_URL": "https://gopaas.example.fr/crm", "GUICHET_GOPAAS_API_KEY": "clé", "GUICHET_CONFIG_DIR": f.TempDir(), "GUICHET_STORE": "none"}
	f.Fuzz(func(t *testing.T, data []byte) {
		var out, errs bytes.Buffer
		code := app.Run(t.Context(), []string{"gopaas", "push", "table", "--data", "-", "--dry-run"}, &command.Env{
			In: bytes.NewReader(data), Out: &out, Err: &errs, GOOS: "linux", Now: time.Now, Getenv: func(name string) string { return variables[name] },
		})
		switch {
		case code == 0 && (out.Len() == 0 || strings.HasPrefix(out.String(), "curl ") || strings.Contains(out.String(), "rows:         0\n")):
		case (code == 2 || code == 10) && out.Len() == 0 && strings.HasPrefix(errs.String(), "guichet: "):
			for line := range strings.Lines(errs.String()) {
				if !strings.HasPrefix(line, "guichet: ") && !strings.HasPrefix(line, "hint: ") || strings.ContainsAny(line, "\x00\x1b\x07") {
					t.Errorf("%q is refused with the line %q", data, line)
				}
			}
		default:
			t.Errorf("%q: exit %d, %q, %q", data, code, out.String(), errs.String())
		}
	})
}
