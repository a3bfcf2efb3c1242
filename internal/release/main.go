// Command release builds the packages of Guichet from the last commit of a checkout:
//
//	go run ./internal/release -out dist
//
// They are archives, packages for Debian, Red Hat and Alpine, an OCI image, a bill of
// materials and the checksums of all. The same commit and the same version of Go give the
// same bytes. It needs git, and nothing of the network but the Go module proxy. Changes
// that are not committed are left out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

func main() {
	out := flag.String("out", "dist", "directory for the packages; it must be empty or missing")
	targets := flag.String("targets", strings.Join(allTargets, ","), "systems and architectures, such as linux/amd64")
	formats := flag.String("formats", strings.Join(allFormats, ","), "kinds of packages")
	repository := flag.String("repository", ".", "checkout to build from")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := publish(ctx, options{*repository, *out, strings.Split(*targets, ","), strings.Split(*formats, ",")})
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

var (
	allTargets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}
	allFormats = []string{"archive", "deb", "rpm", "apk", "image"}
)

type options struct {
	repository, out  string
	targets, formats []string
}

// publish builds the packages and writes them to a directory of their own.
func publish(ctx context.Context, o options) (err error) {
	if left, err := os.ReadDir(o.out); err == nil && len(left) > 0 {
		return fmt.Errorf("%s is not empty: remove it, or choose another directory with -out", o.out)
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "guichet-release")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	r := &release{Context: ctx, out: o.out, work: work}
	if err := r.checkout(o.repository); err != nil {
		return err
	}
	for _, target := range o.targets {
		if err := r.packages(target, o.formats); err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
	}
	if err := r.image(); err != nil {
		return fmt.Errorf("image: %w", err)
	}
	if err := r.billOfMaterials(); err != nil {
		return err
	}
	return r.checksums()
}
