package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

func setUp(t *testing.T, content string) (server *gopaastest.Server, file string, env func(string) string) {
	t.Helper()
	server = gopaastest.New(gopaastest.Options{Empty: true})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	file = filepath.Join(t.TempDir(), "comptes.csv")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return server, file, func(name string) string {
		return map[string]string{
			"GUICHET_GOPAAS_BASE_URL":  server.URL,
			"GUICHET_GOPAAS_CLIENT_ID": gopaastest.ClientID, "GUICHET_GOPAAS_CLIENT_SECRET": gopaastest.ClientSecret,
		}[name]
	}
}

func TestAPushThatWasCutGoesOnWithTheFileThatItLeft(t *testing.T) {
	content := "\ufeffcle,nom,ville\n"
	for i := range 450 {
		content += fmt.Sprintf("%d_import,\"Librairie \"\"Noël\"\" %d\",Brest\n", i+1, i+1)
	}
	server, file, env := setUp(t, content)
	server.Fault(gopaastest.Fault{Match: "POST /api/oauth2/items", Cut: gopaastest.CutBeforeAnswer})
	var out strings.Builder
	err := run(t.Context(), []string{"compte", file}, env, &out)
	if !errors.Is(err, guichet.ErrUnknownOutcome) || !strings.Contains(out.String(), "0 written, 350 not written, 100 unknown") {
		t.Fatalf("the push printed %s, and %v", out.String(), err)
	}
	if err := run(t.Context(), []string{"compte", file + ".rest.csv"}, env, &out); err != nil {
		t.Fatal(err)
	}
	if n := server.Count("compte"); n != 450 || server.Record("compte", "450_import")["nom"] != `Librairie "Noël" 450` {
		t.Errorf("the server has %d rows", n)
	}
}

func TestAFileThatIsNotFitToBePushedIsRefused(t *testing.T) {
	for name, c := range map[string][2]string{
		"no cle in the header": {"nom,ville\nA,Brest\n", "cle among them"},
		"half a line":          {"cle,nom\n1,A\n2\n", "line 3"},
		"half a field":         {"cle,nom\n1,\"A", "line 2"},
		"a row without cle":    {"cle,nom\n1,A\n,B\n", "row 2"},
		"the same cle twice":   {"cle,nom\n1,A\n2,B\n1,C\n", "already used in row 1"},
		"an expression":        {"cle,nom\n1,$$NULL\n", "row 1"},
		"nothing":              {"", "cle among them"},
	} {
		server, file, env := setUp(t, c[0])
		var out strings.Builder
		if err := run(t.Context(), []string{"compte", file}, env, &out); err == nil || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%s: %v", name, err)
		}
		if n := len(server.Requests()); n != 0 {
			t.Errorf("%s: %d requests were sent", name, n)
		}
	}
}
