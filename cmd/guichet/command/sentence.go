package command

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/spf13/cobra"
)

// Sentence is what a write did, for a person.
type Sentence struct {
	// Noun is what was created, changed or deleted, as the name of the command says.
	// The first of Names is its id, and Text has the others. Without a Noun, Text is
	// the whole sentence.
	Noun, Text message.Key
	// Names are paths of the answer, or names as in [Question], with spaces between. One
	// with = before it is a field of what was sent: an appointment with several people has
	// a status of its own. A dot is the answer itself, by its name.
	Names string
}

// Sentences are those of the writes at the services, by their commands.
func Sentences() map[string]Sentence {
	return map[string]Sentence{
		"rdv absence create":          {message.NounAbsence, message.SaidAbsence, "id agent first_day start_time end_day end_time"},
		"rdv absence delete":          {message.NounAbsence, "", "ABSENCE_ID"},
		"rdv absence update":          {message.NounAbsence, message.SaidAbsence, "id agent first_day start_time end_day end_time"},
		"rdv lieu create":             {message.NounLieu, "", "id name"},
		"rdv organisation update":     {message.NounOrganisation, "", "id name"},
		"rdv participation update":    {"", message.SaidParticipation, "PARTICIPATION_ID =status id starts_at"},
		"rdv plan create":             {"", message.SaidPlan, "id url"},
		"rdv rdv update-status":       {"", message.SaidRDVStatus, "RDV_ID =status"},
		"rdv referent create":         {"", message.SaidReferentAdded, "agent_id user_id"},
		"rdv referent delete":         {"", message.SaidReferentRemoved, "agent_id user_id"},
		"rdv user create":             {message.NounUser, "", "id ."},
		"rdv user update":             {message.NounUser, "", "id ."},
		"rdv user-profile create":     {"", message.SaidUserAdded, "user_id organisation_id"},
		"rdv user-profile delete":     {"", message.SaidUserRemoved, "user_id organisation_id"},
		"rdv webhook ensure":          {"", message.SaidWebhook, "id target_url subscriptions"},
		"zops account delete":         {"", message.SaidAccountDeleted, ""},
		"zops account update":         {"", message.SaidAccountChanged, "organizationName"},
		"zops admin create":           {message.NounAccount, "", "id ."},
		"zops admin delete":           {message.NounAccount, "", "USER_ID"},
		"zops admin update":           {message.NounAccount, "", "USER_ID ."},
		"zops billing create":         {message.NounAccount, "", "id ."},
		"zops billing delete":         {message.NounAccount, "", "USER_ID"},
		"zops billing update":         {message.NounAccount, "", "USER_ID ."},
		"zops consumer attach":        {"", message.SaidConsumerAttached, "CONSUMER_ID PROJECT_ID"},
		"zops consumer create":        {message.NounConsumer, "", "id"},
		"zops consumer detach":        {"", message.SaidConsumerDetached, "CONSUMER_ID PROJECT_ID"},
		"zops consumer-token delete":  {"", message.SaidTokenRevoked, "service-catalog-code project-id"},
		"zops developer create":       {message.NounAccount, "", "id ."},
		"zops developer delete":       {message.NounAccount, "", "USER_ID"},
		"zops developer update":       {message.NounAccount, "", "USER_ID ."},
		"zops password forgot":        {"", message.SaidResetMailed, "email"},
		"zops password reset":         {"", message.SaidPasswordChanged, ""},
		"zops project create":         {message.NounProject, "", "id name"},
		"zops project update":         {message.NounProject, "", "PROJECT_ID name"},
		"zops project-key update":     {"", message.SaidKeysChanged, "PROJECT_ID"},
		"zops project-service attach": {"", message.SaidServiceAttached, "serviceCatalogCode PROJECT_ID"},
		"zops project-service detach": {"", message.SaidServiceDetached, "SERVICE_CATALOG_CODE PROJECT_ID"},
		"zops register approve":       {message.NounAccount, "", "id ."},
		"zops register create":        {"", message.SaidCodeMailed, "registrationId email"},
		"zops register resend-code":   {"", message.SaidCodeMailedAgain, "email"},
		"zops service create":         {message.NounService, "", "codeName name"},
	}
}

// sentence says what a write did, "" where the answer does not tell: it is shown then.
func (r *Run) sentence(cmd *cobra.Command, in Input, answer json.RawMessage) string {
	s, known := Sentences()[strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")]
	if !known {
		return ""
	}
	names, c := strings.Fields(s.Names), r.Messages
	zone, _ := r.TimeZone()
	values := render.Said(render.Options{Zone: zone, Now: r.Now(), Messages: c}, answer, names)
	var all []any
	for i, name := range names {
		if values[i] == "" {
			values[i] = r.named(cmd, in, name)
		}
		if values[i] == "" && (s.Text != "" || i == 0) {
			return ""
		}
		all = append(all, values[i])
	}
	if s.Noun == "" {
		return c.Text(s.Text, all...)
	}
	participle := message.DoneCreated
	switch cmd.Name() {
	case "update":
		participle = message.DoneChanged
	case "delete":
		participle = message.DoneDeleted
	}
	done := c.Became(message.Thing{Noun: s.Noun, ID: values[0]}, participle)
	details := strings.TrimSpace(strings.Join(values[1:], " "))
	if s.Text != "" {
		details = c.Text(s.Text, all[1:]...)
	}
	if details == "" {
		return done
	}
	return c.Text(message.WithCause, done, details)
}

// glance reports whether the person only wants to know what a write did: nothing says
// how the answer is to be shown, and stdout is a terminal.
func (r *Run) glance() bool {
	_, origin, _ := r.Settings.Origin("output")
	return r.OutTerminal && origin == "default" && r.Settings.Columns == nil && r.Settings.JQ == ""
}

// tell shows a sentence in place of an answer. It is what the command gives, and no
// notice: --quiet does not hide it, and it goes where the answer would go.
func (r *Run) tell(sentence string) error {
	_, err := fmt.Fprintln(r.Out, render.Wrap(render.Sanitize(sentence), r.Width, 0))
	return err
}
