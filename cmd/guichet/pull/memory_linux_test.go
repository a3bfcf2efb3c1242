package pull_test

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

const (
	measured = "GUICHET_TEST_MEASURED"
	peakMark = "peak KiB: "
)

// The system counts the memory of the process that starts another as the other's
// own: a small one has to stand between the servers of this one and the command.
func TestACommandIsMeasured(t *testing.T) {
	line := os.Getenv(measured)
	if line == "" {
		t.Skip("runs for another test only")
	}
	words := strings.Split(line, "\n")
	cmd := exec.Command(words[0], words[1:]...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	fmt.Println(peakMark, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
}

func TestMemoryDoesNotGrowWithTheRows(t *testing.T) {
	if testing.Short() {
		t.Skip("it pulls many rows")
	}
	n := 20_000
	if long() {
		n = 100_000
	}
	for _, c := range []struct{ dataset, rows string }{{"rdv.rdvs", "--rdvs"}, {"rdv.users", "--users"}} {
		t.Run(c.dataset, func(t *testing.T) {
			w := newWorld(t)
			s := w.sandbox("--organisations", "8", c.rows, strconv.Itoa(n))
			if err := s.control("pages", `{"lossy":true}`, nil); err != nil {
				t.Fatal(err)
			}
			peak := w.peak("pull", "run", c.dataset, "--out", "out", "--concurrency", "8", "--strict")
			const limit = 48 << 10
			t.Logf("%d rows: %d KiB", n, peak)
			if peak > limit {
				t.Errorf("peak memory of %d KiB, the limit is %d", peak, limit)
			}
		})
	}
}

// peak runs a command and returns the memory that it took, in KiB.
func (w *world) peak(args ...string) (peak int) {
	w.t.Helper()
	command := w.command(args...)
	cmd := exec.Command(os.Args[0], "-test.run", "^TestACommandIsMeasured$", "-test.v")
	cmd.Dir = w.dir
	cmd.Env = append(command.Env, measured+"="+strings.Join(command.Args, "\n"))
	out, err := cmd.CombinedOutput()
	_, rest, found := strings.Cut(string(out), peakMark)
	if _, scanErr := fmt.Sscan(rest, &peak); err != nil || !found || scanErr != nil {
		w.t.Fatalf("%v\n%s", err, out)
	}
	return peak
}
