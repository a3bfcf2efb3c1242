package gopaas

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Items reads and writes the records of a table.
type Items struct{ service }

// Get returns one record by its key (cle) or its number. The service does not say how
// it answers for a record that does not exist: 404, nothing, null, false, "",
// [] and {} are all ErrNotFound.
//
// API: GET /api/item/{table}/{id}/
//
// API: GET /api/oauth2/item/{table}/{id}/
func (s Items) Get(ctx context.Context, table, id string, options ...guichet.CallOption) (Row, error) {
	return s.get(ctx, rest.Read, "Items.Get", http.MethodGet, table, id, options)
}

// GetByPOST is Get with POST: the vendor's table of methods says GET, and one of
// its examples says POST. It is not repeated once it was sent.
//
// API: POST /api/item/{table}/{id}/
//
// API: POST /api/oauth2/item/{table}/{id}/
func (s Items) GetByPOST(ctx context.Context, table, id string, options ...guichet.CallOption) (Row, error) {
	return s.get(ctx, rest.ReadEffect, "Items.GetByPOST", http.MethodPost, table, id, options)
}

func (s Items) get(ctx context.Context, class rest.Class, op, method, table, id string, options []guichet.CallOption) (Row, error) {
	call := rest.NewCall(class, op, s.core.route(method, "/item/{table}/{id}/"), table, id)
	call.Check(checkName("table", table))
	return ask(ctx, s.core, call.Apply(options), record)
}

// ItemAs is Items.Get with the record decoded into T.
//
// API: GET /api/item/{table}/{id}/
//
// API: GET /api/oauth2/item/{table}/{id}/
func ItemAs[T any](ctx context.Context, items Items, table, id string, options ...guichet.CallOption) (T, error) {
	row, err := items.Get(ctx, table, id, options...)
	if err != nil {
		return *new(T), err
	}
	return decodeRow[T](items.core, "Items.Get", 1, row)
}

// record reads an answer that is one flat object.
func record(body []byte) (Row, error) {
	if len(body) == 0 {
		return Row{}, noRecord(a("nothing"))
	}
	if err := rest.CheckJSON(body); err != nil {
		return Row{}, err
	}
	raw, err := rawjson.AppendCompact(nil, body)
	text, only := message(raw)
	switch answer := string(raw); {
	case err != nil:
		return Row{}, err
	case slices.Contains([]string{"null", "false", `""`, "[]", "{}"}, answer):
		return Row{}, noRecord(answer)
	case only:
		return Row{}, refusal.New("message_not_record", "the response is the message %q, not a record", text)
	case kind(raw) != "object":
		return Row{}, refusal.New("not_record", "the response is %s, not a record", a(kind(raw)))
	}
	return Row{Raw: bytes.Clone(body)}, nil
}

// noRecord is an answer that stands for a record that is not there.
func noRecord(answer any) error {
	return rest.NewError(guichet.ErrNotFound, refusal.New("no_record", "the record does not exist, or is not visible (the service responded %s)", answer))
}
