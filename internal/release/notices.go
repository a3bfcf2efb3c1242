package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var noticeName = regexp.MustCompile(`^(?i)(licen[cs]e|copying|notice)`)

// notices are the licences of Go and of every module that a binary is linked with: most
// ask to be passed on with it.
func (r *release) notices() ([]byte, error) {
	root, err := r.run(nil, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	modules := []string{"Go|" + strings.TrimSpace(string(root))}
	for _, target := range allTargets {
		system, architecture, _ := strings.Cut(target, "/")
		list, err := r.run([]string{"GOOS=" + system, "GOARCH=" + architecture}, "go", "list", "-deps", "-f",
			`{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}|{{.Dir}}{{end}}{{end}}`, "./cmd/guichet")
		if err != nil {
			return nil, err
		}
		modules = append(modules, strings.Split(strings.TrimSpace(string(list)), "\n")...)
	}
	slices.Sort(modules)
	var all bytes.Buffer
	for _, module := range slices.Compact(modules) {
		name, dir, found := strings.Cut(module, "|")
		if !found {
			continue // a package of the standard library
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		before := all.Len()
		for _, entry := range entries {
			if !entry.Type().IsRegular() || !noticeName.MatchString(entry.Name()) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&all, "==== %s: %s\n\n%s\n\n", name, entry.Name(), bytes.TrimSpace(text))
		}
		if all.Len() == before {
			return nil, fmt.Errorf("%s has no licence file", name)
		}
	}
	return all.Bytes(), nil
}
