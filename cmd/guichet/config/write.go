package config

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Write writes the whole configuration: a new file beside it, mode 0600, flushed
// to the disk, then renamed over it, so that no moment shows half of it. A link
// is followed, and its target replaced. The folder is made with mode 0700. A file
// that another program changed since it was read is left as it is, and that is
// an *exit.Error with code 2, as is every failure of the system.
func (f *File) Write() error {
	if f.homeless != nil {
		return f.homeless
	}
	data, err := f.encode()
	if err != nil {
		return err
	}
	target := f.path
	if real, err := filepath.EvalSymlinks(f.path); err == nil {
		target = real
	}
	if err := f.unchanged(target); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return f.failure(message.SetUnwritable, err)
	}
	if err := atomicfile.Write(target, data); err != nil {
		return f.failure(message.SetUnwritable, err)
	}
	f.read = data
	return nil
}

// encode gives the text of the file, read back and checked: whatever an edit did
// to the tree, a file that the next run would refuse is never written.
func (f *File) encode() ([]byte, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	spell(f.document, false)
	if err := errors.Join(encoder.Encode(f.document), encoder.Close()); err != nil {
		return nil, f.failure(message.SetUnwritable, err)
	}
	document, err := f.parse(text.Bytes())
	if err != nil {
		return nil, err
	}
	// The tree that was read back has the lines of the file as it will be.
	f.document = document
	return text.Bytes(), nil
}

func (f *File) unchanged(target string) error {
	now, err := f.load(target)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, f.read) {
		return exit.Usage.New(message.SetChanged, f.path).WithHint(message.SetHintRunAgain)
	}
	return nil
}
