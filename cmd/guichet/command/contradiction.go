package command

import (
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// contradiction refuses flags of one command line that exclude each other. What a
// variable or the configuration says gives way instead.
func contradiction(s *config.Settings) error {
	onLine := func(name string) bool {
		_, origin, _ := s.Origin(name)
		return origin == "--"+name
	}
	exclusive := ""
	switch {
	case s.Sandbox && s.BaseURL != "":
		exclusive = "--sandbox, --base-url"
	case s.BaseURL != "" && onLine("instance"):
		exclusive = "--instance, --base-url"
	case s.JQ != "" && onLine("output") && s.Output != "json" && s.Output != "ndjson":
		exclusive = "--jq, --output " + s.Output
	case s.JQ != "" && onLine("columns"):
		exclusive = "--jq, --columns"
	case s.JQ == "" && s.Raw && onLine("raw"):
		return exit.Usage.New(message.LineFlagNeeds, "--raw", "--jq")
	}
	if exclusive == "" {
		return nil
	}
	return exit.Usage.New(message.LineFlagsExclusive, exclusive)
}

// CheckInstance refuses --instance for a service that has no instances.
func (r *Run) CheckInstance(service string) error {
	if _, origin, _ := r.Settings.Origin("instance"); origin == "--instance" && service != "rdv" {
		return exit.Usage.New(message.ErrInstanceOther, "--instance", service)
	}
	return nil
}
