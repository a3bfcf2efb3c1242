package pull

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/internal/joined"
)

// described is a dataset as the list shows it.
type described struct {
	Dataset string `json:"dataset"`
	Key     string `json:"key"`
	// Reading is windows, pages, answer or unknown.
	Reading string   `json:"reading"`
	Filters []string `json:"filters"`
	Version int      `json:"schema_version"`
	Columns []string `json:"columns"`
}

func describe() (all []described) {
	for _, d := range dataset.All() {
		filters := []string{}
		if d.ByOrganisation {
			filters = append(filters, "organisation-id")
		}
		if d.ByTime {
			filters = append(filters, "from", "to")
		}
		all = append(all, described{d.Name, d.Key, d.Strategy(), filters, d.Version, d.Columns})
	}
	return all
}

// datasets lists what can be pulled.
func datasets(_ context.Context, r *command.Run, cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return command.TooMany(cmd, args)
	}
	return show(r, describe(), "dataset", "dataset", "key", "reading", "filters")
}

// BuildSchema makes "schema" print the JSON Schema of a dataset.
func BuildSchema(e *command.Env, cmd *cobra.Command) {
	cmd.Use += " [DATASET]"
	action(schema).of(e, cmd)
	completeDatasets(e, cmd, 1)
}

func schema(_ context.Context, r *command.Run, cmd *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return show(r, describe(), "dataset", "dataset", "schema_version")
	case 1:
		d, err := find(args[0])
		if err != nil {
			return err
		}
		if r.Settings.JQ == "" && (r.Settings.Output == "table" || r.Settings.Output == "json") {
			_, err = r.Out.Write(d.Document())
			return err
		}
		out, err := r.Writer(nil, []string{"title"})
		if err != nil {
			return err
		}
		return joined.Errors(out.One(d.Document()), out.Close())
	}
	return command.TooMany(cmd, args[1:])
}

// show prints rows of this program's own, in the format of the settings.
func show(r *command.Run, rows any, id string, columns ...string) error {
	list, report := command.RowsOf(rows)
	return r.ShowRows(columns, []string{id}, list, report)
}
