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

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

const (
	fileName     = "credentials.json"
	lockFileName = "credentials.lock"

	maxFileSize = 16 << 20
)

// File returns the store that keeps secrets readable in dir/credentials.json, a
// JSON object from the name of an entry to its text. The file has mode 0600 and a
// new folder 0700. A file that its group or others can read or change, a folder
// that others can read or somebody else can change, and either of them when it
// belongs to another account but root, is refused with a failure of kind
// [Insecure]; Windows has no such modes and owners, and nothing is checked there.
// The file is written whole and replaced in one step, and processes that write at
// the same time take turns by a lock, for which take waits; nil is [lock.Wait]
// without a notice.
func File(dir string, take func(ctx context.Context, path string) (unlock func(), err error)) Store {
	if take == nil {
		take = func(ctx context.Context, path string) (func(), error) { return lock.Wait(ctx, path, nil) }
	}
	return &fileStore{dir, take}
}

type fileStore struct {
	dir  string
	take func(ctx context.Context, path string) (unlock func(), err error)
}

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
	raw, found := entries[key.String()]
	if !found {
		return "", ErrNotFound
	}
	var secret string
	if json.Unmarshal(raw, &secret) != nil {
		return "", failed(Corrupt, s.Name(), "", message.Fail(message.StoreEntryUnreadable, key.String()))
	}
	return secret, nil
}

func (s *fileStore) Set(ctx context.Context, key Key, secret string) error {
	if err := checkEntry(s.Name(), key, secret); err != nil {
		return err
	}
	raw, err := json.Marshal(secret)
	if err != nil {
		return err
	}
	return s.change(ctx, func(entries map[string]json.RawMessage) error {
		entries[key.String()] = raw
		return nil
	})
}

func (s *fileStore) Delete(ctx context.Context, key Key) error {
	if err := key.check(); err != nil {
		return err
	}
	if s.absent() {
		return ErrNotFound
	}
	return s.change(ctx, func(entries map[string]json.RawMessage) error {
		if _, found := entries[key.String()]; !found {
			return ErrNotFound
		}
		delete(entries, key.String())
		return nil
	})
}

// remove deletes all entries of a profile and service in one step.
func (s *fileStore) remove(ctx context.Context, profile, service string) (found bool, err error) {
	key := Key{Profile: profile, Service: service}
	if err := key.check(); err != nil || s.absent() {
		return false, err
	}
	err = s.change(ctx, func(entries map[string]json.RawMessage) error {
		before := len(entries)
		maps.DeleteFunc(entries, func(name string, _ json.RawMessage) bool {
			return name == key.String() || strings.HasPrefix(name, key.String()+"/")
		})
		found = len(entries) < before
		return nil
	})
	return found, err
}

// checkWritable returns the error with which a write would fail.
func (s *fileStore) checkWritable(ctx context.Context) error {
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	_, err = s.read()
	return err
}

// absent reports that there is no file, nor a new one that a killed writer left.
func (s *fileStore) absent() bool {
	_, err := os.Lstat(s.path())
	_, leftErr := os.Lstat(s.path() + atomicfile.Fresh)
	return errors.Is(err, fs.ErrNotExist) && errors.Is(leftErr, fs.ErrNotExist)
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *fileStore) path() string { return filepath.Join(s.dir, fileName) }

func (s *fileStore) lock(ctx context.Context) (unlock func(), err error) {
	if err := s.checkFolder(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	unlock, err = s.take(ctx, filepath.Join(s.dir, lockFileName))
	var held *lock.HeldError
	switch {
	case err == nil:
		return unlock, nil
	case errors.As(err, &held):
		return nil, StillHeld(s.Name(), held)
	}
	return nil, s.failed(err)
}

// change reads the entries, lets edit change them, and writes them back, alone.
func (s *fileStore) change(ctx context.Context, edit func(map[string]json.RawMessage) error) error {
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
func (s *fileStore) read() (map[string]json.RawMessage, error) {
	f, err := s.open()
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]json.RawMessage{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err != nil {
		return nil, s.failed(err)
	}
	entries := map[string]json.RawMessage{}
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
		err = private(s.path(), info, fileModeForbidden)
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
	return private(s.dir, info, folderModeForbidden)
}

// write replaces the file in one step. The caller holds the lock.
func (s *fileStore) write(entries map[string]json.RawMessage) error {
	raw, err := json.MarshalIndent(entries, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.WriteLocked(s.path(), append(raw, '\n'))
}

func (s *fileStore) corrupt(why message.Key) error {
	return failed(Corrupt, s.Name(), s.path(), message.Fail(why))
}

// unlessMissing lets "does not exist" pass: it only means that nothing is stored.
func (s *fileStore) unlessMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.failed(err)
}

// failed is the failure of the store for an error of the file system.
func (s *fileStore) failed(err error) error {
	if errors.As(err, new(Kind)) {
		return err
	}
	kind := Unreachable
	if errors.Is(err, fs.ErrPermission) {
		kind = Denied
	}
	return failed(kind, s.Name(), s.path(), err)
}
