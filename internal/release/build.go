package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// release is one run: a clean checkout, what every package contains, and what was built.
type release struct {
	context.Context

	work, out string
	version   string    // without the v
	commit    string    // that is built
	date      time.Time // of the commit
	shared    []file    // what every package contains
	nfpm      string    // path of the program, "" before it is built
	images    []platform
}

// file is a file or a directory of a package.
type file struct {
	name  string
	mode  fs.FileMode
	data  []byte
	owner int
}

func (r *release) source() string { return filepath.Join(r.work, "source") }

// run runs a program in the checkout and returns what it writes to standard output.
func (r *release) run(environment []string, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(r, name, args...)
	cmd.Dir = r.source()
	cmd.Env = append(os.Environ(), // nothing of the machine changes what is built
		"GIT_CONFIG_GLOBAL="+filepath.Join(r.work, "gitconfig"), "GIT_CONFIG_NOSYSTEM=1",
		"CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOEXPERIMENT=", "GOAMD64=v1", "GOARM64=v8.0", "GOFIPS140=off",
		fmt.Sprint("SOURCE_DATE_EPOCH=", r.date.Unix()), "TZ=UTC", "LC_ALL=C", "GUICHET_OUTPUT=", "GUICHET_LANG=en")
	cmd.Env = append(cmd.Env, environment...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, bytes.TrimSpace(said.Bytes()))
	}
	return out.Bytes(), nil
}

// checkout clones the last commit of a repository and builds the command for this machine:
// it says which version it is, and writes its man pages and completions.
func (r *release) checkout(repository string) error {
	from, err := filepath.Abs(repository)
	if err != nil {
		return err
	}
	// A checkout may belong to another account, as in a container.
	if err := os.WriteFile(filepath.Join(r.work, "gitconfig"), []byte("[safe]\n\tdirectory = *\n"), 0o600); err != nil {
		return err
	}
	if err := os.Mkdir(r.source(), 0o755); err != nil {
		return err
	}
	if _, err := r.run(nil, "git", "clone", "--quiet", from, "."); err != nil {
		return err
	}
	host, err := r.build(runtime.GOOS + "/" + runtime.GOARCH)
	if err != nil {
		return err
	}
	said, err := r.run(nil, host, "version", "-o", "json")
	if err != nil {
		return err
	}
	var built struct {
		Version, Commit string
		Date            time.Time
	}
	if err := json.Unmarshal(said, &built); err != nil {
		return err
	}
	if built.Commit == "" {
		return fmt.Errorf("the build does not name its commit: %s", said)
	}
	r.version, r.commit, r.date = strings.TrimPrefix(built.Version, "v"), built.Commit, built.Date.UTC()
	return r.collect(host)
}

// build builds the command for a target, once, and returns its path.
func (r *release) build(target string) (path string, err error) {
	system, architecture, ok := strings.Cut(target, "/")
	if !ok {
		return "", errors.New("expected a system and an architecture, such as linux/amd64")
	}
	path = filepath.Join(r.work, system+"-"+architecture)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	_, err = r.run([]string{"GOOS=" + system, "GOARCH=" + architecture},
		"go", "build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w", "-o", path, "./cmd/guichet")
	return path, err
}

// collect gathers what every package contains beside the binary.
func (r *release) collect(host string) error {
	for _, pattern := range []string{"LICENSE", "README*.md", "CHANGELOG.md"} {
		found, err := filepath.Glob(filepath.Join(r.source(), pattern))
		if err != nil || len(found) == 0 {
			return fmt.Errorf("the repository has no %s", pattern)
		}
		for _, path := range found {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			r.add(filepath.Base(path), data)
		}
	}
	for shell, name := range map[string]string{"bash": "guichet.bash", "zsh": "_guichet", "fish": "guichet.fish", "powershell": "guichet.ps1"} {
		script, err := r.run(nil, host, "completion", shell)
		if err != nil {
			return err
		}
		r.add("completions/"+name, script)
	}
	if _, err := r.run(nil, host, "man", filepath.Join(r.work, "man")); err != nil {
		return err
	}
	pages := os.DirFS(r.work)
	err := fs.WalkDir(pages, "man", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		page, err := fs.ReadFile(pages, path)
		r.add(path, page)
		return err
	})
	if err != nil {
		return err
	}
	notices, err := r.notices()
	r.add(noticesName, notices)
	return err
}

func (r *release) add(name string, data []byte) {
	r.shared = append(r.shared, file{name: name, mode: 0o644, data: data})
}

// packages builds the packages for a target.
func (r *release) packages(target string, formats []string) error {
	system, architecture, _ := strings.Cut(target, "/")
	path, err := r.build(target)
	if err != nil {
		return err
	}
	binary, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	name := strings.Join([]string{"guichet", r.version, system, architecture}, "_")
	for _, format := range formats {
		switch {
		case format == "archive":
			err = r.archive(name, system, binary)
		case !slices.Contains(allFormats, format):
			err = fmt.Errorf("unknown format; use %s", strings.Join(allFormats, ", "))
		case system != "linux":
			continue
		case format == "image":
			r.images = append(r.images, platform{architecture, binary})
		default:
			err = r.linuxPackage(format, name, architecture, binary)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", format, err)
		}
	}
	return nil
}

// write writes a file of the release.
func (r *release) write(name string, data []byte) error {
	return os.WriteFile(filepath.Join(r.out, name), data, 0o644)
}

// billOfMaterials writes the bill of the repository, of this version.
func (r *release) billOfMaterials() error {
	data, err := os.ReadFile(filepath.Join(r.source(), "docs", "sbom.cdx.json"))
	if err != nil {
		return err
	}
	const name = `"name": "github.com/guichet-go/guichet",`
	if bytes.Count(data, []byte(name)) != 1 {
		return errors.New("docs/sbom.cdx.json does not name this module once")
	}
	version := fmt.Sprintf("%s\n      \"version\": %q,", name, r.version)
	return r.write("guichet_"+r.version+"_sbom.cdx.json", bytes.Replace(data, []byte(name), []byte(version), 1))
}

// checksums writes what sha256sum --check reads.
func (r *release) checksums() error {
	entries, err := os.ReadDir(r.out)
	if err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(r.out, entry.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), entry.Name())
	}
	return r.write("SHA256SUMS", sums.Bytes())
}
