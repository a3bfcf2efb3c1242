package guichet_test

import (
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
)

func TestTheTextOfAnErrorSaysWhetherTheCallWasSent(t *testing.T) {
	for text, e := range map[string]*guichet.Error{
		"service: Things.Act: name: it is missing (not sent)": {
			Changes: true, Kind: guichet.ErrInvalid, Message: "name: it is missing",
		},
		"service: Things.Act: this is a dry run (not sent)": {Changes: true, Kind: guichet.ErrDryRun},
		"service: Things.Act: things: refused (not sent)": { // the cause is an error of its own
			Method: "GET", Kind: guichet.ErrInvalid, Message: "things: refused (not sent)",
		},
		"service: Things.Act: 422 Unprocessable Entity: name: blank": {
			Changes: true, Kind: guichet.ErrInvalid, Sent: guichet.Answered, Status: http.StatusUnprocessableEntity, Message: "name: blank",
		},
		"service: Things.Act: the service could not be reached (the request was sent; it is unknown whether it was processed)": {
			Changes: true, Kind: guichet.ErrNetwork, Sent: guichet.MaybeSent,
		},
		"service: Things.Act: the service could not be reached": {Method: "GET", Kind: guichet.ErrNetwork, Sent: guichet.MaybeSent},
		"service: Things.Act: the file is empty":                {Kind: guichet.ErrInvalid, Message: "the file is empty"}, // no call
	} {
		e.Service, e.Op = "service", "Things.Act"
		if got := e.Error(); got != text {
			t.Errorf("the text is %q, not %q", got, text)
		}
	}
}
