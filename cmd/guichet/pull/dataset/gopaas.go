package dataset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"unicode"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	commands "github.com/guichet-go/guichet/cmd/guichet/gopaas"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// viewPrefix is what the name of a view's dataset begins with.
const viewPrefix = "gopaas.list:"

// AnyView stands for the dataset of any view.
const AnyView = viewPrefix + "VIEW"

// viewRows is the size of the pages in which a view is read.
const viewRows = 100

func connectGoPaaS(ctx context.Context, r *command.Run) (*Source, error) {
	client, err := commands.Connect(ctx, r)
	if err != nil {
		return nil, err
	}
	return &Source{Account: Account{Origin: client.BaseURL()}, gopaas: client}, nil
}

// Views are the datasets of the views that were read before.
func Views(ctx context.Context, r *command.Run) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for view := range commands.Views(ctx, r) {
			if !yield(viewPrefix+view, "") {
				return
			}
		}
	}
}

// view is the dataset of a view. Which fields it has is the application's own
// affair, and a record may be in it several times.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func view(name string) Dataset {
	return Dataset{
		Name: viewPrefix + name, Key: "cle", Version: 1, Open: true,
		Schema: &Schema{Types: Types{"object"}, Properties: Properties{{"cle", &Schema{Types: Types{"string", "integer", "null"}}}}},
		parts: func(_ context.Context, s *Source, _ Filter) ([]reading.Part, error) {
			report := new(gopaas.Report)
			return []reading.Part{{
				Name: name,
				Stream: func(ctx context.Context) iter.Seq2[json.RawMessage, error] {
					all := s.gopaas.Lists.Rows(ctx, name, gopaas.ListQuery{RowsPerPage: viewRows, Report: report})
					return rows(all, report, func() { s.gopaas.Seen(name) })
				},
				Count: func() (before, after int) { return report.FirstTotal, report.Total },
			}}, nil
		},
	}
}

// rows are those of a reading. A list that is incomplete ends like any other: its
// counts say that it is. seen is called with the first row.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func rows(all iter.Seq2[gopaas.Row, error], report *gopaas.Report, seen func()) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		first := true
		for row, err := range all {
			if errors.Is(err, guichet.ErrIncomplete) && report.End != gopaas.EndCap {
				return
			}
			if first && err == nil {
				first = false
				seen()
			}
			if !yield(row.Raw, err) {
				return
			}
		}
	}
}

// isView accepts the names that can be both in a path and in a file name.
func isView(name string) bool {
	return name != "" && !strings.HasPrefix(name, ".") && !strings.ContainsAny(name, `/\`) && !strings.ContainsFunc(name, unicode.IsControl)
}

// recordKey tells rows apart that are of the same record: by all that they hold. The
// space between does not count, so that a row of a file has the key of the service's.
func recordKey(raw []byte, field string) (sorted.Key, error) {
	compact, err := rawjson.AppendCompact(nil, raw)
	if err != nil {
		return sorted.Key{}, err
	}
	sum := sha256.Sum256(compact)
	text := sorted.Separator + hex.EncodeToString(sum[:16])
	key, err := row.Key(raw, field)
	if err == nil {
		text = key.String() + text
	}
	return sorted.Key{Text: text}, nil
}
