package main

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// platform is the binary of an image for Linux.
type platform struct {
	architecture string
	binary       []byte
}

// The account of the image.
const (
	account = 65532
	home    = "/home/guichet"
)

// The roots of Mozilla, as the Go project publishes them: a release takes none from the
// machine that builds it. Roots that Mozilla only trusts for old certificates are among
// them, as in the bundles of Debian and Alpine.
const (
	rootsModule = "golang.org/x/crypto/x509roots/fallback@v0.0.0-20261030153154-30a33513ff6d"
	rootsSum    = "h1:5NBkmd8MXirajj6AAEpi4HFVJnVkBNPTL1ggYAKqaws="
)

// roots are the certificate authorities as a PEM file.
func (r *release) roots() ([]byte, error) {
	said, err := r.run(nil, "go", "mod", "download", "-json", rootsModule)
	if err != nil {
		return nil, err
	}
	var module struct{ Dir, Sum string }
	if err := json.Unmarshal(said, &module); err != nil {
		return nil, err
	}
	if module.Sum != rootsSum {
		return nil, fmt.Errorf("%s has the checksum %s, want %s", rootsModule, module.Sum, rootsSum)
	}
	der, err := os.ReadFile(filepath.Join(module.Dir, "bundle", "bundle.der"))
	if err != nil {
		return nil, err
	}
	certificates, err := x509.ParseCertificates(der)
	var file []byte
	for _, c := range certificates {
		file = append(file, "# "+c.Subject.String()+"\n"...)
		file = append(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return file, err
}

// descriptor names a blob of an image.
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Platform    map[string]string `json:"platform,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// layout is an OCI image layout.
type layout struct{ files []file }

// blob adds a blob.
func (l *layout) blob(mediaType string, data []byte) descriptor {
	digest := fmt.Sprintf("%x", sha256.Sum256(data))
	l.files = append(l.files, file{name: "blobs/sha256/" + digest, mode: 0o644, data: data})
	return descriptor{MediaType: mediaType, Digest: "sha256:" + digest, Size: len(data)}
}

// object adds a blob of JSON.
func (l *layout) object(mediaType string, value any) (descriptor, error) {
	data, err := json.Marshal(value)
	return l.blob(mediaType, data), err
}

// The media types of an image.
const (
	typeLayer    = "application/vnd.oci.image.layer.v1.tar+gzip"
	typeConfig   = "application/vnd.oci.image.config.v1+json"
	typeManifest = "application/vnd.oci.image.manifest.v1+json"
	typeIndex    = "application/vnd.oci.image.index.v1+json"
)

// image writes one OCI layout with an image for each platform.
func (r *release) image() error {
	if len(r.images) == 0 {
		return nil
	}
	roots, err := r.roots()
	if err != nil {
		return err
	}
	var l layout
	var manifests []descriptor
	for _, p := range r.images {
		manifest, err := r.platformImage(&l, p, roots)
		if err != nil {
			return err
		}
		manifests = append(manifests, manifest)
	}
	index, err := l.object(typeIndex, map[string]any{"schemaVersion": 2, "mediaType": typeIndex, "manifests": manifests, "annotations": r.labels()})
	if err != nil {
		return err
	}
	index.Annotations = map[string]string{"org.opencontainers.image.ref.name": tag(r.version)}
	top, err := json.Marshal(map[string]any{"schemaVersion": 2, "mediaType": typeIndex, "manifests": []descriptor{index}})
	if err != nil {
		return err
	}
	l.files = append(l.files,
		file{name: "index.json", mode: 0o644, data: top},
		file{name: "oci-layout", mode: 0o644, data: []byte(`{"imageLayoutVersion":"1.0.0"}`)})
	packed, err := plainTar(l.files, r.date)
	if err != nil {
		return err
	}
	return r.write("guichet_"+r.version+"_linux.oci.tar", packed)
}

// tag is the version as a tag of an image, which has no plus sign.
func tag(version string) string { return strings.ReplaceAll(version, "+", "-") }

// platformImage adds the image of one platform and returns its manifest.
func (r *release) platformImage(l *layout, p platform, roots []byte) (descriptor, error) {
	content, err := plainTar(r.imageFiles(p.binary, roots), r.date)
	if err != nil {
		return descriptor{}, err
	}
	packed, err := compressed(content)
	if err != nil {
		return descriptor{}, err
	}
	layer := l.blob(typeLayer, packed)
	created := r.date.Format(time.RFC3339)
	config, err := l.object(typeConfig, map[string]any{
		"created": created, "architecture": p.architecture, "os": "linux",
		"config": map[string]any{
			"User": fmt.Sprintf("%d:%d", account, account), "WorkingDir": home, "Entrypoint": []string{"/usr/bin/guichet"}, "Labels": r.labels(),
			// There is no keyring: a run takes its credentials from variables.
			"Env": []string{"PATH=/usr/bin", "HOME=" + home, "GUICHET_STORE=none"},
		},
		"rootfs":  map[string]any{"type": "layers", "diff_ids": []string{fmt.Sprintf("sha256:%x", sha256.Sum256(content))}},
		"history": []map[string]string{{"created": created, "created_by": "go run ./internal/release"}},
	})
	manifest, failed := l.object(typeManifest, map[string]any{"schemaVersion": 2, "mediaType": typeManifest, "config": config, "layers": []descriptor{layer}})
	manifest.Platform = map[string]string{"architecture": p.architecture, "os": "linux"}
	return manifest, errors.Join(err, failed)
}

func (r *release) labels() map[string]string {
	return map[string]string{
		"org.opencontainers.image.title": "guichet", "org.opencontainers.image.licenses": "Apache-2.0",
		"org.opencontainers.image.source": homepage, "org.opencontainers.image.version": r.version,
		"org.opencontainers.image.revision": r.commit, "org.opencontainers.image.created": r.date.Format(time.RFC3339),
	}
}

// imageFiles are all files of an image.
func (r *release) imageFiles(binary, roots []byte) []file {
	files := []file{
		{name: "tmp", mode: fs.ModeDir | fs.ModeSticky | 0o777},
		{name: home[1:], mode: fs.ModeDir | 0o755, owner: account},
		{name: "etc/passwd", mode: 0o644, data: fmt.Appendf(nil, "root:x:0:0:root:/:/sbin/nologin\nguichet:x:%d:%[1]d:guichet:%s:/sbin/nologin\n", account, home)},
		{name: "etc/group", mode: 0o644, data: fmt.Appendf(nil, "root:x:0:\nguichet:x:%d:\n", account)},
		{name: "etc/ssl/certs/ca-certificates.crt", mode: 0o644, data: roots},
	}
	files = append(files, withTap("usr/bin/", binary)...)
	for _, f := range r.shared {
		if f.name == "LICENSE" || f.name == noticesName {
			f.name = documents + f.name
			files = append(files, f)
		}
	}
	for _, dir := range []string{"etc", "etc/ssl", "etc/ssl/certs", "home", "usr", "usr/bin", "usr/share", "usr/share/doc", "usr/share/doc/guichet"} {
		files = append(files, file{name: dir, mode: fs.ModeDir | 0o755})
	}
	return files
}
