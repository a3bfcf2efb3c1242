package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// sizes are the budgets that a test watches as well.
func sizes(got *report, dir, guichet string) error {
	info, err := os.Stat(guichet)
	if err != nil {
		return err
	}
	got.amounts = append(got.amounts, amount{"size of the release binary", " MB", float64(info.Size()) / 1e6, 15})
	if runtime.GOOS != "linux" {
		return nil
	}
	mib, err := peak(dir, nil, guichet, "--version")
	got.amounts = append(got.amounts, amount{"`guichet --version`, peak memory of its own", " MiB", mib, 4})
	return err
}

// peak runs a program and returns the most anonymous memory that it held, in MiB, as Linux
// counts it.
func peak(dir string, environ []string, args ...string) (float64, error) {
	measures, err := build(dir, "peak", "./cmd/guichet/testdata/peak")
	if err != nil {
		return 0, err
	}
	cmd := exec.Command(measures, args...)
	cmd.Env = environ
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("measuring %s: %w", args[0], err)
	}
	kib, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	return kib / 1024, err
}
