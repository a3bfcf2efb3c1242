package input

import (
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Email refuses what cannot be the e-mail address of an account: a service would only
// say that the password is wrong.
func Email(text string) error {
	if name, host, _ := strings.Cut(text, "@"); name == "" || host == "" {
		return exit.Usage.New(message.ErrNoEmail, text)
	}
	return nil
}
