package main_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// blobs are those of the image, checked.
type blobs map[string][]byte

func image(t *testing.T) blobs {
	t.Helper()
	_, content := untar(t, bytes.NewReader(read(t, "linux.oci.tar")))
	for name, data := range content {
		if digest, ok := strings.CutPrefix(name, "blobs/sha256/"); ok && fmt.Sprintf("%x", sha256.Sum256(data)) != digest {
			t.Errorf("%s does not have its digest", name)
		}
	}
	if string(content["oci-layout"]) != `{"imageLayoutVersion":"1.0.0"}` {
		t.Errorf("oci-layout is %q", content["oci-layout"])
	}
	return content
}

type reference struct {
	MediaType, Digest     string
	Size                  int
	Platform, Annotations map[string]string
}

// decode reads the blob of a reference.
func (b blobs) decode(t *testing.T, r reference, into any) {
	t.Helper()
	data := b["blobs/"+strings.Replace(r.Digest, ":", "/", 1)]
	if len(data) != r.Size || json.Unmarshal(data, into) != nil {
		t.Fatalf("%+v has %d bytes: %.200s", r, len(data), data)
	}
}

type configuration struct {
	Architecture, OS string
	Config           struct {
		User, WorkingDir string
		Entrypoint, Env  []string
		Labels           map[string]string
	}
	RootFS struct {
		DiffIDs []string `json:"diff_ids"`
	} `json:"rootfs"`
}

// each visits the image of each platform and its files.
func each(t *testing.T, visit func(c configuration, headers []*tar.Header, content map[string][]byte)) {
	t.Helper()
	b := image(t)
	var top, index struct{ Manifests []reference }
	if err := json.Unmarshal(b["index.json"], &top); err != nil || len(top.Manifests) != 1 {
		t.Fatalf("%s %v", b["index.json"], err)
	}
	if name := top.Manifests[0].Annotations["org.opencontainers.image.ref.name"]; name != version {
		t.Errorf("it is called %q", name)
	}
	b.decode(t, top.Manifests[0], &index)
	if want := map[bool]int{false: 1, true: 2}[long()]; len(index.Manifests) != want {
		t.Errorf("it has %d platforms, want %d", len(index.Manifests), want)
	}
	for _, m := range index.Manifests {
		var manifest struct {
			Config reference
			Layers []reference
		}
		var c configuration
		b.decode(t, m, &manifest)
		b.decode(t, manifest.Config, &c)
		if c.OS != "linux" || c.Architecture != m.Platform["architecture"] || len(manifest.Layers) != 1 {
			t.Fatalf("%+v %+v", m, c)
		}
		layer := unzipped(t, b["blobs/"+strings.Replace(manifest.Layers[0].Digest, ":", "/", 1)])
		if id := fmt.Sprintf("sha256:%x", sha256.Sum256(layer)); len(c.RootFS.DiffIDs) != 1 || c.RootFS.DiffIDs[0] != id {
			t.Errorf("the layer is %s, not %v", id, c.RootFS.DiffIDs)
		}
		headers, content := untar(t, bytes.NewReader(layer))
		visit(c, headers, content)
	}
}

func TestTheImageKnowsCertificateAuthoritiesAndRunsAsNobodyWithRights(t *testing.T) {
	each(t, func(c configuration, headers []*tar.Header, content map[string][]byte) {
		if c.Config.User != "65532:65532" || strings.Join(c.Config.Entrypoint, " ") != "/usr/bin/guichet" || c.Config.Labels["org.opencontainers.image.version"] != version {
			t.Errorf("%+v", c.Config)
		}
		roots := x509.NewCertPool()
		if !roots.AppendCertsFromPEM(content["etc/ssl/certs/ca-certificates.crt"]) || bytes.Count(content["etc/ssl/certs/ca-certificates.crt"], []byte("-BEGIN CERTIFICATE-")) < 100 {
			t.Error("it has no certificate authorities")
		}
		for _, h := range headers {
			if h.Mode&0o6022 != 0 && h.Name != "tmp/" && h.Typeflag != tar.TypeSymlink || !h.ModTime.Equal(commitTime()) {
				t.Errorf("%s has the mode %o and the time %v", h.Name, h.Mode, h.ModTime)
			}
		}
	})
}

// TestTheImageRunsTheCommand runs it with nothing but the files of the image.
func TestTheImageRunsTheCommand(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can change the root directory")
	}
	each(t, func(c configuration, headers []*tar.Header, content map[string][]byte) {
		if c.Architecture != "amd64" {
			return
		}
		root := t.TempDir()
		for _, h := range headers {
			path := filepath.Join(root, filepath.FromSlash(h.Name))
			var err error
			switch h.Typeflag {
			case tar.TypeDir:
				err = os.Mkdir(path, 0o755)
			case tar.TypeSymlink:
				err = os.Symlink(h.Linkname, path)
			default:
				err = os.WriteFile(path, content[h.Name], h.FileInfo().Mode())
			}
			if err == nil {
				err = os.Lchown(path, h.Uid, h.Gid)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, user := range []uint32{65532, 1000} { // 1000 as with docker run --user
			cmd := exec.CommandContext(t.Context(), c.Config.Entrypoint[0], "--sandbox", "rdv", "rdv", "list", "--limit", "3")
			cmd.Env, cmd.Dir = c.Config.Env, c.Config.WorkingDir
			cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: user, Gid: user}}
			if out, err := cmd.CombinedOutput(); err != nil || bytes.Count(out, []byte("\n")) < 4 {
				t.Errorf("as %d: %v\n%s", user, err, out)
			}
		}
	})
}
