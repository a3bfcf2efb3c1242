package nightlyload_test

import (
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestTheTableHoldsWhatTheServiceHas(t *testing.T) {
	dir := database(t)
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
		"PGHOST="+dir, "PGUSER=guichet", "PGDATABASE=postgres",
	)
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
	const count = "select count(*) || ' ' || min(id) || ' ' || max(id) || ' ' || count(distinct organisation_id) from rdvs"
	run("./load.sh", work+"/out")
	if got := run("psql", "-XAtc", count); got != "400 10001 10400 3" {
		t.Errorf("after the first night: %s", got)
	}
	if _, _, err := server.Rows("rdv.rdvs", 10, 30); err != nil {
		t.Fatal(err)
	}
	run("./load.sh", work+"/out")
	if got := run("psql", "-XAtc", "select count(*) from rdvs"); got != "380" {
		t.Errorf("after the second night: %s", got)
	}
	run("./load.sh", work+"/window", "--from", "2026-11-16", "--to", "2026-11-16")
	const days = "select count(distinct (starts_at at time zone 'Europe/Paris')::date) from rdvs"
	if got := run("psql", "-XAtc", days); got != "1" {
		t.Errorf("a window of one day has %s", got)
	}
}

// database starts a PostgreSQL of its own and returns the folder of its socket.
func database(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("load.sh needs a shell")
	}
	for _, program := range []string{"bash", "psql"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	initdb, ctl := server(t, "initdb"), server(t, "pg_ctl")
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	prefix := unprivileged(t, dir)
	start := func(words ...string) ([]byte, error) {
		words = append(prefix, words...)
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir = dir
		return cmd.CombinedOutput()
	}
	data := filepath.Join(dir, "data")
	if out, err := start(initdb, "-D", data, "-U", "guichet", "-A", "trust", "-E", "UTF8", "--no-sync"); err != nil {
		t.Skipf("initdb: %v\n%s", err, out)
	}
	out, err := start(ctl, "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", "-c listen_addresses='' -c fsync=off -k "+dir, "start")
	if err != nil {
		t.Skipf("no server can be started: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		if out, err := start(ctl, "-D", data, "-m", "immediate", "stop"); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	})
	return dir
}

// server finds a program of the server, which Debian keeps off the path.
func server(t *testing.T, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		t.Skipf("%s is not installed", name)
	}
	return found[len(found)-1]
}

// unprivileged returns the words that run a command as somebody who may run the
// server, which root may not.
func unprivileged(t *testing.T, dir string) []string {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	owner, err := user.Lookup("postgres")
	if err != nil {
		t.Skip("root may not run the server, and there is no user postgres")
	}
	if _, err := exec.LookPath("setpriv"); err != nil {
		t.Skip("root may not run the server, and setpriv is not installed")
	}
	uid, uidErr := strconv.Atoi(owner.Uid)
	gid, gidErr := strconv.Atoi(owner.Gid)
	if err := errors.Join(uidErr, gidErr, os.Chown(dir, uid, gid), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	return []string{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"}
}
