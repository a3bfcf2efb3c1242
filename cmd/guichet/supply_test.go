package main_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// module is a module that some release is linked with.
type module struct{ Path, Version, Dir, Licence string }

// linked are the modules of the releases for all systems. The test is skipped
// where their sources are not at hand.
func linked(t *testing.T) []module {
	t.Helper()
	found := map[string]module{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-f", `{{with .Module}}{{if not .Main}}{{.Path}}|{{.Version}}|{{.Dir}}{{end}}{{end}}`, ".")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system)
		out, err := cmd.Output()
		if err != nil {
			t.Skip("go list has not all that it needs: ", err)
		}
		for line := range strings.Lines(string(out)) {
			if part := strings.Split(strings.TrimSpace(line), "|"); len(part) == 3 {
				found[part[0]] = module{Path: part[0], Version: part[1], Dir: part[2], Licence: licence(t, part[2])}
			}
		}
	}
	var all []module
	for _, m := range found {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return all
}

// licences are the sentences by which a licence is known.
var licences = []struct{ id, sentence string }{
	{"Apache-2.0", "Apache License,? Version 2.0"},
	{"BSD-3-Clause", "Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met: .* Neither the name"},
	{"BSD-2-Clause", "Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met:"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"MPL-2.0", "Mozilla Public License,? [Vv]ersion 2.0"},
}

var bullets = regexp.MustCompile(`[\s*]+`)

// licence reads the licence of a module from its own files, as SPDX names it.
func licence(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "[LC][IO][CP][EY][NI][SCN]*"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := bullets.ReplaceAllString(string(content), " ")
		for _, l := range licences {
			three := slices.Contains(ids, "BSD-3-Clause") && l.id == "BSD-2-Clause"
			if !three && !slices.Contains(ids, l.id) && regexp.MustCompile(l.sentence).MatchString(text) {
				ids = append(ids, l.id)
			}
		}
	}
	slices.Sort(ids)
	return strings.Join(ids, " AND ")
}

// kept compares a file of the repository with what it should hold, or writes it
// anew with GUICHET_UPDATE=1.
func kept(t *testing.T, path string, want []byte) {
	t.Helper()
	if os.Getenv("GUICHET_UPDATE") == "1" {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not current: run GUICHET_UPDATE=1 go test -run Linked ./cmd/guichet (%v)\n%s", path, err, cmp.Diff(string(got), string(want)))
	}
}

func TestTheListOfLicencesMatchesTheLinkedModules(t *testing.T) {
	all := linked(t)
	var list strings.Builder
	list.WriteString("# Licences\n\nGuichet is under Apache-2.0. Its releases are linked with these modules, on one system or another, and with the standard library of Go (BSD-3-Clause). " +
		"The identifiers are those of SPDX, read from the licence files of each module by a test that keeps this list current.\n\n| module | version | licence |\n|---|---|---|\n")
	for _, m := range all {
		if m.Licence == "" {
			t.Errorf("%s has no licence that is known here", m.Path)
		}
		fmt.Fprintf(&list, "| [%[1]s](https://pkg.go.dev/%[1]s) | %s | %s |\n", m.Path, m.Version, m.Licence)
	}
	kept(t, "../../docs/licenses.md", []byte(list.String()))
}

// bom is a bill of materials in the form of CycloneDX.
type bom struct {
	Format      string      `json:"bomFormat"`
	SpecVersion string      `json:"specVersion"`
	Version     int         `json:"version"`
	Metadata    any         `json:"metadata"`
	Components  []component `json:"components"`
	Depends     []depends   `json:"dependencies"`
}

type component struct {
	Type     string     `json:"type"`
	Ref      string     `json:"bom-ref"`
	Name     string     `json:"name"`
	Version  string     `json:"version,omitempty"`
	PURL     string     `json:"purl"`
	Licences []licensed `json:"licenses"`
}

type licensed struct {
	Expression string `json:"expression"`
}

type depends struct {
	Ref string   `json:"ref"`
	On  []string `json:"dependsOn"`
}

func newComponent(kind, path, version, licence string) component {
	purl := "pkg:golang/" + path
	if version != "" {
		purl += "@" + strings.ReplaceAll(version, "+", "%2B")
	}
	return component{kind, purl, path, version, purl, []licensed{{licence}}}
}

func TestTheBillOfMaterialsListsTheLinkedModules(t *testing.T) {
	main := newComponent("application", "github.com/guichet-go/guichet", "", "Apache-2.0")
	list := bom{Format: "CycloneDX", SpecVersion: "1.6", Version: 1, Metadata: map[string]any{"component": main}, Depends: []depends{{Ref: main.Ref}}}
	for _, m := range linked(t) {
		c := newComponent("library", m.Path, m.Version, m.Licence)
		list.Components = append(list.Components, c)
		list.Depends[0].On = append(list.Depends[0].On, c.Ref)
	}
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(list); err != nil {
		t.Fatal(err)
	}
	kept(t, "../../docs/sbom.cdx.json", encoded.Bytes())
}

// TestTheReleaseIsTheSameBytesEachTime builds a release in two folders, with
// nothing of the one at hand in the other.
func TestTheReleaseIsTheSameBytesEachTime(t *testing.T) {
	if os.Getenv("GUICHET_LONG") == "" {
		t.Skip("it compiles everything twice: GUICHET_LONG=1")
	}
	var sums [2][sha256.Size]byte
	for i := range sums {
		dir := filepath.Join(t.TempDir(), strings.Repeat("x", 1+20*i))
		copyTree(t, "../..", dir)
		cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", "program", "./cmd/guichet")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOCACHE="+filepath.Join(t.TempDir(), "cache"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		content, err := os.ReadFile(filepath.Join(dir, "program"))
		if err != nil {
			t.Fatal(err)
		}
		sums[i] = sha256.Sum256(content)
	}
	if sums[0] != sums[1] {
		t.Errorf("two builds of one source have the digests %x and %x", sums[0], sums[1])
	}
}

// copyTree copies a tree without its history.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && strings.HasPrefix(entry.Name(), "testdata-") {
			return fs.SkipDir // of another test, which may be removing it
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == ".git":
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		case !entry.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), content, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}
