package command

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/spf13/cobra"
)

// Question is what a command asks before it writes.
type Question struct {
	// Text says what will happen; 0 is a command that does not ask.
	Text message.Key
	// Names fill the places of Text, with spaces between them: an argument by its
	// name in the help or its number, a field of the body, which = before its name gives
	// in the reader's words, or a flag. One text, and not
	// a list, keeps the table of the questions constant.
	Names string
	// When limits the question to some inputs; nil for all of them.
	When func(in Input) bool
	// Own says that the command asks by itself, and --yes is not all that it takes.
	Own bool
}

// Questions says of every command that writes whether it asks first, and with
// which sentence. Creations and updates do not ask, nor does what changes the
// configuration; deletions and detachments at a service do, and what the people
// concerned are told of or cannot take back.
func Questions() map[string]Question {
	return map[string]Question{
		"rdv absence delete": {Text: message.WarnAbsenceDelete, Names: "ABSENCE_ID"},
		"rdv participation update": {
			Text: message.WarnParticipation, Names: "PARTICIPATION_ID =status",
			When: func(in Input) bool {
				return slices.Contains([]string{"excused", "revoked", "noshow"}, in.field("status"))
			},
		},
		"rdv referent delete": {Text: message.WarnReferentDelete, Names: "agent_id user_id"},
		"rdv user update": {
			Text: message.WarnOrganisationIDs, Names: "USER_ID organisation_ids",
			When: func(in Input) bool { return in.Has("organisation_ids") },
		},
		"rdv user-profile delete": {Text: message.WarnUserProfile, Names: "user_id organisation_id"},
		// It writes only when something differs.
		"rdv webhook ensure":          {Text: message.WarnWebhookReplay, Names: "organisation-id target-url"},
		"zops account delete":         {Text: message.WarnAccountDelete, Own: true},
		"zops admin delete":           {Text: message.WarnUserDelete, Names: "USER_ID"},
		"zops billing delete":         {Text: message.WarnUserDelete, Names: "USER_ID"},
		"zops consumer detach":        {Text: message.WarnConsumerDetach, Names: "CONSUMER_ID PROJECT_ID"},
		"zops consumer-token delete":  {Text: message.WarnTokenDelete, Names: "service-catalog-code project-id"},
		"zops developer delete":       {Text: message.WarnUserDelete, Names: "USER_ID"},
		"zops project-service token":  {Text: message.WarnServicesToken, Names: "PROJECT_ID"},
		"zops project-service detach": {Text: message.WarnServiceDetach, Names: "SERVICE_CATALOG_CODE PROJECT_ID"},
		"api astor":                   {Text: message.WarnAPIDelete, Names: "2", When: deletes},
		"api gopaas":                  {Text: message.WarnAPIDelete, Names: "2", When: deletes},
		"api rdv":                     {Text: message.WarnAPIDelete, Names: "2", When: deletes},
		"api zops":                    {Text: message.WarnAPIDelete, Names: "2", When: deletes},
		"astor call":                  {Text: message.WarnAstorDelete, Own: true},
		"auth login rdv":              {Text: message.WarnOtherSessions, Own: true},

		"astor generate": {}, "astor import": {},
		"auth login astor": {}, "auth login gopaas": {}, "auth login zops": {},
		"auth logout astor": {}, "auth logout gopaas": {}, "auth logout rdv": {}, "auth logout zops": {},
		"config set": {}, "config unset": {}, "man": {}, "profile create": {}, "profile delete": {}, "profile use": {},
		"gopaas file upload": {}, "gopaas push": {},
		"pull merge": {}, "pull run": {},
		"rdv absence create": {}, "rdv absence update": {}, "rdv lieu create": {}, "rdv organisation update": {}, "rdv plan create": {}, "rdv rdv update-status": {}, "rdv referent create": {},
		"rdv user create": {}, "rdv user invitation-token": {}, "rdv user-profile create": {},
		"zops account update": {}, "zops admin create": {}, "zops admin update": {}, "zops billing create": {}, "zops billing update": {},
		"zops consumer attach": {}, "zops consumer create": {}, "zops consumer-token create": {}, "zops consumer-token exchange": {},
		"zops developer create": {}, "zops developer update": {},
		"zops password forgot": {}, "zops password reset": {},
		"zops project create": {}, "zops project update": {}, "zops project-key update": {}, "zops project-service attach": {},
		"zops register approve": {}, "zops register create": {}, "zops register resend-code": {},
		"zops service create": {},
	}
}

// deletes reports whether the method of a raw call is DELETE.
func deletes(in Input) bool { return strings.EqualFold(in.Text(0), "DELETE") }

// field is the value of a field of the body as a text, "" for none.
func (in Input) field(name string) string {
	value := rawjson.Member(in.Body, name)
	if text, isText := rawjson.Text(value); isText {
		return text
	}
	return strings.Trim(string(value), "[]")
}

// named is what a command was given under a name: an argument, a field of the
// body or a flag; "" for none of them.
func (in Input) named(cmd *cobra.Command, name string) string {
	if n, err := strconv.Atoi(name); err == nil {
		return in.args[n-1]
	}
	if at := slices.Index(strings.Fields(cmd.Use), name) - 1; at >= 0 {
		return in.args[at]
	}
	if text := in.field(name); text != "" {
		return text
	}
	if flag := cmd.Flags().Lookup(name); flag != nil {
		return flag.Value.String()
	}
	return ""
}

// named is what a command was given under a name, and with = before the name a field of
// the body in the reader's words.
func (r *Run) named(cmd *cobra.Command, in Input, name string) string {
	if field, worded := strings.CutPrefix(name, "="); worded {
		return render.Said(render.Options{Now: r.Now(), Messages: r.Messages}, in.Body, []string{field})[0]
	}
	return in.named(cmd, name)
}

// Confirm returns the option that asks the question of the command before its
// write is sent. What is wrong with the input is found before: nobody has to
// answer for nothing. A dry run does not ask.
func (r *Run) Confirm(cmd *cobra.Command, in Input) guichet.CallOption {
	q := Questions()[strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")]
	if q.Text == "" || q.Own || q.When != nil && !q.When(in) {
		return guichet.WithConfirm(nil)
	}
	return guichet.WithConfirm(sync.OnceValue(func() error {
		var names []any
		for _, name := range strings.Fields(q.Names) {
			names = append(names, r.named(cmd, in, name))
		}
		return r.Prompt.Agree(r.Messages.Text(q.Text, names...))
	}))
}
