package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
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
		{"one GET through the SDK", "rdvsolidarites", "BenchmarkOneGET", "net/http+json.Unmarshal", 1.15},
		{"`RDVs.All` over 10,000 appointments", "rdvsolidarites", "BenchmarkAll10000", "json.Unmarshal", 0.75},
		{"`RDVs.AllRaw` over the same", "rdvsolidarites", "BenchmarkAllRaw10000", "json.Unmarshal", 0.3},
	}
}

// packages runs the benchmarks that compare a package with the same by hand.
// The allocations are those of the first.
func packages(got *report, dir, _ string) error {
	for i, c := range comparisons() {
		r, allocations, err := c.run(dir)
		if err != nil {
			return err
		}
		got.times = append(got.times, r)
		if i == 0 {
			got.amounts = append(got.amounts, amount{c.what + ", allocations against " + c.peer, "", allocations, 1.5})
		}
	}
	return nil
}

// run returns the times, and the ratio of the allocations.
func (c comparison) run(dir string) (r row, allocations float64, err error) {
	r = row{what: c.what, peer: c.peer, limit: c.limit}
	binary := filepath.Join(dir, c.pkg+".test.exe")
	if out, err := exec.Command("go", "test", "-c", "-o", binary, "./"+c.pkg).CombinedOutput(); err != nil {
		return r, 0, fmt.Errorf("building the tests of %s: %w\n%s", c.pkg, err, out)
	}
	for range rounds {
		cmd := exec.Command(binary, "-test.run", "^$", "-test.bench", "^"+c.name+"$", "-test.benchtime", "500ms")
		cmd.Dir = c.pkg
		out, err := cmd.CombinedOutput()
		if err != nil {
			return r, 0, fmt.Errorf("%s: %w\n%s", c.name, err, out)
		}
		results := parse(out)
		ours, theirs := results[c.name+"/SDK"], results[c.name+"/"+c.peer]
		if ours.time == 0 || theirs.time == 0 {
			return r, 0, fmt.Errorf("%s printed no time for SDK and %s:\n%s", c.name, c.peer, out)
		}
		r.ours, r.theirs = append(r.ours, ours.time), append(r.theirs, theirs.time)
		allocations = ours.allocations / theirs.allocations // the same each time
	}
	return r, allocations, nil
}

// result is one line of a benchmark.
type result struct {
	time        time.Duration
	allocations float64
}

// parse reads lines such as "BenchmarkX/SDK-2  1000  1234 ns/op  80 B/op  3 allocs/op".
func parse(out []byte) map[string]result {
	results := map[string]result{}
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
		ns, _ := strconv.ParseFloat(fields[2], 64) // 0 is refused by who asked
		found := result{time: time.Duration(ns)}
		if i := slices.Index(fields, "allocs/op"); i > 0 {
			found.allocations, _ = strconv.ParseFloat(fields[i-1], 64)
		}
		results[name] = found
	}
	return results
}
