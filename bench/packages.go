package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// rounds is how often the benchmarks of a package run, each side once a round.
const rounds = 7

// comparison is a benchmark with two sub-benchmarks, "SDK" and its peer.
type comparison struct {
	what, pkg, name, peer string
	limit                 float64
}

func comparisons() []comparison {
	return []comparison{
		{"one GET through the SDK", "rdvsolidarites", "BenchmarkOneGET", "net/http+json.Unmarshal", 1.3},
		{"typed All over 10,000 rdvs", "rdvsolidarites", "BenchmarkAll10000", "json.Unmarshal", 1.15},
	}
}

// packages runs the benchmarks that compare a package with the same by hand.
func packages(dir string) ([]row, error) {
	var rows []row
	for _, c := range comparisons() {
		r, err := c.run(dir)
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func (c comparison) run(dir string) (row, error) {
	r := row{what: c.what, peer: c.peer, limit: c.limit}
	binary := filepath.Join(dir, c.pkg+".test.exe")
	if out, err := exec.Command("go", "test", "-c", "-o", binary, "./"+c.pkg).CombinedOutput(); err != nil {
		return r, fmt.Errorf("building the tests of %s: %w\n%s", c.pkg, err, out)
	}
	for range rounds {
		cmd := exec.Command(binary, "-test.run", "^$", "-test.bench", "^"+c.name+"$", "-test.benchtime", "500ms")
		cmd.Dir = c.pkg
		out, err := cmd.CombinedOutput()
		if err != nil {
			return r, fmt.Errorf("%s: %w\n%s", c.name, err, out)
		}
		times := parse(out)
		ours, theirs := times[c.name+"/SDK"], times[c.name+"/"+c.peer]
		if ours == 0 || theirs == 0 {
			return r, fmt.Errorf("%s printed no time for SDK and %s:\n%s", c.name, c.peer, out)
		}
		r.ours, r.theirs = append(r.ours, ours), append(r.theirs, theirs)
	}
	return r, nil
}

// parse reads lines such as "BenchmarkX/SDK-2   1000   1234 ns/op   …".
func parse(out []byte) map[string]time.Duration {
	times := map[string]time.Duration{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || fields[3] != "ns/op" {
			continue
		}
		name := fields[0]
		if i := strings.LastIndex(name, "-"); i > 0 {
			name = name[:i] // the number of processors
		}
		if ns, err := strconv.ParseFloat(fields[2], 64); err == nil {
			times[name] = time.Duration(ns)
		}
	}
	return times
}
