package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// The program that writes the packages of Linux distributions. It is built apart from this
// module: go.mod names nothing that it needs.
const nfpmModule = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.48.0"

const (
	homepage    = "https://github.com/guichet-go/guichet"
	maintainer  = "The Guichet authors <guichet-go@users.noreply.github.com>"
	summary     = "command for RDV-Solidarités, ZOPS, GoPaaS and Astor Protect"
	documents   = "usr/share/doc/guichet/"
	noticesName = "THIRD-PARTY-NOTICES"
)

// entry is a file of a package as nfpm reads it.
type entry struct {
	Source      string `json:"src"`
	Destination string `json:"dst"`
	Type        string `json:"type,omitempty"`
	Info        struct {
		Mode int    `json:"mode"`
		Time string `json:"mtime"`
	} `json:"file_info"`
}

// linuxPackage writes a package for a family of distributions.
func (r *release) linuxPackage(format, name, architecture string, binary []byte) error {
	if r.nfpm == "" {
		tools := filepath.Join(r.work, "tools")
		if _, err := r.run([]string{"GOBIN=" + tools}, "go", "install", nfpmModule); err != nil {
			return err
		}
		r.nfpm = filepath.Join(tools, "nfpm")
	}
	files, err := r.linuxFiles(format, binary)
	if err != nil {
		return err
	}
	root := filepath.Join(r.work, name+"."+format)
	var contents []entry
	for _, f := range sorted(files) {
		path := filepath.Join(root, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		e := entry{Source: path, Destination: "/" + f.name}
		e.Info.Mode, e.Info.Time = int(f.mode.Perm()), r.date.Format(time.RFC3339)
		if f.mode.Type() == fs.ModeSymlink {
			e.Source, e.Type = string(f.data), "symlink"
		} else if err := os.WriteFile(path, f.data, f.mode); err != nil {
			return err
		}
		contents = append(contents, e)
	}
	version, prerelease := distribution(r.version)
	settings, err := json.Marshal(map[string]any{ // JSON is YAML
		"name": "guichet", "arch": architecture, "platform": "linux", "version": version, "prerelease": prerelease, "version_schema": "none",
		"section": "utils", "priority": "optional", "maintainer": maintainer, "homepage": homepage, "license": "Apache-2.0", "vendor": "Guichet",
		"description": summary + "\nguichet reads and writes appointments, users and settings of four French\npublic services, in a terminal and in scripts.",
		"recommends":  []string{"ca-certificates"}, "contents": contents,
		"rpm": map[string]string{"buildhost": "localhost", "compression": "gzip", "summary": summary, "group": "Applications/Internet"},
	})
	if err != nil {
		return err
	}
	configuration := filepath.Join(r.work, name+"."+format+".yaml")
	if err := os.WriteFile(configuration, settings, 0o600); err != nil {
		return err
	}
	target, err := filepath.Abs(filepath.Join(r.out, name+"."+format))
	if err != nil {
		return err
	}
	_, err = r.run(nil, r.nfpm, "package", "--config", configuration, "--packager", format, "--target", target)
	return err
}

// linuxFiles are the files of a package, where the family of distributions looks for them.
func (r *release) linuxFiles(format string, binary []byte) ([]file, error) {
	zsh := "usr/share/zsh/site-functions/"
	if format == "deb" {
		zsh = "usr/share/zsh/vendor-completions/"
	}
	places := map[string]string{
		"guichet.bash": "usr/share/bash-completion/completions/guichet",
		"_guichet":     zsh + "_guichet",
		"guichet.fish": "usr/share/fish/vendor_completions.d/guichet.fish",
	}
	files := append(withTap("usr/bin/", binary),
		file{name: "usr/share/man/man1/guichet-tap.1.gz", mode: fs.ModeSymlink | 0o777, data: []byte("guichet.1.gz")})
	for _, f := range r.shared {
		dir, base := filepath.Split(f.name)
		switch {
		case dir == "completions/":
			if places[base] == "" {
				continue // for Windows
			}
			f.name = places[base]
		case strings.HasPrefix(f.name, "man/"):
			page, err := compressed(f.data)
			if err != nil {
				return nil, err
			}
			f.name, f.data = "usr/share/"+f.name+".gz", page
		case format == "deb" && f.name == "LICENSE":
			continue // it is among the licences of the system
		default:
			f.name = documents + f.name
		}
		files = append(files, f)
	}
	if format != "deb" {
		return files, nil
	}
	debian, err := r.debianFiles()
	return append(files, debian...), err
}

// debianFiles are what Debian's policy asks of a package.
func (r *release) debianFiles() ([]file, error) {
	version, prerelease := distribution(r.version)
	if prerelease != "" {
		version += "~" + prerelease
	}
	changes, err := compressed(fmt.Appendf(nil, "guichet (%s) unstable; urgency=medium\n\n  * CHANGELOG.md lists the changes of this version.\n\n -- %s  %s\n",
		version, maintainer, r.date.Format(time.RFC1123Z)))
	const copyright = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: guichet
Source: ` + homepage + `

Files: *
Copyright: 2026 The Guichet authors
License: Apache-2.0
 On Debian systems, the text of this licence is in
 /usr/share/common-licenses/Apache-2.0.
Comment:
 The licences of the modules that are linked into /usr/bin/guichet are in
 /` + documents + noticesName + `.
`
	return []file{
		{name: documents + "changelog.gz", mode: 0o644, data: changes},
		{name: documents + "copyright", mode: 0o644, data: []byte(copyright)},
		{name: "usr/share/lintian/overrides/guichet", mode: 0o644, data: []byte("# Go links its programs statically.\nguichet: statically-linked-binary [usr/bin/guichet]\n")},
	}, err
}

var betweenTags = regexp.MustCompile(`^(\d+\.\d+\.\d+)-(?:.*\.)?(\d{14})-[0-9a-f]{12}$`)

// distribution is a version as distributions order it: what stands after the number comes
// before the version itself. A commit without a tag is named by its time.
func distribution(version string) (number, prerelease string) {
	if parts := betweenTags.FindStringSubmatch(version); parts != nil {
		return parts[1], "git" + parts[2]
	}
	number, prerelease, _ = strings.Cut(version, "-")
	return number, strings.NewReplacer("-", "", ".", "").Replace(prerelease)
}
