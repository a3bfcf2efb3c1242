package dataset

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	commands "github.com/guichet-go/guichet/cmd/guichet/zops"
	"github.com/guichet-go/guichet/zops"
)

func connectZOPS(ctx context.Context, r *command.Run) (*Source, error) {
	client, err := commands.Connect(ctx, r)
	if err != nil {
		return nil, err
	}
	me, err := client.Me.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &Source{Account: Account{Origin: client.BaseURL(), Agent: me.ID}, zops: client}, nil
}

// rawList reads a list of ZOPS, which comes in one answer.
type rawList = func(context.Context, ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report)

// answer returns how a list that comes in one answer is read.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func answer(list func(*zops.Client) rawList) partsFunc {
	return func(_ context.Context, s *Source, _ Filter) ([]reading.Part, error) {
		return []reading.Part{{Name: "all", Stream: func(ctx context.Context) iter.Seq2[json.RawMessage, error] {
			rows, _ := list(s.zops)(ctx)
			return rows
		}}}, nil
	}
}

// zopsDatasets are those of ZOPS.
func zopsDatasets() []Dataset {
	people := []string{"id", "email", "role", "firstName", "lastName"}
	return []Dataset{
		{
			Name: "zops.projects", Key: "id", Version: 1, Schema: schemaOf((*zops.Project)(nil), "id"),
			Columns: []string{"id", "name", "description", "userLimit", "userUsed", "services"},
			parts:   answer(func(c *zops.Client) rawList { return c.Projects.AllRaw }),
		},
		{
			Name: "zops.services", Key: "codeName", Version: 1,
			Schema:  schemaOf((*zops.Service)(nil), "codeName"),
			Columns: []string{"codeName", "name", "description"},
			parts:   answer(func(c *zops.Client) rawList { return c.Services.AllRaw }),
		},
		{
			Name: "zops.consumers", Key: "id", Version: 1, Schema: schemaOf((*zops.Consumer)(nil), "id"), Columns: []string{"id"},
			parts: answer(func(c *zops.Client) rawList { return c.Consumers.AllRaw }),
		},
		{
			Name: "zops.admins", Key: "id", Version: 1, Schema: schemaOf((*zops.User)(nil), "id"), Columns: people,
			parts: answer(func(c *zops.Client) rawList { return c.Admins.AllRaw }),
		},
		{
			Name: "zops.developers", Key: "id", Version: 1, Schema: schemaOf((*zops.User)(nil), "id"), Columns: people,
			parts: answer(func(c *zops.Client) rawList { return c.Developers.AllRaw }),
		},
		{
			Name: "zops.billings", Key: "id", Version: 1, Schema: schemaOf((*zops.User)(nil), "id"), Columns: people,
			parts: answer(func(c *zops.Client) rawList { return c.Billings.AllRaw }),
		},
	}
}
