// Package postgrestest starts PostgreSQL servers for tests.
package postgrestest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
)

// ErrMissing says that this machine has no server, or may not start one.
var ErrMissing = errors.New("no PostgreSQL server can be started")

// Server is a server in a temporary folder, whose socket is its only address.
type Server struct {
	// Env are the variables by which psql finds it.
	Env []string

	dir    string
	prefix []string // of the words that run a program of the server
}

// Start starts a server of its own. Stop ends it.
func Start() (*Server, error) {
	if _, err := exec.LookPath("psql"); err != nil {
		return nil, fmt.Errorf("%w: psql is not installed", ErrMissing)
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, Env: []string{"PGHOST=" + dir, "PGUSER=guichet", "PGDATABASE=postgres"}}
	if err = s.unprivileged(); err == nil {
		err = s.run("initdb", "-D", s.data(), "-U", "guichet", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
	}
	if err == nil {
		err = s.run("pg_ctl", "-D", s.data(), "-w", "-l", filepath.Join(dir, "log"), "-o", "-c listen_addresses='' -c fsync=off -k "+dir, "start")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMissing, errors.Join(err, os.RemoveAll(dir)))
	}
	return s, nil
}

// Stop ends the server and removes its data.
func (s *Server) Stop() error {
	return errors.Join(s.run("pg_ctl", "-D", s.data(), "-m", "immediate", "stop"), os.RemoveAll(s.dir))
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// run runs a program of the server.
func (s *Server) run(name string, args ...string) error {
	path, err := find(name)
	if err != nil {
		return err
	}
	words := append(append(append([]string{}, s.prefix...), path), args...)
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir = s.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// find finds a program of the server, which Debian keeps off the path.
func find(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return filepath.EvalSymlinks(path)
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		return "", fmt.Errorf("%s is not installed", name)
	}
	return found[len(found)-1], nil
}

// unprivileged has the server run as the user postgres, when root asks: root may not run
// it.
func (s *Server) unprivileged() error {
	if os.Getuid() != 0 {
		return nil
	}
	owner, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	if _, err := exec.LookPath("setpriv"); err != nil {
		return err
	}
	uid, uidErr := strconv.Atoi(owner.Uid)
	gid, gidErr := strconv.Atoi(owner.Gid)
	s.prefix = []string{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"}
	return errors.Join(uidErr, gidErr, os.Chown(s.dir, uid, gid), os.Chmod(s.dir, 0o755))
}
