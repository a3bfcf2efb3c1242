package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"io/fs"
	"slices"
	"time"
)

// archive writes an archive for a system: zip for Windows, tar.gz for any other.
func (r *release) archive(name, system string, binary []byte) error {
	own, pack, suffix := withTap("", binary), compressedTar, ".tar.gz"
	if system == "windows" { // where links need rights
		own, pack, suffix = []file{{name: "guichet.exe", mode: 0o755, data: binary}}, zipped, ".zip"
	}
	var files []file
	for _, f := range append(slices.Clone(r.shared), own...) {
		f.name = name + "/" + f.name
		files = append(files, f)
	}
	data, err := pack(files, r.date)
	if err != nil {
		return err
	}
	return r.write(name+suffix, data)
}

// withTap is the program in a directory, and its second name: Meltano runs a tap by its
// name alone.
func withTap(dir string, binary []byte) []file {
	return []file{
		{name: dir + "guichet", mode: 0o755, data: binary},
		{name: dir + "guichet-tap", mode: fs.ModeSymlink | 0o777, data: []byte("guichet")},
	}
}

// compressedTar is a tar of files, compressed.
func compressedTar(files []file, date time.Time) ([]byte, error) {
	packed, err := plainTar(files, date)
	if err != nil {
		return nil, err
	}
	return compressed(packed)
}

// plainTar packs files and directories, sorted by name, all of the same time.
func plainTar(files []file, date time.Time) ([]byte, error) {
	var packed bytes.Buffer
	w := tar.NewWriter(&packed)
	for _, f := range sorted(files) {
		header := &tar.Header{Name: f.name, Mode: int64(f.mode.Perm()), Uid: f.owner, Gid: f.owner, Size: int64(len(f.data)), ModTime: date}
		if f.mode&fs.ModeSticky != 0 {
			header.Mode |= 0o1000
		}
		switch f.mode.Type() {
		case fs.ModeDir:
			header.Typeflag, header.Name = tar.TypeDir, f.name+"/"
		case fs.ModeSymlink:
			header.Typeflag, header.Linkname, header.Size, f.data = tar.TypeSymlink, string(f.data), 0, nil
		}
		err := w.WriteHeader(header)
		if err == nil {
			_, err = w.Write(f.data)
		}
		if err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return packed.Bytes(), err
}

// compressed is gzip without a name or a time.
func compressed(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	err = errors.Join(err, w.Close())
	return packed.Bytes(), err
}

// zipped packs files, sorted by name, all of the same time.
func zipped(files []file, date time.Time) ([]byte, error) {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, f := range sorted(files) {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: date}
		header.SetMode(f.mode)
		entry, err := w.CreateHeader(header)
		if err == nil {
			_, err = entry.Write(f.data)
		}
		if err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return packed.Bytes(), err
}

func sorted(files []file) []file {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	return files
}
