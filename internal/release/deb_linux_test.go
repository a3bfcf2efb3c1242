package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// debian is the package, and the directory that stands for the root of a system.
func debian(t *testing.T) (deb, root string) {
	t.Helper()
	dir := packages(t)
	if _, err := exec.LookPath("dpkg"); err != nil || os.Getuid() != 0 {
		t.Skip("dpkg installs as root only")
	}
	root = t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "var/lib/dpkg/updates"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"status", "available"} {
		if err := os.WriteFile(filepath.Join(root, "var/lib/dpkg", name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "guichet_"+version+"_linux_amd64.deb"), root
}

// must runs a program without variables of this machine.
func must(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LC_ALL=C.UTF-8", "MANWIDTH=80"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// commit is that of the repository of the tests.
func commit(t *testing.T) string {
	t.Helper()
	dir, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	id, err := command(dir, "git", "rev-parse", "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(id)
}

// TestThePackageForDebianIsInstalledUsedAndRemoved works in a root directory of its own:
// the machine keeps its packages.
func TestThePackageForDebianIsInstalledUsedAndRemoved(t *testing.T) {
	deb, root := debian(t)
	must(t, "dpkg", "--root="+root, "--path-include=/usr/share/*", "--install", deb) // the image of a container may leave out documentation
	if status := must(t, "dpkg", "--root="+root, "--status", "guichet"); !strings.Contains(status, "\nVersion: 0.1.0~rc1\n") {
		t.Errorf("%s", status)
	}
	in := func(name string) string { return filepath.Join(root, name) }
	if table := must(t, in("usr/bin/guichet"), "--sandbox", "rdv", "rdv", "list", "--limit", "3"); strings.Count(table, "\n") < 4 || !strings.Contains(table, "ID ") {
		t.Errorf("%s", table)
	}
	if streams := must(t, in("usr/bin/guichet-tap"), "--sandbox", "--discover"); !strings.Contains(streams, `"rdv.rdvs"`) {
		t.Errorf("%s", streams)
	}
	build := must(t, in("usr/bin/guichet"), "version", "-o", "json")
	for _, want := range []string{`"version":"v` + version + `"`, `"commit":"` + commit(t) + `"`, `"date":"2026-11-29T08:00:00Z"`, `"modified":false`} {
		if !strings.Contains(build, want) {
			t.Errorf("%s lacks %s", build, want)
		}
	}
	must(t, "bash", "-n", in("usr/share/bash-completion/completions/guichet"))
	for page, title := range map[string]string{"man1/guichet-rdv-rdv-list.1.gz": "SYNOPSIS", "fr/man1/guichet-rdv-rdv-list.1.gz": "NOM"} {
		if _, err := exec.LookPath("man"); err != nil {
			t.Log("man is not installed")
		} else if shown := must(t, "man", "-l", in("usr/share/man/"+page)); !strings.Contains(shown, title) || !strings.Contains(shown, "--organisation-id ID") {
			t.Errorf("%s:\n%s", page, shown)
		}
	}
	for _, name := range append(inLinuxPackages("usr/share/zsh/vendor-completions/"), inLinuxPackagesAsLinks...) {
		if info, err := os.Stat(in(name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, "dpkg", "--root="+root, "--purge", "guichet")
	if left, err := os.ReadDir(in("usr")); err == nil {
		t.Errorf("it left %v", left)
	}
}

func TestLintianFindsNoErrorInThePackageForDebian(t *testing.T) {
	if !long() {
		t.Skip("it takes a minute: GUICHET_LONG=1")
	}
	deb, _ := debian(t)
	if _, err := exec.LookPath("lintian"); err != nil {
		t.Skip("lintian is not installed")
	}
	for _, path := range []string{deb, strings.Replace(deb, "amd64", "arm64", 1)} {
		// It ends with 2 when it finds an error.
		out, err := exec.CommandContext(t.Context(), "lintian", "--allow-root", "--fail-on", "error,warning", path).CombinedOutput()
		if err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

// TestThePagesOfThePackagesHaveNoWarning looks at pages with a version and a date.
func TestThePagesOfThePackagesHaveNoWarning(t *testing.T) {
	_, content := untar(t, bytes.NewReader(unzipped(t, read(t, "linux_amd64.tar.gz"))))
	var pages []string
	for name, page := range content {
		if filepath.Ext(name) == ".1" {
			path := filepath.Join(t.TempDir(), fmt.Sprint(len(pages), ".1"))
			if err := os.WriteFile(path, page, 0o600); err != nil {
				t.Fatal(err)
			}
			pages = append(pages, path)
		}
	}
	for _, tool := range [][]string{{"groff", "-ww", "-z", "-K", "utf8", "-man", "-Tutf8"}, {"mandoc", "-Tlint", "-Wwarning"}} {
		if _, err := exec.LookPath(tool[0]); err != nil {
			t.Logf("%s is not installed", tool[0])
		} else if said := must(t, tool[0], append(tool[1:], pages...)...); said != "" {
			t.Errorf("%s", said)
		}
	}
}
