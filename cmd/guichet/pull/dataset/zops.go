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
	return &Source{Account{Origin: client.BaseURL(), Agent: me.ID}, &connection{zops: client}}, nil
}

// answer is read as one answer.
func answer(list func(*zops.Client) zopsList) func(context.Context, *connection, Filter) ([]reading.Part, error) {
	return func(_ context.Context, c *connection, _ Filter) ([]reading.Part, error) {
		return []reading.Part{{Name: "all", Stream: func(ctx context.Context) iter.Seq2[json.RawMessage, error] {
			rows, _ := list(c.zops)(ctx)
			return rows
		}}}, nil
	}
}

type zopsList = func(context.Context, ...guichet.CallOption) (command.Rows, *guichet.Report)

// zopsDatasets are those of ZOPS.
func zopsDatasets() []Dataset {
	people := []string{"id", "email", "role", "firstName", "lastName"}
	return []Dataset{
		{
			Name: "zops.projects", Key: "id", Version: 1, Schema: zopsProject(),
			Columns: []string{"id", "name", "description", "userLimit", "userUsed", "services"},
			parts:   answer(func(c *zops.Client) zopsList { return c.Projects.AllRaw }),
		},
		{
			Name: "zops.services", Key: "codeName", Version: 1,
			Schema:  object(required("codeName", text()), optional("name", null(text())), optional("description", null(text()))),
			Columns: []string{"codeName", "name", "description"},
			parts:   answer(func(c *zops.Client) zopsList { return c.Services.AllRaw }),
		},
		{
			Name: "zops.consumers", Key: "id", Version: 1, Schema: object(required("id", text())), Columns: []string{"id"},
			parts: answer(func(c *zops.Client) zopsList { return c.Consumers.AllRaw }),
		},
		{
			Name: "zops.admins", Key: "id", Version: 1, Schema: zopsUser(), Columns: people,
			parts: answer(func(c *zops.Client) zopsList { return c.Admins.AllRaw }),
		},
		{
			Name: "zops.developers", Key: "id", Version: 1, Schema: zopsUser(), Columns: people,
			parts: answer(func(c *zops.Client) zopsList { return c.Developers.AllRaw }),
		},
		{
			Name: "zops.billings", Key: "id", Version: 1, Schema: zopsUser(), Columns: people,
			parts: answer(func(c *zops.Client) zopsList { return c.Billings.AllRaw }),
		},
	}
}

func zopsProject() *Schema {
	return object(
		required("id", text()), optional("name", null(text())), optional("description", null(text())),
		optional("userLimit", null(integer())), optional("userUsed", null(integer())),
		optional("services", null(list(text()))),
	)
}

func zopsUser() *Schema {
	return object(
		required("id", text()), optional("email", null(text())), optional("role", null(text())),
		optional("firstName", null(text())), optional("lastName", null(text())),
		optional("token", null(text())), // a user has one in the answer that made it only
	)
}
