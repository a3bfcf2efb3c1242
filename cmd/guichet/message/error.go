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

// Fail returns a text of the catalogue as an error.
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

// Reason says what an error says, in the language of the catalogue: in its own
// words for a [Speaker], in those of the catalogue for what the file system
// says often, and else in the words of whoever made it, a library or the
// system.
func (c *Catalogue) Reason(err error) string {
	if speaker, ok := errors.AsType[Speaker](err); ok {
		return speaker.In(c)
	}
	for _, known := range systemErrors() {
		if errors.Is(err, known.err) {
			return c.Text(known.key)
		}
	}
	return err.Error()
}

// WithoutPath is an error of the file system without the path, for a message that
// names it already.
func WithoutPath(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}

type systemError struct {
	err error
	key Key
}

func systemErrors() []systemError {
	return []systemError{
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
	}
}
