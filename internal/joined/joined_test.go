package joined_test

import (
	"errors"
	"io"
	"testing"

	"github.com/guichet-go/guichet/internal/joined"
)

func TestErrorsAreJoinedWithoutThoseThatAreNil(t *testing.T) {
	if err := joined.Errors(nil, nil); err != nil {
		t.Error(err)
	}
	if err := joined.Errors(nil, io.EOF, nil); err != io.EOF {
		t.Error(err)
	}
	err := joined.Errors(io.EOF, nil, io.ErrClosedPipe)
	if !errors.Is(err, io.EOF) || !errors.Is(err, io.ErrClosedPipe) || err.Error() != "EOF\nio: read/write on closed pipe" {
		t.Error(err)
	}
}
