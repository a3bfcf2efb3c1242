package pull

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
)

// keyVariable is the variable of the key of pseudonyms.
const keyVariable = "GUICHET_PSEUDONYM_KEY"

// shortestKey is how long a key from the variable must be: a shorter one could be
// found by trying.
const shortestKey = 16

// findKey finds the key of the pseudonyms, when there are any.
func (j *job) findKey(ctx context.Context) (err error) {
	j.rules = row.Rules{Fields: j.query.Fields, Mask: j.query.Mask, Pseudonyms: j.query.Pseudonyms}
	if len(j.rules.Pseudonyms) > 0 {
		j.rules.Key, err = j.pseudonymKey(ctx)
	}
	return err
}

// pseudonymKey finds the key: the variable, else the store, where it is made when
// it is first needed.
func (j *job) pseudonymKey(ctx context.Context) ([]byte, error) {
	if text := j.r.Getenv(keyVariable); text != "" {
		text, err := input.Handed{Where: keyVariable}.Secret(text)
		if err != nil {
			return nil, err
		}
		if len(text) < shortestKey {
			return nil, exit.Usage.New(message.PullErrShortKey, keyVariable, shortestKey)
		}
		return []byte(text), nil
	}
	store, err := j.r.Store()
	if err != nil {
		return nil, err
	}
	at := credential.Key{Profile: j.r.Settings.Profile, Service: "pull", Field: "pseudonym_key"}
	kept, err := store.Get(ctx, at)
	if err == nil || !errors.Is(err, credential.ErrNotFound) {
		return []byte(kept), err
	}
	if store.Name() == "none" {
		return nil, exit.Usage.New(message.PullErrNoKey).WithHint(message.PullHintNoKey, keyVariable)
	}
	// Two pulls that make one at once must end up with the same.
	path, err := j.r.StatePath("pull", "pseudonym.lock")
	if err != nil {
		return nil, err
	}
	unlock, err := j.r.Lock(ctx, path)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if kept, err = store.Get(ctx, at); err == nil || !errors.Is(err, credential.ErrNotFound) {
		return []byte(kept), err
	}
	made := make([]byte, 32)
	_, _ = rand.Read(made) // it never fails
	kept = hex.EncodeToString(made)
	return []byte(kept), store.Set(ctx, at, kept)
}

// rulesFor returns the rules for one dataset. They keep its key always, as the first
// field.
func rulesFor(rules row.Rules, d *dataset.Dataset) row.Rules {
	if len(rules.Fields) == 0 {
		return rules
	}
	paths := d.Schema.Paths()
	kept := []string{d.Key}
	for _, field := range rules.Fields {
		if field != d.Key && (d.Open || slices.Contains(paths, field)) {
			kept = append(kept, field)
		}
	}
	rules.Fields = kept
	return rules
}
