package astor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// show shows an answer as it came, or, where a format was asked for, the
// elements of a list one by one.
func show(r *command.Run, answer []byte) error {
	elements, err := rawjson.Elements(answer)
	formatted := r.Settings.Output != "table" || r.Settings.JQ != "" || r.Settings.Columns != nil
	if !formatted || err != nil {
		return r.ShowAnswer(answer, true)
	}
	out, err := r.Writer(nil, nil)
	if err != nil {
		return err
	}
	for _, element := range elements {
		if err := out.Row(element); err != nil {
			return err
		}
	}
	return out.Close()
}

// saver keeps a field of an answer as the token, as the test scripts of many
// collections do.
type saver struct {
	client client
	field  string
	store  credential.Store
	origin credential.Origin
}

// ready finds out before anything is sent whether the token could be kept.
func (s *saver) ready(ctx context.Context) error {
	if s.field == "" {
		return nil
	}
	r := s.client.run
	var err error
	if s.store, err = r.Store(); err != nil {
		return err
	}
	if s.store.Name() == "none" {
		return exit.Usage.New(message.ErrStoreNone).WithHint(message.HintStoreNone)
	}
	if s.origin, err = credential.OriginOf(s.client.environment.BaseURL); err != nil {
		return err
	}
	_, err = s.store.Get(ctx, credential.Key{Profile: r.Settings.Profile, Service: name})
	if err == nil || errors.Is(err, credential.ErrNotFound) || errors.Is(err, credential.Corrupt) {
		return credential.CheckWritable(ctx, s.store) // what is stored will be replaced
	}
	return err
}

// keep stores the token and returns the answer without it.
func (s *saver) keep(ctx context.Context, answer []byte) (hidden []byte, err error) {
	r := s.client.run
	raw, token, ok := find(answer, s.field)
	if !ok {
		return nil, &exit.Error{
			Code: exit.Usage, What: message.Fail(message.ErrNoTokenField, s.field), Sent: guichet.Answered.String(),
			Hint: message.Fail(message.HintAnswerFields, strings.Join(names(answer), ", ")),
		}
	}
	kept := &secrets{token: guichet.NewSecret(token)}
	if err := kept.goTo(s.client.environment); err != nil {
		return nil, err
	}
	// The token is there only now: an interruption must not lose it.
	if err := Service().Keep(context.WithoutCancel(ctx), r, s.store, s.origin, kept); err != nil {
		return nil, err
	}
	r.Notice(message.NoticeTokenSaved, string(s.origin), credential.Place(s.store.Name()))
	if r.Getenv("GUICHET_ASTOR_TOKEN") != "" || r.File.Service(r.Settings.Profile, name).TokenCommand != "" {
		r.Notice(message.NoticeTokenShadowed)
	}
	hidden = bytes.ReplaceAll(answer, raw, []byte(`"[redacted]"`))
	return bytes.ReplaceAll(hidden, []byte(token), []byte("[redacted]")), nil
}

// find returns the text at a dotted path, and how it stands in the answer.
func find(answer json.RawMessage, path string) (raw json.RawMessage, text string, ok bool) {
	raw = rawjson.Find(answer, path)
	text, _ = rawjson.Text(raw)
	return raw, text, strings.TrimSpace(text) != ""
}

// names are the fields of an answer, without their values.
func names(answer []byte) (names []string) {
	if rawjson.Members(answer, func(name, _ []byte) { names = append(names, string(name)) }) != nil || len(names) == 0 {
		return []string{"-"}
	}
	slices.Sort(names)
	return names
}
