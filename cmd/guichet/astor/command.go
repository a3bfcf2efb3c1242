package astor

import (
	"context"
	"iter"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/spf13/cobra"
)

// The declarations of this package are about one kind of client.
type (
	client = *Client
	list   = command.List[client]
	object = command.Object[client]
)

// Client is what a command works with: a collection and a place. It speaks to
// nobody before a request is built.
type Client struct {
	run         *command.Run
	place       *place
	environment astor.Environment
	collection  *astor.Collection
}

// source is what the flags of one command say of the collection and the place.
type source struct {
	_ incomparable.Field

	place
	collection string
}

func (s *source) flags(f *command.Flags) {
	f.Text(&s.collection, "collection", message.FlagCollection)
	s.place.Flags(f)
}

// open reads the collection and finds the place.
func (s *source) open(_ context.Context, r *command.Run) (*Client, error) {
	env, err := s.find(r)
	if err != nil {
		return nil, err
	}
	c, err := collection(r, s.collection)
	if err != nil {
		return nil, err
	}
	return &Client{run: r, place: &s.place, environment: env, collection: c}, nil
}

// operation is the argument that names an operation, completed from the
// collection.
func (s *source) operation() []command.Arg {
	return []command.Arg{{Name: "OPERATION", Text: true, Suggest: func(ctx context.Context, r *command.Run) iter.Seq2[string, string] {
		return func(yield func(string, string) bool) {
			c, err := s.open(ctx, r)
			if err != nil {
				return
			}
			for _, op := range c.collection.Operations() {
				if !yield(op.Path(), op.Method) {
					return
				}
			}
		}
	}}}
}

// Build adds the commands of Astor to their noun.
func Build(e *command.Env, cmd *cobra.Command) {
	cmd.AddCommand(
		importCommand(e),
		diffCommand(e),
		command.Group(e, "operation", message.AstorOperation,
			operationList(e),
			operationShow(e),
		),
		callCommand(e),
		generateCommand(e),
	)
}

// forPeople reports whether objects are shown as lines or columns of text.
func forPeople(r *command.Run) bool {
	s := r.Settings
	return s.JQ == "" && s.Columns == nil && (s.Output == "table" || s.Output == "csv")
}
