package main_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
)

// untar gives the entries of a tar and what is in its files.
func untar(t *testing.T, r io.Reader) (headers []*tar.Header, content map[string][]byte) {
	t.Helper()
	content = map[string][]byte{}
	archive := tar.NewReader(r)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return headers, content
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		headers = append(headers, header)
		content[header.Name] = data
	}
}

func unzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// beside is what an archive contains beside the binary, and how each begins.
func beside() map[string]string {
	return map[string]string{
		"LICENSE": "", "README.md": "#", "CHANGELOG.md": "# Changelog", "THIRD-PARTY-NOTICES": "==== Go: LICENSE",
		"completions/guichet.bash": "# bash completion", "completions/_guichet": "#compdef guichet", "completions/guichet.fish": "# fish completion",
		"completions/guichet.ps1": "# powershell completion", "man/man1/guichet.1": ".TH GUICHET 1 \"2026-11-29\" \"guichet v" + strings.ReplaceAll(version, "-", `\-`),
		"man/fr/man1/guichet-rdv-rdv-list.1": `.TH GUICHET\-RDV\-RDV\-LIST 1`,
	}
}

// commitTime is the time of the commit of the tests.
func commitTime() time.Time { return time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC) }

func TestAnArchiveContainsTheCommandAndWhatBelongsToIt(t *testing.T) {
	for _, target := range []string{"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"} {
		if target != "linux_amd64" && !long() {
			continue
		}
		headers, content := untar(t, bytes.NewReader(unzipped(t, read(t, target+".tar.gz"))))
		folder := "guichet_" + version + "_" + target + "/"
		checkArchive(t, folder, content)
		for i, h := range headers {
			if h.Name == folder+"guichet-tap" {
				if h.Typeflag != tar.TypeSymlink || h.Linkname != "guichet" {
					t.Errorf("%+v", h)
				}
				continue
			}
			executable := h.Name == folder+"guichet"
			if h.Mode&0o111 != 0 != executable || !h.ModTime.Equal(commitTime()) || h.Uid != 0 || h.Uname != "" || i > 0 && headers[i-1].Name >= h.Name {
				t.Errorf("%s: %+v", target, h)
			}
		}
		if len(content[folder+"guichet"]) < 1<<20 {
			t.Errorf("%s has no program", target)
		}
	}
}

func checkArchive(t *testing.T, folder string, content map[string][]byte) {
	t.Helper()
	for name, begin := range beside() {
		if data := content[folder+name]; len(data) == 0 || !strings.HasPrefix(string(data), begin) {
			t.Errorf("%s%s begins with %.60q", folder, name, data)
		}
	}
	for name := range content {
		if !strings.HasPrefix(name, folder) {
			t.Errorf("%s is not in %s", name, folder)
		}
	}
	if _, ok := content[folder+"guichet-tap"]; ok == strings.Contains(folder, "windows") {
		t.Errorf("guichet-tap in %s: %v", folder, ok)
	}
	pages := slices.DeleteFunc(slices.Collect(maps.Keys(content)), func(name string) bool { return path.Base(path.Dir(name)) != "man1" })
	if len(pages) < 300 {
		t.Errorf("it has %d man pages", len(pages))
	}
}

func TestAnArchiveForWindowsIsAZip(t *testing.T) {
	if !long() {
		t.Skip("it compiles for another system: GUICHET_LONG=1")
	}
	for _, target := range []string{"windows_amd64", "windows_arm64"} {
		data := read(t, target+".zip")
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		folder, content := "guichet_"+version+"_"+target+"/", map[string][]byte{}
		for _, f := range archive.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if content[f.Name], err = io.ReadAll(r); err != nil || !f.Modified.Equal(commitTime()) {
				t.Errorf("%s: %v %v", f.Name, f.Modified, err)
			}
		}
		checkArchive(t, folder, content)
		if program := content[folder+"guichet.exe"]; !bytes.HasPrefix(program, []byte("MZ")) {
			t.Errorf("guichet.exe begins with %.10q", program)
		}
	}
}

// inLinuxPackages are the places of some files in every package of a distribution.
func inLinuxPackages(zsh string) []string {
	return []string{
		"usr/bin/guichet", "usr/share/bash-completion/completions/guichet", "usr/share/fish/vendor_completions.d/guichet.fish",
		zsh + "_guichet", "usr/share/man/man1/guichet.1.gz", "usr/share/man/fr/man1/guichet-rdv-rdv-list.1.gz",
		"usr/share/doc/guichet/THIRD-PARTY-NOTICES", "usr/share/doc/guichet/README.md",
	}
}

// inLinuxPackagesAsLinks are the links in every package of a distribution.
var inLinuxPackagesAsLinks = []string{"usr/bin/guichet-tap", "usr/share/man/man1/guichet-tap.1.gz"}

const siteFunctions = "usr/share/zsh/site-functions/"

func TestAPackageForAlpineHasItsFiles(t *testing.T) {
	if !long() {
		t.Skip("the ordinary run builds one package: GUICHET_LONG=1")
	}
	for _, target := range []string{"linux_amd64", "linux_arm64"} {
		_, content := untar(t, bytes.NewReader(unzipped(t, read(t, target+".apk"))))
		for _, name := range append(inLinuxPackages(siteFunctions), ".PKGINFO") {
			if len(content[name]) == 0 {
				t.Errorf("%s: %s is missing", target, name)
			}
		}
		for _, name := range inLinuxPackagesAsLinks {
			if _, ok := content[name]; !ok {
				t.Errorf("%s: %s is missing", target, name)
			}
		}
		if !strings.Contains(string(content[".PKGINFO"]), "\npkgver = 0.1.0_rc1") {
			t.Errorf("%s", content[".PKGINFO"])
		}
	}
}

func TestAPackageForRedHatHasItsFiles(t *testing.T) {
	if !long() {
		t.Skip("the ordinary run builds one package: GUICHET_LONG=1")
	}
	for _, target := range []string{"linux_amd64", "linux_arm64"} {
		data := read(t, target+".rpm")
		// The last part is a compressed cpio, which names each file before its content.
		payload := unzipped(t, data[bytes.LastIndex(data, []byte("\x1f\x8b\x08\x00\x00")):])
		for _, name := range append(append(inLinuxPackages(siteFunctions), "\x7fELF"), inLinuxPackagesAsLinks...) {
			if !bytes.Contains(payload, []byte(name)) {
				t.Errorf("%s: %q is missing", target, name)
			}
		}
	}
}
