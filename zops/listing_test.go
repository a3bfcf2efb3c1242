package zops_test

import (
	"encoding/json"
	"iter"
	"reflect"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
)

// TestEveryListIsTheSameWholeOneByOneAndRaw compares List, All and AllRaw.
func TestEveryListIsTheSameWholeOneByOneAndRaw(t *testing.T) {
	_, client := admin(t)
	for name, users := range map[string]zops.Users{"admins": client.Admins, "developers": client.Developers, "billings": client.Billings} {
		sameRows(t, name, must[[]zops.User](t)(users.List(t.Context())), users.All(t.Context()), rows(users.AllRaw(t.Context())))
	}
	sameRows(t, "consumers", must[[]zops.Consumer](t)(client.Consumers.List(t.Context())),
		client.Consumers.All(t.Context()), rows(client.Consumers.AllRaw(t.Context())))
	sameRows(t, "projects", must[[]zops.Project](t)(client.Projects.List(t.Context())),
		client.Projects.All(t.Context()), rows(client.Projects.AllRaw(t.Context())))
	sameRows(t, "services", must[[]zops.Service](t)(client.Services.List(t.Context())),
		client.Services.All(t.Context()), rows(client.Services.AllRaw(t.Context())))
}

func sameRows[T any](t *testing.T, name string, whole []T, typed iter.Seq2[T, error], raw iter.Seq2[json.RawMessage, error]) {
	t.Helper()
	if len(whole) == 0 {
		t.Errorf("the list of %s is empty", name)
	}
	var each, decoded []T
	for row, err := range typed {
		if err != nil {
			t.Fatal(err)
		}
		each = append(each, row)
	}
	for row, err := range raw {
		if err != nil {
			t.Fatal(err)
		}
		var value T
		if err := json.Unmarshal(row, &value); err != nil {
			t.Fatal(err)
		}
		decoded = append(decoded, value)
	}
	if !reflect.DeepEqual(whole, each) || !reflect.DeepEqual(whole, decoded) {
		t.Errorf("List, All and AllRaw give different %s: %+v, %+v, %+v", name, whole, each, decoded)
	}
}

// rows drops the report of a raw list.
func rows(list iter.Seq2[json.RawMessage, error], _ *guichet.Report) iter.Seq2[json.RawMessage, error] {
	return list
}
