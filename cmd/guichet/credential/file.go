package credential

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

const (
	fileName     = "credentials.json"
	newFileName  = "credentials.json.new"
	lockFileName = "credentials.lock"

	maxFileSize = 16 << 20
	// fileLockTimeout is far above the milliseconds a writer needs: only a
	// stopped process holds the lock for longer.
	fileLockTimeout = 10 * time.Second
)

// File returns the store that keeps secrets readable in dir/credentials.json, a
// JSON object from profile/service/field to the secret. The file has mode 0600
// and a new folder 0700. A file that its group or others can read or change, or
// a folder that others can read or somebody else can change, is refused with a
// [*StoreError] of kind [Insecure]; Windows has no such modes, and nothing is
// checked there. The file is written whole and replaced in one step, and
// processes that write at the same time take turns.
func File(dir string) Store { return &fileStore{dir: dir} }

type fileStore struct{ dir string }

func (s *fileStore) Name() string { return "file" }

func (s *fileStore) Get(ctx context.Context, key Key) (string, error) {
	if err := key.check(); err != nil {
		return "", err
	}
	if runtime.GOOS == "windows" {
		// An open reader would make the writer's rename fail there.
		unlock, err := s.lock(ctx)
		if err != nil {
			return "", err
		}
		defer unlock()
	}
	entries, err := s.read()
	if err != nil {
		return "", err
	}
	secret, found := entries[key.String()]
	if !found {
		return "", ErrNotFound
	}
	return secret, nil
}

func (s *fileStore) Set(ctx context.Context, key Key, secret string) error {
	if err := checkEntry(s.Name(), key, secret); err != nil {
		return err
	}
	return s.change(ctx, func(entries map[string]string) error {
		entries[key.String()] = secret
		return nil
	})
}

func (s *fileStore) Delete(ctx context.Context, key Key) error {
	if err := key.check(); err != nil {
		return err
	}
	if _, err := os.Lstat(s.path()); errors.Is(err, fs.ErrNotExist) {
		return ErrNotFound
	}
	return s.change(ctx, func(entries map[string]string) error {
		if _, found := entries[key.String()]; !found {
			return ErrNotFound
		}
		delete(entries, key.String())
		return nil
	})
}

// replace puts entries in the place of all those of the key's profile and
// service. It does so in one step: a process killed meanwhile leaves all of the
// old ones or all of the new ones.
func (s *fileStore) replace(ctx context.Context, key Key, entries map[string]string) error {
	if err := key.check(); err != nil {
		return err
	}
	if len(entries) == 0 && s.absent() {
		return nil
	}
	key.Field = ""
	return s.change(ctx, func(all map[string]string) error {
		maps.DeleteFunc(all, func(name, _ string) bool { return strings.HasPrefix(name, key.String()) })
		maps.Copy(all, entries)
		return nil
	})
}

// absent reports that there is no file, nor a new one that a killed writer left.
func (s *fileStore) absent() bool {
	_, err := os.Lstat(s.path())
	_, leftErr := os.Lstat(filepath.Join(s.dir, newFileName))
	return errors.Is(err, fs.ErrNotExist) && errors.Is(leftErr, fs.ErrNotExist)
}

func (s *fileStore) path() string { return filepath.Join(s.dir, fileName) }

func (s *fileStore) lock(ctx context.Context) (unlock func(), err error) {
	if err := s.checkFolder(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	path := filepath.Join(s.dir, lockFileName)
	limited, cancel := context.WithTimeout(ctx, fileLockTimeout)
	defer cancel()
	unlock, err = Lock(limited, path)
	switch {
	case err == nil:
		return unlock, nil
	case ctx.Err() != nil:
		return nil, err
	case limited.Err() != nil:
		return nil, &StoreError{Kind: Slow, Store: s.Name(), Path: s.path(), Err: message.Fail(message.StoreLockHeld, path)}
	}
	return nil, s.failed(err)
}

// change reads the entries, lets edit change them, and writes them back, alone.
func (s *fileStore) change(ctx context.Context, edit func(map[string]string) error) error {
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	entries, err := s.read()
	if err != nil {
		return err
	}
	if err := edit(entries); err != nil {
		return err
	}
	if err := s.write(entries); err != nil {
		return s.failed(err)
	}
	return nil
}

// read returns the entries; a missing file has none.
func (s *fileStore) read() (map[string]string, error) {
	f, err := s.open()
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err != nil {
		return nil, s.failed(err)
	}
	entries := map[string]string{}
	if len(raw) > maxFileSize || json.Unmarshal(raw, &entries) != nil || entries == nil {
		// The decoder's message may quote a piece of a secret.
		return nil, s.corrupt(message.StoreNotAnObject)
	}
	return entries, nil
}

// open returns the file once nobody but its owner can read or change it.
func (s *fileStore) open() (*os.File, error) {
	if err := s.checkFolder(); err != nil {
		return nil, err
	}
	// Before opening, because opening a pipe would wait for its other end.
	if info, err := os.Lstat(s.path()); err != nil {
		return nil, s.unlessMissing(err)
	} else if !info.Mode().IsRegular() {
		return nil, s.corrupt(message.StoreNotAFile)
	}
	f, err := os.Open(s.path())
	if err != nil {
		return nil, s.unlessMissing(err)
	}
	info, err := f.Stat()
	if err == nil {
		err = checkFileMode(s.path(), info)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

func (s *fileStore) checkFolder() error {
	info, err := os.Stat(s.dir)
	if err != nil {
		return s.unlessMissing(err)
	}
	return checkFolderMode(s.dir, info)
}

// write replaces the file in one step. The caller holds the lock, so that the
// fixed name of the new file is its own and what a killed writer left is removed.
func (s *fileStore) write(entries map[string]string) error {
	raw, err := json.MarshalIndent(entries, "", "  ")
	if err != nil {
		return err
	}
	temporary := filepath.Join(s.dir, newFileName)
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeDurably(temporary, append(raw, '\n')); err != nil {
		_ = os.Remove(temporary)
		return err
	}
	if err := os.Rename(temporary, s.path()); err != nil {
		_ = os.Remove(temporary)
		return err
	}
	syncFolder(s.dir)
	return nil
}

func writeDurably(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncFolder makes the rename survive a power cut, where the system allows it.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func (s *fileStore) corrupt(why message.Key) error {
	return &StoreError{Kind: Corrupt, Store: s.Name(), Path: s.path(), Err: message.Fail(why)}
}

// unlessMissing lets "does not exist" pass: it only means that nothing is stored.
func (s *fileStore) unlessMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.failed(err)
}

// failed makes a StoreError of an error of the file system.
func (s *fileStore) failed(err error) error {
	var already *StoreError
	if errors.As(err, &already) {
		return err
	}
	kind := Unreachable
	if errors.Is(err, fs.ErrPermission) {
		kind = Denied
	}
	return &StoreError{Kind: kind, Store: s.Name(), Path: s.path(), Err: err}
}
