package command

import (
	"github.com/spf13/cobra"

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

// calendarNote is the annotation of a command whose objects can be a calendar.
const calendarNote = "calendar"

// fits refuses -o ics for a command that has no appointments, before it does anything.
// A format that a variable or the configuration names gives way instead.
func fits(cmd *cobra.Command, s *config.Settings) error {
	if s.Output != "ics" || cmd.Annotations[calendarNote] != "" {
		return nil
	}
	if _, origin, _ := s.Origin("output"); origin != "--output" {
		s.Output = "table"
		return nil
	}
	return exit.Usage.New(message.WithCause, "--output", message.Fail(message.RenderNoCalendar))
}

// CheckInstance refuses --instance for a service that has no instances.
func (r *Run) CheckInstance(service string) error {
	if _, origin, _ := r.Settings.Origin("instance"); origin == "--instance" && service != "rdv" {
		return exit.Usage.New(message.ErrInstanceOther, "--instance", service)
	}
	return nil
}
