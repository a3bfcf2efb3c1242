package command

import (
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Short adds a flag that takes any text and has a letter beside its name. The
// help has what stands for the value in backquotes.
func (f *Flags) Short(target *string, name, letter string, help message.Key) {
	text, place := f.messages.FlagHelp(help)
	f.cmd.Flags().VarPF(&input.Flag{Name: name, Place: place, Take: func(written string) error {
		*target = written
		return nil
	}}, name, letter, text)
}
