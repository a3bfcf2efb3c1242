package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// starts is how often each program is started.
const starts = 60

const printsOneLine = `package main

import "fmt"

func main() { fmt.Println("one line") }
`

// startUp compares the processor time of "guichet --version" with that of a
// program that prints one line, both built as releases are.
func startUp(got *report, dir, guichet string) error {
	r := row{what: "`guichet --version`, processor time", peer: "a program that prints one line", limit: 3}
	source := filepath.Join(dir, "line.go")
	if err := os.WriteFile(source, []byte(printsOneLine), 0o600); err != nil {
		return err
	}
	theirs, err := build(dir, "line", source)
	if err != nil {
		return err
	}
	for range starts {
		a, err := cpu(guichet, "--version")
		if err != nil {
			return err
		}
		b, err := cpu(theirs)
		if err != nil {
			return err
		}
		r.ours, r.theirs = append(r.ours, a), append(r.theirs, b)
	}
	got.times = append(got.times, r)
	return nil
}

func build(dir, name, what string) (binary string, err error) {
	binary = filepath.Join(dir, name+".exe")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, what)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", what, err, out)
	}
	return binary, nil
}

// cpu runs a program and returns the processor time that it took.
func cpu(program string, args ...string) (time.Duration, error) {
	cmd := exec.Command(program, args...)
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("%s: %w", program, err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}
