package astor

import (
	"errors"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/refusal"
)

// hints say what to do about an input that the SDK refuses. These kinds are
// mistakes of the command line, the configuration or a file.
func hints() map[guichet.Kind]message.Key {
	return map[guichet.Kind]message.Key{
		astor.ErrNotACollection:    "",
		astor.ErrUnknownOperation:  message.HintOperations,
		astor.ErrAmbiguous:         "",
		astor.ErrUnresolved:        message.HintVar,
		astor.ErrUnknownInput:      message.HintTakes,
		astor.ErrMethodNotAllowed:  "",
		astor.ErrHostNotConfigured: message.HintHost,
		astor.ErrUnsupported:       "",
	}
}

// refused gives an error of the SDK its code and its words.
func refused(err error) error {
	e, ok := errors.AsType[*guichet.Error](err)
	if !ok {
		return err
	}
	hint, usage := hints()[e.Kind]
	if !usage {
		return err
	}
	what := err
	if ofOperation := []guichet.Kind{astor.ErrUnresolved, astor.ErrUnknownInput, astor.ErrHostNotConfigured, astor.ErrUnsupported, astor.ErrMethodNotAllowed}; slices.Contains(ofOperation, e.Kind) && e.Op != "Do" {
		what = message.Fail(message.WithCause, e.Op, what)
	}
	failure := &exit.Error{Code: exit.Usage, What: what, Err: err, Sent: e.Sent.String()}
	if hint != "" {
		failure.WithHint(hint)
	}
	return failure
}

// orVariable adds to the absence of a credential the variable that an operation needs
// it for: a value for one call is a way on, too.
func orVariable(absent, needs error) error {
	failure, ok := errors.AsType[*exit.Error](absent)
	why, known := errors.AsType[*refusal.Refusal](needs)
	if ok && known && why.Code == "needs_token_in" && errors.Is(absent, credential.ErrNotFound) {
		return failure.WithHint(message.HintTokenVariable, failure.Hint, why.Args[0])
	}
	return absent
}

// inFile is refused for an error in a file, which it names.
func inFile(path string, err error) error {
	if e, ok := errors.AsType[*exit.Error](refused(err)); ok {
		e.What = message.Fail(message.WithCause, path, e.What)
		return e
	}
	return err
}
