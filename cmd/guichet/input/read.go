package input

import (
	"context"
	"errors"
	"io"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/outcome"
)

// Await ends a wait for a read with ctx. The read itself cannot be stopped: it goes
// on in the background.
func Await[T any](ctx context.Context, read func() (T, error)) (T, error) {
	done := make(chan outcome.Outcome[T], 1)
	go outcome.Run(read, func(got outcome.Outcome[T]) { done <- got })
	select {
	case got := <-done:
		return got.Get()
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

// All reads to the end, or to the limit in bytes and one more. name stands for what
// is read in the error.
func All(ctx context.Context, name string, in io.Reader, limit int64) ([]byte, error) {
	data, err := Await(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(in, limit+1)) })
	return data, Unreadable(ctx, name, err)
}

// Unreadable says that something cannot be read, unless ctx has ended or err has its
// exit code.
func Unreadable(ctx context.Context, name string, err error) error {
	if err == nil || context.Cause(ctx) != nil || errors.As(err, new(*exit.Error)) {
		return err
	}
	return exit.Usage.New(message.ErrFileUnreadable, name, message.WithoutPath(err))
}
