// Package astor declares the commands of Astor Protect, which its user's
// Postman collection drives.
package astor

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// name is the service on the command line.
const name = "astor"

// secrets are the credential of a program.
type secrets struct {
	token guichet.Secret
	// cams is the origin of the camera service that the token was stored for.
	cams string
}

// Ways are the ways in.
func (s *secrets) Ways() []credential.Way {
	return []credential.Way{{{Name: "token", Secret: &s.token}, {Name: "cams_origin", Text: &s.cams, Added: true}}}
}

// Service says how Astor Protect lets programs in.
func Service() *auth.Service[*secrets] { return new(place).service() }

// service is the service at the place that a command's flags name.
func (p *place) service() *auth.Service[*secrets] {
	return &auth.Service[*secrets]{
		Name:  name,
		Place: p,
		New:   func() *secrets { return new(secrets) },
		Open: func(_ context.Context, r *command.Run, _ string, given *secrets) (*secrets, error) {
			env, err := p.find(r)
			if err != nil {
				return nil, err
			}
			r.Notice(message.NoticeTokenUntried)
			return nil, given.goTo(env)
		},
		// No published call proves a token: any GET may change something here.
		Check: func(_ context.Context, r *command.Run, _ auth.Found[*secrets]) (auth.Account, error) {
			r.Notice(message.NoticeTokenUntried)
			return auth.Account{Unproven: true}, nil
		},
	}
}

// goTo names the camera service that the token is stored for.
func (s *secrets) goTo(env astor.Environment) error {
	if env.CamsBaseURL == "" {
		return nil
	}
	origin, err := credential.OriginOf(env.CamsBaseURL)
	s.cams = string(origin)
	return err
}

// Base is the base URL of the environment.
func (p *place) Base(r *command.Run) (string, error) {
	env, err := p.find(r)
	return env.BaseURL, err
}

// Remember keeps in the profile what a login was told of the place. An address
// of another environment that the profile has is taken out.
func (p *place) Remember(r *command.Run) map[string]string {
	kept := r.File.Service(r.Settings.Profile, name)
	base := r.Settings.BaseURL
	changes := map[string]string{}
	if base != "" && base != kept.BaseURL {
		changes["base_url"] = base
	}
	switch {
	case p.environment != "":
		changes["environment"], changes["base_url"], changes["cams_base_url"] = p.environment, base, ""
		if p.environment != "sandbox" && p.environment != "production" {
			if path, err := filepath.Abs(p.environment); err == nil {
				changes["environment"] = path
			}
		}
	case base != "" && kept.CAMSBaseURL != "" && !sameOrigin(base, kept.BaseURL):
		changes["cams_base_url"] = ""
	}
	if p.cams != "" && p.cams != kept.CAMSBaseURL {
		changes["cams_base_url"] = p.cams
	}
	return changes
}

// credential finds the token, and has to build with it what goes to a service.
// A dry run, which shows a variable in its place, looks for none. A stored token
// goes to the camera service that it was stored for, and to no other.
func (p *place) credential(ctx context.Context, r *command.Run, env astor.Environment, to func(astor.Credential) (astor.Service, error)) error {
	if r.Settings.DryRun {
		token := "none"
		if p.rehearsal != nil {
			token = p.rehearsal.token
		}
		_, err := to(astor.Token(token))
		return err
	}
	found, err := p.service().Find(ctx, r)
	if err != nil {
		return err
	}
	service, err := to(astor.Token(found.Values.token.Reveal()))
	if err != nil || service != astor.Cameras || found.Source == "variables" || found.Source == "token_command" {
		return err
	}
	if origin, err := credential.OriginOf(env.CamsBaseURL); err != nil || string(origin) != found.Values.cams {
		return exit.NoCredential.New(message.ErrCamsOrigin, env.CamsBaseURL).WithHint(message.HintCamsLogin)
	}
	return nil
}

// dial makes a client of the environment.
func (p *place) dial(r *command.Run, way astor.Credential, env astor.Environment) (*astor.Client, error) {
	options, err := auth.Options(r, name, "")
	if err != nil {
		return nil, err
	}
	if p.rehearsal != nil {
		options = append(options, guichet.WithDryRun(func(planned guichet.Planned) { p.rehearsal.planned = planned }))
	}
	client, err := astor.New(way, env, options...)
	return client, refused(err)
}

// API is the escape hatch of "api astor", to one of the two services.
type API struct {
	client *astor.Client
	target astor.Service
	run    *command.Run
}

// Do sends one request that no collection describes.
func (a *API) Do(ctx context.Context, method, path string, in, out any, options ...guichet.CallOption) error {
	return refused(a.client.Do(ctx, a.target, method, path, in, out, options...))
}

// ForAPI returns what "api astor" adds to the flags, and how it connects.
func ForAPI() (func(*command.Flags), command.Connect[*API]) {
	p, cams := new(place), false
	flags := func(f *command.Flags) {
		f.Switch(&cams, "cams", message.FlagCams)
		p.Flags(f)
	}
	return flags, func(ctx context.Context, r *command.Run) (*API, error) {
		env, err := p.find(r)
		if err != nil {
			return nil, err
		}
		a := &API{target: astor.AuthCRM, run: r}
		if cams {
			a.target = astor.Cameras
		}
		if cams && env.CamsBaseURL == "" {
			client, err := p.dial(r, astor.Anonymous(), env)
			return nil, errors.Join(err, refused(client.Do(ctx, a.target, "GET", "/", nil, nil)))
		}
		return a, p.credential(ctx, r, env, func(way astor.Credential) (astor.Service, error) {
			a.client, err = p.dial(r, way, env)
			return a.target, err
		})
	}
}
