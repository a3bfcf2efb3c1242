package app

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// sources are the commands that print what an argument takes, by the name of the
// argument. A command that begins with a dot is one of the same noun.
const sources = `
ORGANISATION_ID rdv organisation list
USER_ID . list
RDV_ID rdv rdv list
ABSENCE_ID rdv absence list
PARTICIPATION_ID rdv rdv list --columns id,participations.id
RDV_PLAN_ID rdv plan create
PROJECT_ID zops project list
CONSUMER_ID zops consumer list
SERVICE_CATALOG_CODE zops service list
REGISTRATION_ID zops register create
OPERATION astor operation list
DATASET… pull datasets
[DATASET] pull datasets
ID gopaas list VIEW
KEY gopaas list VIEW
`

// arguments writes where the positional arguments of a command come from.
func (s *sheet) arguments(cmd *cobra.Command) {
	names := strings.Fields(cmd.Use)[1:]
	widest := 0
	for _, name := range names {
		widest = max(widest, len(name))
	}
	for _, name := range names {
		if about := s.source(cmd, name); about != "" {
			s.entry("  "+name+strings.Repeat(" ", widest-len(name)+2), about)
		}
	}
}

// source says where an argument comes from, "" for one that needs no words.
func (s *sheet) source(cmd *cobra.Command, name string) string {
	root := cmd.Root().Name()
	service, _, _ := strings.Cut(strings.TrimPrefix(cmd.CommandPath(), root+" "), " ")
	switch c := s.messages; {
	case name == "VIEW":
		return c.Text(message.SourceView)
	case name == "TABLE":
		return c.Text(message.SourceTable)
	case name == "FIELD":
		return c.Text(message.SourceField)
	case name == "DIR" && service == "man":
		return c.Text(message.SourceManFolder)
	case strings.TrimSuffix(name, "…") == "DIR":
		return c.Text(message.SourceFolder)
	case service == "config" && name == c.Text(message.PlaceKey):
		return c.Text(message.SourceCommand, root+" config list")
	case service == "profile" && name == c.Text(message.PlaceName) && cmd.Name() != "create":
		return c.Text(message.SourceCommand, root+" profile list")
	case service == "config":
		return "" // VALUE
	}
	_, after, found := strings.Cut(sources, "\n"+name+" ")
	if !found {
		return ""
	}
	line, _, _ := strings.Cut(after, "\n")
	if verb, same := strings.CutPrefix(line, ". "); same {
		return s.messages.Text(message.SourceCommand, cmd.Parent().CommandPath()+" "+verb)
	}
	return s.messages.Text(message.SourceCommand, root+" "+line)
}
