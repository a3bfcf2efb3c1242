package nightlyload_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/internal/postgrestest"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestTheTableHoldsWhatTheServiceHas(t *testing.T) {
	postgres, err := postgrestest.Start()
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() {
		if err := postgres.Stop(); err != nil {
			t.Error(err)
		}
	})
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 400})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	bin := t.TempDir()
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(bin, "guichet"), "../../cmd/guichet")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as a release is built
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	work := t.TempDir()
	environment := append(os.Environ(),
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "GUICHET_STORE=none",
		"GUICHET_CONFIG_DIR="+work+"/config", "GUICHET_STATE_DIR="+work+"/state",
		"GUICHET_RDV_BASE_URL="+server.URL, "GUICHET_RDV_EMAIL="+rdvsolidaritestest.Email,
		"GUICHET_RDV_PASSWORD="+rdvsolidaritestest.Password,
	)
	environment = append(environment, postgres.Env...)
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Env = environment
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	const count = "select count(*) || ' ' || min(id) || ' ' || max(id) || ' ' || count(distinct organisation__id) from rdv_rdvs"
	run("./load.sh", work+"/out")
	if got := run("psql", "-XAtc", count); got != "400 10001 10400 3" {
		t.Errorf("after the first night: %s", got)
	}
	if _, _, err := server.Rows("rdv.rdvs", 10, 30); err != nil {
		t.Fatal(err)
	}
	run("./load.sh", work+"/out")
	if got := run("psql", "-XAtc", "select count(*) from rdv_rdvs"); got != "380" {
		t.Errorf("after the second night: %s", got)
	}
	if _, _, err := server.Rows("rdv.rdvs", 0, 380); err != nil {
		t.Fatal(err)
	}
	run("./load.sh", work+"/window", "--from", "2026-11-16", "--to", "2026-11-16")
	const others = "select count(*) > 300 and bool_and((starts_at at time zone 'Europe/Paris')::date <> '2026-11-16') from rdv_rdvs"
	if got := run("psql", "-XAtc", others); got != "t" {
		t.Errorf("a window of one day deletes more or less than that day: %s", got)
	}
}
