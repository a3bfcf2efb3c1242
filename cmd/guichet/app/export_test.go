package app

import (
	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
)

// NewRoot gives the tests the whole tree of commands.
func NewRoot(e *command.Env) *cobra.Command { return newTree(e).whole() }
