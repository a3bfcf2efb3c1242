package exit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

func TestTheCodesAreThoseThatScriptsRelyOn(t *testing.T) {
	want := map[exit.Code]string{
		0: "ok", 1: "unexpected", 2: "usage", 3: "not_found", 4: "no_credential",
		5: "refused", 6: "store_unreachable", 7: "network", 8: "service", 9: "partial",
		10: "rejected", 11: "drift", 12: "outcome_unknown", 130: "interrupted", 143: "terminated",
	}
	got := map[exit.Code]string{}
	for _, row := range exit.Table("en") {
		got[row.Code] = row.Name
		if row.Code.String() != row.Name {
			t.Errorf("code %d calls itself %q, the table %q", row.Code, row.Code, row.Name)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheTableRisesAndHasAMeaningInEachLanguage(t *testing.T) {
	french := exit.Table("fr")
	for i, row := range exit.Table("en") {
		if row.Meaning == "" || french[i].Meaning == "" || row.Meaning == french[i].Meaning && row.Code != exit.Usage {
			t.Errorf("code %d: %q and %q", row.Code, row.Meaning, french[i].Meaning)
		}
		if i > 0 && row.Code <= french[i-1].Code {
			t.Errorf("code %d stands after %d", row.Code, french[i-1].Code)
		}
	}
}

func TestAnErrorIsOneLineOfJSON(t *testing.T) {
	full := &exit.Error{
		Code: exit.Service, ID: "bad_gateway", Message: "rdv <a&b> failed", Hint: "wait",
		Retryable: true, HTTPStatus: 503, RequestID: "r-1", Sent: "answered",
	}
	bare := exit.New(exit.Usage, "unknown\x1b[31m value\nhere", "")
	for _, c := range []struct {
		err  *exit.Error
		want string
	}{
		{full, `{"error":{"code":"bad_gateway","message":"rdv <a&b> failed","hint":"wait","retryable":true,"http":{"status":503,"request_id":"r-1"},"sent":"answered"}}`},
		{bare, `{"error":{"code":"usage","message":"unknown\u001b[31m value\nhere","hint":"","retryable":false}}`},
	} {
		got, err := c.err.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
		if strings.Contains(string(got), "\n") || !json.Valid(got) {
			t.Errorf("not one line of JSON: %q", got)
		}
	}
}

func TestACodeIsFoundAnywhereInTheChain(t *testing.T) {
	for _, c := range []struct {
		err  error
		want exit.Code
	}{
		{nil, exit.OK},
		{errors.New("surprise"), exit.Unexpected},
		{exit.Usagef("", "bad"), exit.Usage},
		{fmt.Errorf("while reading: %w", exit.New(exit.NotFound, "no such rdv", "")), exit.NotFound},
		{&exit.Error{Message: "no code was given"}, exit.Unexpected},
	} {
		if got := exit.Of(c.err); got != c.want {
			t.Errorf("%v: code %d, want %d", c.err, got, c.want)
		}
	}
}

func TestAnErrorKeepsItsCauseBesideItsMessage(t *testing.T) {
	err := exit.Errorf(exit.Unexpected, "free some space", "cannot write: %w", fs.ErrPermission)
	if !errors.Is(err, fs.ErrPermission) {
		t.Error("the cause is lost")
	}
	if err.Error() != "cannot write: "+fs.ErrPermission.Error() || err.Hint != "free some space" {
		t.Errorf("message %q, hint %q", err.Message, err.Hint)
	}
	both := exit.Usagef("", "%w and %w", fs.ErrExist, fs.ErrClosed)
	if !errors.Is(both, fs.ErrExist) || !errors.Is(both, fs.ErrClosed) {
		t.Error("one of two causes is lost")
	}
	if plain := exit.Usagef("", "nothing below"); plain.Err != nil {
		t.Errorf("cause %v out of nowhere", plain.Err)
	}
}
