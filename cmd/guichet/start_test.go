package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

const (
	maxInstructions = 3_500_000 // of --version and of --help, as cachegrind counts them
	maxInit         = 4 << 10   // bytes that the packages of this module allocate before main
)

// TestTheStartTakesFewInstructions counts those of all threads. The same program
// differs by a few percent from run to run: the best of three counts.
func TestTheStartTakesFewInstructions(t *testing.T) {
	if os.Getenv("GUICHET_LONG") == "" {
		t.Skip("it runs the command on a simulated processor: GUICHET_LONG=1")
	}
	if _, err := exec.LookPath("valgrind"); err != nil {
		t.Skip("valgrind is not installed")
	}
	for _, flag := range []string{"--version", "--help"} {
		least := 0
		for range 3 {
			out, err := exec.Command("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", release(t), flag).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			_, after, _ := strings.Cut(string(out), "I   refs:")
			count, _, _ := strings.Cut(strings.TrimSpace(after), "\n")
			n, err := strconv.Atoi(strings.ReplaceAll(count, ",", ""))
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if least == 0 || n < least {
				least = n
			}
		}
		if least > maxInstructions {
			t.Errorf("%s takes %d instructions, above %d", flag, least, maxInstructions)
		}
		t.Logf("%s: %d instructions of %d", flag, least, maxInstructions)
	}
}

// TestThePackagesOfThisModuleDoNothingBeforeMain finds tables and regular
// expressions that every start would pay for.
func TestThePackagesOfThisModuleDoNothingBeforeMain(t *testing.T) {
	cmd := exec.Command(release(t), "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace strings.Builder
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	all, packages := 0, 0
	for line := range strings.Lines(trace.String()) {
		var name string
		var at, clock float64
		var bytes int
		if n, _ := fmt.Sscanf(line, "init %s @%f ms, %f ms clock, %d bytes", &name, &at, &clock, &bytes); n == 4 {
			packages++
			if strings.HasPrefix(name, "github.com/guichet-go/") {
				all += bytes
				t.Logf("%s: %d bytes", name, bytes)
			}
		}
	}
	if all > maxInit || packages == 0 {
		t.Errorf("they allocate %d bytes, above %d; %d packages were seen", all, maxInit, packages)
	}
}
