package credential

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Set is the content of one entry: a credential, or the session kept beside it.
// An entry is written in one step, so a reader finds the old set or the new one.
type Set struct {
	// Origin is where the set may be sent.
	Origin Origin `json:"origin"`
	// Account is the user of a session; "" for a credential.
	Account string `json:"account,omitempty"`
	// Values are the fields by name, such as "email" and "password".
	Values map[string]string `json:"values"`
}

// Load returns the set of key. It returns [ErrNotFound] when there is none, and
// [*StoreError] when the store fails or, with kind [Corrupt], when the entry is
// not a set.
func Load(ctx context.Context, st Store, key Key) (Set, error) {
	text, err := st.Get(ctx, key)
	if err != nil {
		return Set{}, err
	}
	var set Set
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(&set)
	if _, more := decoder.Token(); err != nil || more != io.EOF || set.check() != nil {
		// The decoder's message may quote a piece of a secret.
		return Set{}, &StoreError{Kind: Corrupt, Store: st.Name(), Err: message.Fail(message.StoreEntryUnreadable, key.String())}
	}
	return set, nil
}

// LoadFor returns the values of the credential of a profile and service for
// origin. Beside the errors of [Load] it returns [*OriginError] when the
// credential belongs to another origin.
func LoadFor(ctx context.Context, st Store, profile, service string, origin Origin) (map[string]string, error) {
	set, err := Load(ctx, st, Key{Profile: profile, Service: service})
	if err != nil {
		return nil, err
	}
	if set.Origin != origin {
		return nil, &OriginError{Profile: profile, Service: service, Stored: set.Origin, Wanted: origin}
	}
	return set.Values, nil
}

// Save stores set under key in place of what was there.
func Save(ctx context.Context, st Store, key Key, set Set) error {
	text, err := set.encode()
	if err != nil {
		return err
	}
	return st.Set(ctx, key, text)
}

// CheckSave returns the error with which [Save] would refuse set, and for a file
// whether it can be written. It stores nothing: call it before a sign-in, which
// cannot be undone.
func CheckSave(ctx context.Context, st Store, key Key, set Set) error {
	text, err := set.encode()
	if err != nil {
		return err
	}
	if err := checkEntry(st.Name(), key, text); err != nil {
		return err
	}
	return CheckWritable(ctx, st)
}

// CheckWritable returns the error of a file store that cannot be written. A
// keyring says so when it is read.
func CheckWritable(ctx context.Context, st Store) error {
	if file, ok := st.(*fileStore); ok {
		return file.checkWritable(ctx)
	}
	return nil
}

// Remove deletes the credential and the session of a profile and service,
// whatever their state, and reports whether there was anything.
func Remove(ctx context.Context, st Store, profile, service string) (found bool, err error) {
	if file, ok := st.(*fileStore); ok {
		return file.remove(ctx, profile, service)
	}
	for _, field := range []string{"", SessionField} {
		key := Key{Profile: profile, Service: service, Field: field}
		// Another program can have left several entries of one name.
		for range maxDuplicates {
			err := st.Delete(ctx, key)
			if errors.Is(err, ErrNotFound) {
				break
			}
			if err != nil {
				return found, err
			}
			found = true
		}
	}
	return found, nil
}

// maxDuplicates bounds the deletions of one name: a store that deletes nothing
// must not keep the program busy.
const maxDuplicates = 100

func (s Set) encode() (string, error) {
	if err := s.check(); err != nil {
		return "", err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // it would cost bytes
	if err := encoder.Encode(s); err != nil {
		return "", err
	}
	return strings.TrimSuffix(text.String(), "\n"), nil
}

func (s Set) check() error {
	if len(s.Values) == 0 {
		return exit.Usage.New(message.StoreNothing)
	}
	if s.Origin == "" || strings.ContainsFunc(string(s.Origin), unicode.IsSpace) {
		return exit.Usage.New(message.StoreNoOrigin)
	}
	for field, value := range s.Values {
		if value == "" {
			return exit.Usage.New(message.StoreEmptyField, field)
		}
	}
	return nil
}
