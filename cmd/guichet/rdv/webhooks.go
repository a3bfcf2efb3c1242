package rdv

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func webhookList() *list {
	var q rdvsolidarites.WebhookEndpointQuery
	return &list{
		Short:    message.RDVWebhookList,
		Noun:     message.NounWebhook,
		Columns:  []string{"id", "target_url", "subscriptions", "organisation_id"},
		Constant: []command.Constant{{Flag: "organisation-id", Column: "organisation_id"}},
		Flags: func(f *command.Flags) {
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationIDRequired)
			f.Text(&q.TargetURL, "target-url", message.FlagTargetURL)
			f.Require("organisation-id")
		},
		Rows: func(ctx context.Context, c client, in command.Input) (command.Rows, *guichet.Report) {
			rows, report := c.WebhookEndpoints.AllRaw(ctx, q)
			return func(yield func(json.RawMessage, error) bool) {
				some := false
				for row, err := range rows {
					if some = true; !yield(row, err) {
						return
					}
				}
				if !some {
					in.Run.Notice(message.NoticeWebhookNone)
				}
			}, report
		},
	}
}

// ensure makes an organisation have one endpoint as it was described.
type ensure struct {
	organisation  int64
	target        string
	subscriptions []rdvsolidarites.Subscription
	secretStdin   bool
	replaceSecret bool
}

func webhookEnsure() *object {
	want := &ensure{}
	return &object{
		Name: "ensure", Short: message.RDVWebhookEnsure, Writes: true,
		Flags: func(f *command.Flags) {
			f.ID(&want.organisation, "organisation-id", message.FlagOrganisationIDRequired)
			f.Text(&want.target, "target-url", message.FlagTargetURL)
			command.Values(f, &want.subscriptions, "subscriptions", message.PlaceTexts, subscriptions, message.FlagSubscriptions)
			f.Offer("subscriptions", words(objects()...)...)
			f.Switch(&want.secretStdin, "secret-stdin", message.FlagSecretStdin)
			f.Switch(&want.replaceSecret, "replace-secret", message.FlagReplaceSecret)
			f.Require("organisation-id", "target-url", "subscriptions")
		},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return want.converge(ctx, in.Run, c, options)
		},
	}
}

// objects are those that a webhook can tell of.
func objects() []rdvsolidarites.Subscription {
	return []rdvsolidarites.Subscription{
		rdvsolidarites.SubscriptionRDV, rdvsolidarites.SubscriptionAbsence, rdvsolidarites.SubscriptionPlageOuverture,
		rdvsolidarites.SubscriptionUser, rdvsolidarites.SubscriptionUserProfile, rdvsolidarites.SubscriptionOrganisation,
		rdvsolidarites.SubscriptionMotif, rdvsolidarites.SubscriptionLieu, rdvsolidarites.SubscriptionAgent,
		rdvsolidarites.SubscriptionAgentRole, rdvsolidarites.SubscriptionReferentAssignation,
	}
}

// subscriptions reads names with commas between them.
func subscriptions(text string) ([]rdvsolidarites.Subscription, error) {
	var chosen []rdvsolidarites.Subscription
	for name := range strings.SplitSeq(text, ",") {
		subscription := rdvsolidarites.Subscription(strings.TrimSpace(name))
		if !slices.Contains(objects(), subscription) {
			return nil, refusal.New("not_one_of", "unknown value %q; possible values: %s", name, strings.Join(words(objects()...), ", "))
		}
		chosen = append(chosen, subscription)
	}
	return chosen, nil
}

// converge lists, compares, writes what differs, and lists again: the service
// answers a write that it did not carry out like one that it did.
func (e *ensure) converge(ctx context.Context, r *command.Run, c client, options []guichet.CallOption) (json.RawMessage, error) {
	before, raw, err := e.find(ctx, c)
	if err != nil {
		return nil, err
	}
	if before != nil && e.same(before) && !e.replaceSecret {
		r.Notice(message.NoticeWebhookUnchanged)
		return raw, nil
	}
	if before == nil {
		r.Notice(message.NoticeWebhookUnseen)
	}
	if err := e.write(ctx, r, c, before, options); err != nil {
		return nil, err
	}
	after, raw, err := e.find(ctx, c)
	if err != nil {
		return nil, err
	}
	if after == nil || !e.same(after) {
		return nil, exit.Service.New(message.ErrWebhookNotThere)
	}
	return raw, nil
}

func (e *ensure) write(ctx context.Context, r *command.Run, c client, before *rdvsolidarites.WebhookEndpoint, options []guichet.CallOption) error {
	var secret guichet.Secret
	if before == nil || e.replaceSecret {
		var err error
		if secret, err = e.secret(r); err != nil {
			return err
		}
	}
	if before == nil {
		_, err := c.WebhookEndpoints.Create(ctx, e.organisation, rdvsolidarites.WebhookEndpointCreate{
			TargetURL: e.target, Secret: secret, Subscriptions: guichet.Set(e.subscriptions),
		}, options...)
		if errors.Is(err, guichet.ErrForbidden) {
			return exit.Remote(err, exit.Situation{}).WithHint(message.HintWebhookForbidden)
		}
		return err
	}
	change := rdvsolidarites.WebhookEndpointUpdate{Subscriptions: guichet.Set(e.subscriptions)}
	if !secret.IsZero() {
		change.Secret = guichet.Set(secret)
	}
	_, err := c.WebhookEndpoints.Update(ctx, e.organisation, before.ID, change, options...)
	return err
}

// secret reads the key of the signature; a dry run does without.
func (e *ensure) secret(r *command.Run) (guichet.Secret, error) {
	if r.Settings.DryRun && !e.secretStdin {
		return guichet.NewSecret(command.Placeholder()), nil
	}
	return r.Prompt.Secret(e.secretStdin, "--secret-stdin", "secret", "")
}

// find reads the organisation's endpoint with the address, and its bytes. One of another
// organisation is not moved here: since 2026 a PATCH leaves it where it is.
func (e *ensure) find(ctx context.Context, c client) (*rdvsolidarites.WebhookEndpoint, json.RawMessage, error) {
	rows, _ := c.WebhookEndpoints.AllRaw(ctx, rdvsolidarites.WebhookEndpointQuery{OrganisationID: e.organisation, TargetURL: e.target})
	for raw, err := range rows {
		if err != nil {
			return nil, nil, err
		}
		var endpoint rdvsolidarites.WebhookEndpoint
		if err := json.Unmarshal(raw, &endpoint); err != nil {
			return nil, nil, err
		}
		if endpoint.TargetURL == e.target && endpoint.OrganisationID == e.organisation {
			return &endpoint, raw, nil
		}
	}
	return nil, nil, nil
}

func (e *ensure) same(endpoint *rdvsolidarites.WebhookEndpoint) bool {
	have, want := slices.Clone(endpoint.Subscriptions), slices.Clone(e.subscriptions)
	slices.Sort(have)
	slices.Sort(want)
	return slices.Equal(have, want)
}
