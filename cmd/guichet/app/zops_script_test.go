package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/guichet-go/guichet/zops/zopstest"
)

// TestZOPSScripts runs the commands of ZOPS in each language.
func TestZOPSScripts(t *testing.T) {
	for _, lang := range languages() {
		t.Run(lang, func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Dir:                 filepath.Join("testdata", "zops"),
				RequireExplicitExec: true,
				Setup: func(env *testscript.Env) error {
					env.Setenv("GUICHET_LANG", lang)
					return fileStore(env)
				},
				Cmds: zopsCommands(),
			})
		})
	}
}

func zopsCommands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	servers := &each[*zopstest.Server]{}
	return map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"exits": exits, "failed": failed, "keep": keep, "lines": lines, "says": says,
		// "sandbox [empty]" serves, with its address in $URL and passwords in files.
		"sandbox": func(ts *testscript.TestScript, _ bool, args []string) {
			server := zopstest.New(zopstest.Options{Empty: len(args) > 0})
			ts.Check(server.Start())
			ts.Defer(func() { _ = server.Close() })
			servers.set(ts, server)
			ts.Setenv("URL", server.URL)
			for name, value := range map[string]string{
				"EMAIL": zopstest.Email, "PASSWORD": zopstest.Password,
				"MANAGER_EMAIL": zopstest.ManagerEmail, "MANAGER_PASSWORD": zopstest.ManagerPassword,
				"DEVELOPER_EMAIL": zopstest.DeveloperEmail, "DEVELOPER_PASSWORD": zopstest.DeveloperPassword,
			} {
				ts.Setenv(name, value)
				ts.Check(os.WriteFile(ts.MkAbs(strings.ToLower(name)), []byte(value+"\n"), 0o600))
			}
		},
		"seen": seen(servers.of),
		"write": func(ts *testscript.TestScript, _ bool, args []string) {
			ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(args[1]+"\n"), 0o600))
		},
		"forget": func(ts *testscript.TestScript, _ bool, _ []string) { servers.of(ts).ResetRequests() },
		"revoke": func(ts *testscript.TestScript, _ bool, _ []string) { servers.of(ts).RevokeTokens() },
		// "mail CODE TOKEN ADDRESS": what the last mail held is in the variables.
		"mail": func(ts *testscript.TestScript, _ bool, args []string) {
			mail := servers.of(ts).Mailbox(args[2])
			ts.Setenv(args[0], mail.ApproveCode)
			ts.Setenv(args[1], mail.ResetToken)
			ts.Check(os.WriteFile(ts.MkAbs("reset"), []byte(mail.ResetToken+"\nnouveau-passe\n"), 0o600))
		},
	}
}
