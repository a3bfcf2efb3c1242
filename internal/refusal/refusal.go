// Package refusal has the one form of a sentence of the SDK that a person may read:
// why something was refused here, or what is wrong with an answer. The sentence is in
// English. Its code is stable: a program that speaks another language finds its own
// sentence by it.
package refusal

import "fmt"

// Refusal is one such sentence. It stands in the chain of the error that a call
// returns.
type Refusal struct {
	// Code names the sentence. It is a literal where the refusal is made, and a code
	// has one sentence: the test of the command's catalogue reads the source.
	Code string
	// Field is the service's field that is at fault, "" when it is none.
	Field string
	// Sentence is the English sentence, with verbs for Args.
	Sentence string
	// Args are the values that the sentence names. An error among them is a cause.
	Args []any
	// Err is a further cause, which the sentence does not name.
	Err error
}

// New returns the refusal code, whose English sentence has verbs for args. Inlined, it
// would make each of its many callers larger.
//
//go:noinline
func New(code, sentence string, args ...any) *Refusal {
	return &Refusal{Code: code, Sentence: sentence, Args: args}
}

// Because returns the refusal with err as its cause, for errors.Is.
func (r *Refusal) Because(err error) *Refusal {
	caused := *r
	caused.Err = err
	return &caused
}

// Error returns one line, in English.
func (r *Refusal) Error() string {
	text := r.Sentence
	if len(r.Args) > 0 {
		text = fmt.Sprintf(r.Sentence, r.Args...)
	}
	if r.Field != "" {
		return r.Field + ": " + text
	}
	return text
}

// Unwrap returns the causes.
func (r *Refusal) Unwrap() (causes []error) {
	for _, arg := range append(r.Args[:len(r.Args):len(r.Args)], r.Err) {
		if err, ok := arg.(error); ok {
			causes = append(causes, err)
		}
	}
	return causes
}

// Mapped returns the refusal with f applied to the texts that it names, so that it
// can be shown without a secret. The words of the sentence stay.
func (r *Refusal) Mapped(f func(string) string) *Refusal {
	mapped := *r
	mapped.Field, mapped.Args = f(r.Field), make([]any, len(r.Args))
	for i, arg := range r.Args {
		switch arg := arg.(type) {
		case string:
			mapped.Args[i] = f(arg)
		case *Refusal:
			mapped.Args[i] = arg.Mapped(f)
		case error:
			mapped.Args[i] = arg
			if text := f(arg.Error()); text != arg.Error() {
				mapped.Args[i] = text
			}
		default:
			mapped.Args[i] = arg
		}
	}
	return &mapped
}
