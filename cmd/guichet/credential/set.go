package credential

import (
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
	Origin Origin
	// Account is the user of a session; "" for a credential.
	Account string
	// Values are those of the service: see [Values].
	Values Values
}

// Load returns the set of key, and reads its values into empty ones. It returns
// [ErrNotFound] for a missing entry, a [*exit.Error] when the store fails, and one of
// kind [Corrupt] for an entry that is not a set.
func Load(ctx context.Context, st Store, key Key, into Values) (Set, error) {
	text, err := st.Get(ctx, key)
	if err != nil {
		return Set{}, err
	}
	var entry struct {
		Origin  Origin          `json:"origin"`
		Account string          `json:"account"`
		Values  json.RawMessage `json:"values"`
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(&entry)
	_, more := decoder.Token()
	set := Set{entry.Origin, entry.Account, into}
	if err != nil || more != io.EOF || read(entry.Values, into, true) != nil || set.check() != nil {
		// The decoder's message may quote a piece of a secret.
		return Set{}, failed(Corrupt, st.Name(), "", message.Fail(message.StoreEntryUnreadable, key.String()))
	}
	return set, nil
}

// LoadFor is Load for a credential that will be sent to origin. When it belongs to
// another one the error is [ErrOtherOrigin] too, with exit code 4.
func LoadFor(ctx context.Context, st Store, key Key, origin Origin, into Values) error {
	set, err := Load(ctx, st, key, into)
	if err != nil || set.Origin == origin {
		return err
	}
	other := exit.NoCredential.New(message.OriginOther, key.Service, key.Profile, string(set.Origin), string(origin))
	other.Err = ErrOtherOrigin
	return other.WithHint(message.OriginHintOther, key.Service)
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
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
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
	origin := string(s.Origin)
	about := Way{{Name: "origin", Text: &origin}}
	if s.Account != "" {
		about = append(about, Field{Name: "account", Text: &s.Account})
	}
	fields, _ := filled(s.Values)
	text := strings.TrimSuffix(string(write(about)), "}")
	return text + `,"values":` + string(write(fields)) + "}", nil
}

func (s Set) check() error {
	if _, complete := filled(s.Values); !complete {
		return exit.Usage.New(message.StoreNothing)
	}
	if s.Origin == "" || strings.ContainsFunc(string(s.Origin), unicode.IsSpace) {
		return exit.Usage.New(message.StoreNoOrigin)
	}
	return nil
}
