package astor

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
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
func refused(r *command.Run, err error) error {
	e, ok := errors.AsType[*guichet.Error](err)
	if !ok {
		return err
	}
	hint, usage := hints()[e.Kind]
	if !usage {
		return meant(r, err, e)
	}
	what := err
	if host, found := otherHost(e.Message); found {
		what = message.Fail(message.AstorOtherHost, host)
	}
	if ofOperation := []guichet.Kind{astor.ErrUnresolved, astor.ErrUnknownInput, astor.ErrHostNotConfigured, astor.ErrUnsupported, astor.ErrMethodNotAllowed}; slices.Contains(ofOperation, e.Kind) && e.Op != "Do" {
		what = message.Fail(message.WithCause, e.Op, what)
	}
	failure := &exit.Error{Code: exit.Usage, What: what, Err: err, Sent: e.Sent.String()}
	if hint != "" {
		failure.WithHint(hint)
	}
	return failure
}

// otherHost finds the host that the SDK's sentence about one names.
func otherHost(sentence string) (host string, found bool) {
	before, after, _ := strings.Cut(message.For(message.English).Text(message.AstorOtherHost), "%s")
	if host, found = strings.CutPrefix(sentence, before); found {
		return strings.CutSuffix(host, after)
	}
	return "", false
}

// inFile is refused for what is wrong with a file.
func inFile(r *command.Run, path string, err error) error {
	if e, ok := errors.AsType[*exit.Error](refused(r, err)); ok {
		e.What = message.Fail(message.WithCause, path, e.What)
		return e
	}
	return err
}

// meant puts the vendor's meaning of a status, with which the SDK begins its
// message, into the language of the run.
func meant(r *command.Run, err error, e *guichet.Error) error {
	key, known := map[int]message.Key{
		http.StatusBadRequest:          message.AstorMeaning400,
		http.StatusUnauthorized:        message.AstorMeaning401,
		http.StatusPaymentRequired:     message.AstorMeaning402,
		http.StatusForbidden:           message.AstorMeaning403,
		http.StatusNotFound:            message.AstorMeaning404,
		http.StatusMethodNotAllowed:    message.AstorMeaning405,
		http.StatusInternalServerError: message.AstorMeaning500,
	}[e.Status]
	own, ours := strings.CutPrefix(e.Message, message.For(message.English).Text(key))
	if !known || !ours {
		return err
	}
	said := *e
	said.Message = r.Messages.Text(key) + own
	return &said
}
