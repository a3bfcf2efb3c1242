package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/guichet-go/guichet/astor/astortest"
)

// TestAstorScripts runs the commands of Astor Protect in each language.
func TestAstorScripts(t *testing.T) {
	repository, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range languages() {
		t.Run(lang, func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Dir:                 filepath.Join("testdata", "astor"),
				RequireExplicitExec: true,
				Setup: func(env *testscript.Env) error {
					env.Setenv("GUICHET_LANG", lang)
					env.Setenv("REPOSITORY", repository)
					for name, data := range map[string][]byte{
						"v210.json": astortest.Collection(), "v200.json": astortest.CollectionV200(), "page.json": astortest.CollectionDocumentation(),
						"cut.json":  astortest.Collection()[:5000],
						"deep.json": []byte(`{"info":{"name":"x"},"item":` + strings.Repeat(`[{"name":"d","item":`, 200) + `[]` + strings.Repeat(`}]`, 200) + `}`),
					} {
						if err := os.WriteFile(filepath.Join(env.WorkDir, name), data, 0o600); err != nil {
							return err
						}
					}
					return fileStore(env)
				},
				Cmds: astorCommands(),
			})
		})
	}
}

func astorCommands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	servers := &each[*astortest.Server]{}
	return map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"exits": exits, "failed": failed, "keep": keep, "lines": lines, "mode": mode, "compiles": compiles,
		// "sandbox" serves, with its addresses in $URL and $CAMS and its token in
		// the file token.
		"sandbox": func(ts *testscript.TestScript, _ bool, _ []string) {
			server, err := astortest.New(astortest.Options{})
			ts.Check(err)
			ts.Check(server.Start())
			ts.Defer(func() { _ = server.Close() })
			servers.set(ts, server)
			ts.Setenv("URL", server.URL)
			ts.Setenv("CAMS", server.CamsURL)
			ts.Setenv("TOKEN", astortest.Token)
			ts.Check(os.WriteFile(ts.MkAbs("token"), []byte(astortest.Token+"\n"), 0o600))
		},
		"seen": seen(servers.of),
		// "body PATTERN" finds the pattern in the body of the last request.
		"body": func(ts *testscript.TestScript, _ bool, args []string) {
			all := servers.of(ts).Requests()
			if last := all[len(all)-1].Body; !regexp.MustCompile(args[0]).MatchString(last) {
				ts.Fatalf("the last body is %q", last)
			}
		},
		"forget": func(ts *testscript.TestScript, _ bool, _ []string) { servers.of(ts).ResetRequests() },
		"fault": func(ts *testscript.TestScript, _ bool, args []string) {
			var f astortest.Fault
			ts.Check(json.Unmarshal([]byte(args[0]), &f))
			servers.of(ts).Fault(f)
		},
		"website": website,
	}
}

// website serves the files of the script at $SITE. Whoever brings a credential
// is refused; /moved leads to another origin, /page.html is a web page.
func website(ts *testscript.TestScript, _ bool, _ []string) {
	files := http.FileServer(http.Dir(ts.MkAbs(".")))
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" || r.Header.Get("X-Auth-Token") != "":
			http.Error(w, "a credential was sent", http.StatusTeapot)
		case r.URL.Path == "/moved":
			http.Redirect(w, r, "http://autre.exemple.fr/v210.json", http.StatusFound)
		case r.URL.Path == "/within":
			http.Redirect(w, r, "/v210.json", http.StatusFound)
		case r.URL.Path == "/page.html":
			_, _ = fmt.Fprint(w, "<!DOCTYPE html><title>Astor</title>")
		default:
			files.ServeHTTP(w, r)
		}
	}))
	ts.Defer(site.Close)
	ts.Setenv("SITE", site.URL)
}

// compiles is "compiles FOLDER": the Go package in it does.
func compiles(ts *testscript.TestScript, _ bool, args []string) {
	repository := ts.Getenv("REPOSITORY")
	// It must lie in the module, whose package it imports.
	dir, err := os.MkdirTemp(filepath.Join(repository, "astor", "astorgen"), "testdata-*")
	ts.Check(err)
	ts.Defer(func() { _ = os.RemoveAll(dir) })
	ts.Check(os.CopyFS(filepath.Join(dir, "generated"), os.DirFS(ts.MkAbs(args[0]))))
	cmd := exec.Command("go", "vet", "./generated")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		ts.Fatalf("it does not compile: %v\n%s", err, out)
	}
}
