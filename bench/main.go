// Command bench prints how fast the command and the packages are, each figure
// beside that of its peer from the same run: times differ from one machine to
// the next, ratios much less. Run it at the top of the repository:
//
//	go run ./bench
//
// It takes ten minutes; "formats", "list", "packages", "pull", "push", "sizes" or "start"
// measure that part alone. It only measures: no figure is a failure. A peer that is not
// installed is named and left out. To put the tables into the manual too:
//
//	go run ./bench -write docs/performance.md
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// row is one line of the table of times.
type row struct {
	what, peer string
	// ours and theirs are one figure of each round, in the order of rounds.
	ours, theirs []time.Duration
	// limit is the highest ratio that the project allows itself; 0 is none.
	limit float64
	// missing is the program without which there is nothing to compare with.
	missing string
}

// ratio is the median of the rounds' ratios: both sides of a round met the same
// noise.
func (r row) ratio() float64 {
	ratios := make([]float64, len(r.theirs))
	for i := range r.theirs {
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
	if args := os.Args[1:]; len(args) > 0 {
		peer := map[string]func(args []string) error{rawGETs: getAll, rawPOSTs: postAll, rawRows: writeAll}[args[0]]
		if peer != nil {
			if err := peer(args[1:]); err != nil {
				log.Fatal(err)
			}
			return
		}
	}
	page := flag.String("write", "", "also write the tables of all parts into this `file`, between its markers")
	flag.Parse()
	if *page != "" && flag.NArg() > 0 {
		log.Fatal("-write takes the tables of all parts: name no part")
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		log.Fatal(err)
	}
	var tables strings.Builder
	err = measure(io.MultiWriter(os.Stdout, &tables), dir, flag.Args())
	if err == nil && *page != "" {
		err = write(*page, tables.String())
	}
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		log.Fatal(err)
	}
}

// report is what came of the measuring.
type report struct {
	times   []row
	amounts []amount
}

// measure measures the parts that were named, or all, in dir. What was measured
// before an error is printed too.
func measure(out io.Writer, dir string, named []string) error {
	guichet, err := build(dir, "guichet", "./cmd/guichet")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %s, %s/%s, %d cores, medians of rounds.\n\n",
		time.Now().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	var got report
	for _, part := range []struct {
		name string
		run  func(got *report, dir, guichet string) error
	}{{"start", startUp}, {"list", listing}, {"formats", formats}, {"push", push}, {"pull", pull}, {"packages", packages}, {"sizes", sizes}} {
		if len(named) > 0 && !slices.Contains(named, part.name) {
			continue
		}
		if err = part.run(&got, dir, guichet); err != nil {
			break
		}
	}
	printTimes(out, got.times)
	printAmounts(out, got.amounts)
	return err
}
