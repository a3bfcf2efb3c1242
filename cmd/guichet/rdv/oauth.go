package rdv

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/prompt"
	"github.com/guichet-go/guichet/cmd/guichet/redirect"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// pairLife is how long the service keeps a pair of tokens that is not renewed.
const pairLife = 30 * 24 * time.Hour

// oauth is what an agent's consent in a browser gave.
type oauth struct {
	_ incomparable.Field

	// consent names the consent, so that no command goes on with the pair of another
	// agent who consented meanwhile. A renewal keeps it.
	consent         string
	clientID        string
	clientSecret    guichet.Secret
	access, refresh guichet.Secret
	// expiresAt is when the access token ends, "" when the service did not say.
	expiresAt, renewedAt string
}

func (o *oauth) way() credential.Way {
	return credential.Way{
		{Name: "consent", Text: &o.consent, Stored: true}, {Name: "client_id", Text: &o.clientID, Stored: true},
		{Name: "client_secret", Secret: &o.clientSecret, Stored: true}, {Name: "refresh_token", Secret: &o.refresh, Stored: true},
		{Name: "oauth_token", Secret: &o.access, Stored: true}, {Name: "renewed_at", Text: &o.renewedAt, Stored: true},
		{Name: "oauth_expires_at", Text: &o.expiresAt, Stored: true, Added: true},
	}
}

func (o *oauth) app() rdvsolidarites.OAuthApp {
	return rdvsolidarites.OAuthApp{ClientID: o.clientID, ClientSecret: o.clientSecret}
}

// token is the pair.
func (o *oauth) token() rdvsolidarites.OAuthToken {
	ends, _ := time.Parse(time.RFC3339, o.expiresAt) // zero is "not known"
	return rdvsolidarites.OAuthToken{AccessToken: o.access, RefreshToken: o.refresh, ExpiresAt: ends}
}

// with returns the consent with another pair.
func (o oauth) with(token rdvsolidarites.OAuthToken, now time.Time) *secrets {
	o.access, o.refresh, o.expiresAt = token.AccessToken, token.RefreshToken, ""
	if !token.ExpiresAt.IsZero() {
		o.expiresAt = token.ExpiresAt.UTC().Format(time.RFC3339)
	}
	o.renewedAt = now.UTC().Format(time.RFC3339)
	return &secrets{oauth: o}
}

// renewing is the pair of tokens that all processes share.
type renewing struct {
	run   *command.Run
	found auth.Found[*secrets]
}

// fetch returns the pair that is stored, and renews it when it is over or refused.
func (p *renewing) fetch(ctx context.Context, rejected *rdvsolidarites.OAuthToken) (rdvsolidarites.OAuthToken, error) {
	usable := func(t rdvsolidarites.OAuthToken) bool {
		return t.Fresh(p.run.Now()) && (rejected == nil || t.AccessToken.Reveal() != rejected.AccessToken.Reveal())
	}
	if at := p.found.Values.token(); usable(at) {
		return at, nil
	}
	if p.run.AtHand || p.run.NoSignIn {
		return rdvsolidarites.OAuthToken{}, credential.ErrNotFound
	}
	values, err := Service().Renew(ctx, p.run, p.found, func(ctx context.Context, stored *secrets) (*secrets, error) {
		if usable(stored.token()) {
			return stored, nil
		}
		client, err := dial(p.run, p.found.Base, rdvsolidarites.Anonymous())
		if err != nil {
			return nil, err
		}
		asked := p.run.Now()
		token, err := client.Auth.Refresh(ctx, stored.app(), stored.refresh)
		if err != nil {
			return nil, err
		}
		return stored.with(token, asked), nil
	})
	if err != nil {
		return rdvsolidarites.OAuthToken{}, err
	}
	p.found.Values = values
	return values.token(), nil
}

// consent asks the agent in a browser, and trades the code for a pair of tokens.
func consent(ctx context.Context, r *command.Run, base string, asked auth.Consent) (*secrets, error) {
	uri, err := redirect.Parse(asked.RedirectURI)
	if err != nil {
		return nil, err
	}
	if r.Settings.DryRun {
		r.Show("rdv", exchange(base, asked))
		return nil, nil
	}
	secret, err := secretLine(r.Prompt, asked.SecretStdin, "client_secret")
	if err != nil {
		return nil, err
	}
	client, err := dial(r, base, rdvsolidarites.Anonymous())
	if err != nil {
		return nil, err
	}
	app := rdvsolidarites.OAuthApp{ClientID: asked.ClientID, ClientSecret: secret, RedirectURL: asked.RedirectURI}
	state, verifier := rand.Text(), rdvsolidarites.NewVerifier()
	code, err := uri.Await(ctx, r.Messages, state, func() error {
		r.Notice(message.NoticeConsentOpen)
		if _, err := fmt.Fprintln(r.Out, client.Auth.AuthorizeURL(app, state, verifier)); err != nil {
			return err
		}
		if asked.SecretStdin && !uri.Loopback() {
			r.Notice(message.NoticeConsentPaste)
		}
		return nil
	}, func(ctx context.Context) (string, error) {
		waiting := *r.Prompt
		waiting.Context = ctx
		address, err := secretLine(&waiting, asked.SecretStdin, "address")
		return address.Reveal(), err
	})
	if err != nil {
		return nil, err
	}
	now := r.Now()
	token, err := client.Auth.Exchange(ctx, app, code, verifier)
	if err != nil {
		return nil, err
	}
	return oauth{consent: rand.Text(), clientID: asked.ClientID, clientSecret: secret}.with(token, now), nil
}

// secretLine reads one line of a pipe, or asks without showing the answer.
func secretLine(p *prompt.Prompt, stdin bool, field string) (guichet.Secret, error) {
	if stdin && !p.InTerminal {
		return p.SecretLine("--secret-stdin", field)
	}
	return p.Hidden(field, "--secret-stdin")
}

// exchange is the request that trades the code, for a dry run.
func exchange(base string, asked auth.Consent) command.Plan {
	form := url.Values{"grant_type": {"authorization_code"}, "client_id": {asked.ClientID}, "redirect_uri": {asked.RedirectURI}}
	var open []command.Variable
	for _, name := range []string{"client_secret", "code", "code_verifier"} {
		value := command.Placeholder()
		form.Set(name, value)
		open = append(open, command.Variable{Value: value, Name: "GUICHET_RDV_" + strings.ToUpper(name)})
	}
	return command.Plan{
		Variables: open,
		Planned:   plannedPost(base, "/oauth/token", "application/x-www-form-urlencoded", []byte(form.Encode())),
	}
}
