package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// listRounds is how often each side reads the whole list. What takes long
// sits out the first round.
const listRounds = 3

// contest is the same work done by the command or by a peer.
type contest struct {
	what string
	// environ are the variables that say where the service is and who calls it.
	environ []string
	// needs are the programs that a peer needs; who needs some is slow.
	needs []string
	line  []string
	// processor says that the times are those of the processor.
	processor bool
	times     []time.Duration
}

func (s *service) contest(what string, needs []string, program string, args ...string) *contest {
	return &contest{what: what, environ: s.environ(), needs: needs, line: append([]string{program}, args...)}
}

// missing names a program that is not installed.
func (c *contest) missing() string {
	for _, program := range c.needs {
		if _, err := exec.LookPath(program); err != nil {
			return program
		}
	}
	return ""
}

// environ has the session in variables, under the names that the command and
// the peers know.
func (s *service) environ() []string {
	token, client, uid := s.header.Get("Access-Token"), s.header.Get("Client"), s.header.Get("Uid")
	return []string{
		"GUICHET_RDV_BASE_URL=" + s.url,
		"GUICHET_RDV_ACCESS_TOKEN=" + token, "GUICHET_RDV_CLIENT=" + client, "GUICHET_RDV_UID=" + uid,
		"BASE=" + s.url, "PAGES=" + strconv.Itoa(pages), "TOKEN=" + token, "CLIENT=" + client, "AGENT=" + uid,
	}
}

func (c *contest) command(dir string) *exec.Cmd {
	cmd := exec.Command(c.line[0], c.line[1:]...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GUICHET_") })
	cmd.Env = append(cmd.Env, "no_proxy=127.0.0.1", "GUICHET_STORE=none",
		"GUICHET_CONFIG_DIR="+filepath.Join(dir, "config"), "GUICHET_STATE_DIR="+filepath.Join(dir, "state"))
	cmd.Env = append(cmd.Env, c.environ...)
	return cmd
}

func (c *contest) run(dir string) error {
	cmd := c.command(dir)
	var said strings.Builder
	cmd.Stderr = &said
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", c.what, err, &said)
	}
	if c.processor {
		c.times = append(c.times, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	} else {
		c.times = append(c.times, time.Since(began))
	}
	return nil
}

// memory measures the most memory that one more run holds, where the system tells.
func (c *contest) memory(got *report, dir, what string, limit float64) error {
	if runtime.GOOS != "linux" {
		return nil
	}
	cmd := c.command(dir)
	mib, err := peak(dir, cmd.Env, cmd.Args...)
	got.amounts = append(got.amounts, amount{what, " MiB", mib, limit})
	return err
}

// listing compares "rdv rdv list" over all pages with other ways to the same.
func listing(got *report, dir, guichet string) error {
	cache, err := renderPages()
	if err != nil {
		return err
	}
	plain, err := cache.serve(false)
	if err != nil {
		return err
	}
	defer plain.web.Close()
	zipping, err := cache.serve(true)
	if err != nil {
		return err
	}
	defer zipping.web.Close()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	raw := plain.contest("raw GETs one after the other, bodies thrown away", nil, self, plain.rawGETs()...)
	one := plain.contest("`rdv rdv list -o ndjson --concurrency 1`, 500 pages at 20 ms", nil, guichet, list(1)...)
	eight := plain.contest("`rdv rdv list -o ndjson --concurrency 8`, 500 pages at 20 ms", nil, guichet, list(8)...)
	eightZip := zipping.contest("the same, pages in gzip", nil, guichet, list(8)...)
	shell := plain.contest("`curl` and `jq -c` in a loop", []string{"bash", "curl", "jq"}, "bash", "-c", curlAndJQ)
	snake := plain.contest("Python, urllib and json", []string{"python3"}, "python3", "-c", python)
	if err := compete(dir, raw, eight, one, eightZip, shell, snake); err != nil {
		return err
	}
	got.times = append(got.times, against(eight, raw, 0.18), against(one, raw, 1.06), against(eightZip, raw, 0),
		against(eight, shell, 0.1), against(eight, snake, 0))
	return eight.memory(got, dir, eight.what+", peak memory", 0)
}

// list is the command. --strict makes a list that is not whole a failure.
func list(concurrency int) []string {
	return []string{"rdv", "rdv", "list", "-o", "ndjson", "--strict", "--concurrency", strconv.Itoa(concurrency)}
}

// compete runs the rounds, in each of which everybody runs once.
func compete(dir string, all ...*contest) error {
	for round := range listRounds {
		for _, c := range all {
			if c.missing() != "" || c.needs != nil && round == 0 {
				continue
			}
			if err := c.run(dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// against pairs the rounds in which both ran.
func against(ours, theirs *contest, limit float64) row {
	r := row{what: ours.what, peer: theirs.what, ours: ours.times, theirs: theirs.times, limit: limit, missing: theirs.missing()}
	if r.missing == "" {
		r.ours = r.ours[len(r.ours)-len(r.theirs):]
	}
	return r
}

func (s *service) rawGETs() []string {
	args := []string{rawGETs, s.url}
	for name := range s.header {
		args = append(args, name, s.header.Get(name))
	}
	return args
}
