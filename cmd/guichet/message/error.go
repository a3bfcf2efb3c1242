package message

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// Error is a text of the catalogue as an error. It is made where something goes
// wrong, by code that does not know the language, and put into words where it
// is shown: see [Catalogue.Reason].
type Error struct {
	Key Key
	// Args fill the placeholders. Those that are errors are the causes.
	Args []any
}

// Fail returns a text of the catalogue as an error. Inlined at each of its calls, it
// and the makers of package exit would weigh 80 kB.
//
//go:noinline
func Fail(key Key, args ...any) *Error { return &Error{Key: key, Args: args} }

// Error gives the text in English.
func (e *Error) Error() string { return e.In(nil) }

// In gives the text in the language of the catalogue.
func (e *Error) In(c *Catalogue) string { return c.Text(e.Key, e.Args...) }

// Unwrap gives the causes.
func (e *Error) Unwrap() (causes []error) {
	for _, arg := range e.Args {
		if err, ok := arg.(error); ok {
			causes = append(causes, err)
		}
	}
	return causes
}

// Speaker is an error that can be put into words of a catalogue.
type Speaker interface {
	error
	In(c *Catalogue) string
}

// WithoutPath is an error of the file system without the path, for a message that
// names it already.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func WithoutPath(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}

// system puts what the file system and the network of this machine say into words,
// "" for anything else.
func (c *Catalogue) system(err error) string {
	for _, known := range []struct {
		err error
		key Key
	}{
		{context.DeadlineExceeded, SystemTimeOver},
		{context.Canceled, ErrInterrupted},
		{os.ErrDeadlineExceeded, SystemTimeOver},
		{io.ErrUnexpectedEOF, SystemCut},
		{fs.ErrNotExist, SystemNotExist},
		{fs.ErrPermission, SystemPermission},
		{fs.ErrExist, SystemExist},
		{syscall.ENOSPC, SystemFull},
		{syscall.EISDIR, SystemIsFolder},
		{syscall.ENOTDIR, SystemNotFolder},
		{syscall.EROFS, SystemReadOnly},
		{syscall.EADDRINUSE, SystemAddressInUse},
		{syscall.EADDRNOTAVAIL, SystemAddressUnknown},
		{syscall.ECONNREFUSED, SystemConnectionRefused},
		{syscall.ECONNRESET, SystemConnectionReset},
		{syscall.EPIPE, SystemConnectionReset},
		{syscall.ENETUNREACH, SystemNetworkUnreachable},
		{syscall.EHOSTUNREACH, SystemHostUnreachable},
	} {
		if errors.Is(err, known.err) {
			return c.Text(known.key)
		}
	}
	return ""
}
