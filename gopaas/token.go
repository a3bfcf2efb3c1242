package gopaas

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/internal/token"
)

const (
	// assumedLifetime is what the vendor's only example shows.
	assumedLifetime  = time.Minute
	shortestLifetime = time.Second
	longestLifetime  = 24 * time.Hour
	earliestRenewal  = 10 * time.Second
)

// Encoding is how the token request is encoded.
type Encoding string

// The encodings of the token request. The vendor does not say which one its
// service reads.
const (
	// EncodeForm is application/x-www-form-urlencoded, the default.
	EncodeForm Encoding = "form"
	// EncodeMultipart is multipart/form-data.
	EncodeMultipart Encoding = "multipart"
	// EncodeJSON is a JSON object.
	EncodeJSON Encoding = "json"
)

// TokenOption changes how tokens are asked for.
type TokenOption func(*oauth) error

// WithEncoding sets the encoding of the token request; the default is
// EncodeForm.
func WithEncoding(e Encoding) TokenOption {
	return func(o *oauth) error {
		switch e {
		case EncodeForm, EncodeMultipart, EncodeJSON:
			o.encoding = e
			return nil
		}
		return refusal.New("token_encoding", "unknown encoding %q of a token request: use form, multipart or json", string(e))
	}
}

// WithGrantType sets the grant_type of the token request. The default is
// "client_credentials"; the vendor's page prints "Client Credentials".
func WithGrantType(value string) TokenOption {
	return func(o *oauth) error {
		if value == "" {
			return refusal.New("grant_type", "the grant type is empty")
		}
		o.grant = value
		return nil
	}
}

// oauth asks for tokens.
type oauth struct {
	core     *core
	id       string
	secret   guichet.Secret
	encoding Encoding
	grant    string
	now      func() time.Time
	source   *token.Source[accessToken]
}

// accessToken is a token with the moment at which it ends.
type accessToken struct {
	value     guichet.Secret
	scope     string
	lifetime  time.Duration
	expiresAt time.Time
}

func (t accessToken) fields() []rest.Field {
	return []rest.Field{{Name: "Authorization", Value: guichet.NewSecret("Bearer " + t.value.Reveal())}}
}

// fresh reports whether the token will outlast a call that begins now.
func (t accessToken) fresh(now time.Time) bool {
	return now.Before(t.expiresAt.Add(-min(earliestRenewal, t.lifetime/5)))
}

// fetch asks for a token. Its end is counted from before the request, so that
// no clock but our own is trusted.
func (o *oauth) fetch(ctx context.Context, _ *accessToken) (accessToken, error) {
	asked := o.now()
	answer, err := ask(ctx, o.core, o.request(), parseToken)
	if err != nil {
		return accessToken{}, harmless(err)
	}
	lifetime := parseLifetime(answer.ExpiresIn)
	return accessToken{guichet.NewSecret(answer.AccessToken), answer.Scope, lifetime, asked.Add(lifetime)}, nil
}

// tokenAnswer is what the service gives.
type tokenAnswer struct {
	AccessToken string          `json:"access_token"`
	ExpiresIn   json.RawMessage `json:"expires_in"`
	Scope       string          `json:"scope"`
}

func parseToken(body []byte) (t tokenAnswer, err error) {
	if err := rest.Unmarshal(body, &t); err != nil {
		return t, err
	}
	if t.AccessToken == "" || strings.ContainsFunc(t.AccessToken, isControl) {
		return t, refusal.New("no_usable_token", "the response contains no usable access_token")
	}
	return t, nil
}

// harmless takes the doubt away from a token request without an answer: a
// token that got lost changes nothing at the service.
func harmless(err error) error {
	var e *guichet.Error
	if errors.As(err, &e) {
		own := *e
		own.Changes = false
		return &own
	}
	return err
}

func (o *oauth) request() *rest.Call {
	call := rest.NewCall(rest.SignIn, "Auth.Token", "POST /api/oauth2/access_token/")
	secret := o.secret.Reveal()
	call.Anonymous, call.Secrets = true, []string{secret, url.QueryEscape(secret)}
	fields := [][2]string{{"grant_type", o.grant}, {"client_id", o.id}, {"client_secret", secret}}
	switch o.encoding {
	case EncodeJSON:
		object := map[string]string{}
		for _, f := range fields {
			object[f[0]] = f[1]
		}
		call.JSON(object)
	case EncodeMultipart:
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for _, f := range fields {
			call.Check(form.WriteField(f[0], f[1]))
		}
		call.Check(form.Close())
		call.Body, call.ContentType = body.Bytes(), form.FormDataContentType()
	default:
		form := url.Values{}
		for _, f := range fields {
			form.Set(f[0], f[1])
		}
		call.Body, call.ContentType = []byte(form.Encode()), "application/x-www-form-urlencoded"
	}
	return call
}

// parseLifetime reads expires_in: seconds as a number or as text, fractions
// included. A lifetime that is missing, zero or unreadable is taken for the
// 60 s of the vendor's example, never for an endless one; the rest is kept
// between a second, so that not every call asks for a token, and a day.
func parseLifetime(raw json.RawMessage) time.Duration {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		text = string(raw)
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(seconds) || seconds <= 0 {
		return assumedLifetime
	}
	seconds = min(max(seconds, shortestLifetime.Seconds()), longestLifetime.Seconds())
	return time.Duration(seconds * float64(time.Second))
}
