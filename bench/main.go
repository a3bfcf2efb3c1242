// Command bench prints how fast the command and the packages are, each figure
// beside that of its peer from the same run: times differ from one machine to
// the next, ratios much less. Run it at the top of the repository:
//
//	go run ./bench
//
// It measures, and judges nothing: a noisy machine is no failure.
package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// row is one line of the table.
type row struct {
	what, peer string
	// ours and theirs are one figure of each round, in the order of rounds.
	ours, theirs []time.Duration
	// limit is the highest ratio that the project allows itself.
	limit float64
}

// ratio is the median of the rounds' ratios: both sides of a round met the same
// noise.
func (r row) ratio() float64 {
	ratios := make([]float64, len(r.ours))
	for i := range r.ours {
		ratios[i] = float64(r.ours[i]) / float64(r.theirs[i])
	}
	return median(ratios)
}

func median[T cmp.Ordered](values []T) T {
	values = slices.Sorted(slices.Values(values))
	return values[len(values)/2]
}

func main() {
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		log.Fatal(err)
	}
	rows, err := measure(dir)
	_ = os.RemoveAll(dir)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s, %s/%s, %d cores, medians\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if err := table(rows); err != nil {
		log.Fatal(err)
	}
}

func measure(dir string) ([]row, error) {
	start, err := startUp(dir)
	if err != nil {
		return nil, err
	}
	sdk, err := packages(dir)
	return append([]row{start}, sdk...), err
}

func table(rows []row) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "WHAT\tOURS\tPEER\tITS TIME\tRATIO\tLIMIT")
	for _, r := range rows {
		verdict := ""
		if r.ratio() > r.limit {
			verdict = "  above"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%.2f\t%.2f%s\n",
			r.what, short(median(r.ours)), r.peer, short(median(r.theirs)), r.ratio(), r.limit, verdict)
	}
	return w.Flush()
}

// short keeps three digits or so.
func short(d time.Duration) time.Duration {
	unit := time.Nanosecond
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit)
}
