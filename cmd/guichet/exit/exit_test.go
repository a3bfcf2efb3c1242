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
	"github.com/guichet-go/guichet/cmd/guichet/message"
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
		Code: exit.Service, What: errors.New("rdv <a&b> failed"), Hint: errors.New("wait"),
		Retryable: true, HTTPStatus: 503, RequestID: "r-1", Sent: "answered",
	}
	bare := exit.Usage.Wrap(errors.New("unknown\x1b[31m value\nhere"))
	for _, c := range []struct {
		err  *exit.Error
		want string
	}{
		{full, `{"error":{"code":"service","message":"rdv <a&b> failed","hint":"wait","retryable":true,"http":{"status":503,"request_id":"r-1"},"sent":"answered"}}`},
		{bare, `{"error":{"code":"usage","message":"unknown\u001b[31m value\nhere","hint":"","retryable":false}}`},
	} {
		got, err := c.err.JSON(nil)
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
		{exit.Usage.New(message.ErrNobodyFound), exit.Usage},
		{fmt.Errorf("while reading: %w", exit.NotFound.New(message.ErrNobodyFound)), exit.NotFound},
		{&exit.Error{What: errors.New("no code was given")}, exit.Unexpected},
	} {
		if got := exit.Of(c.err); got != c.want {
			t.Errorf("%v: code %d, want %d", c.err, got, c.want)
		}
	}
}

func TestAnErrorIsPutIntoWordsWhereItIsShown(t *testing.T) {
	err := exit.Usage.New(message.ErrFileUnreadable, "/x", fs.ErrPermission).WithHint(message.HintAnswerFields, "a, b")
	if !errors.Is(err, fs.ErrPermission) {
		t.Error("the cause is lost")
	}
	french := message.For(message.French)
	for got, want := range map[string]string{
		err.Error():     "cannot read /x: permission denied",
		err.In(french):  "lecture impossible de /x\u00a0: accès refusé",
		err.HintIn(nil): message.For(message.English).Text(message.HintAnswerFields, "a, b"),
		(exit.Usage.New(message.ErrNobodyFound)).HintIn(french): "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestASuggestionReplacesAHintOnlyWhereAWordIsNear(t *testing.T) {
	for word, want := range map[string]string{"jsn": `did you mean "json"?`, "parquet": `run "guichet auth login rdv"`} {
		err := exit.Usage.New(message.ErrNobodyFound).WithHint(message.HintRefused, "rdv").Suggest(word, []string{"json", "csv"})
		if got := err.HintIn(nil); got != want {
			t.Errorf("%s: hint %q, want %q", word, got, want)
		}
	}
}
