package astor

import (
	"bytes"
	"os"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// place is what the flags of one command say of where the two services are.
type place struct {
	_ incomparable.Field

	environment, cams string
	// rehearsal is set while a dry run plans a call.
	rehearsal *rehearsal
}

// Flags adds the flags that name an environment.
func (p *place) Flags(f *command.Flags) {
	f.Text(&p.environment, "env", message.FlagEnvironment)
	f.Offer("env", "sandbox", "production")
	f.Text(&p.cams, "cams-base-url", message.FlagCamsBaseURL)
}

// layer is one place that may say where the services are. Its own base URLs
// win over its environment.
type layer struct{ environment, base, cams string }

// find returns the environment: the published sandbox, below the profile, below
// the variables, below the flags.
//
// The two services belong together, so that a production token never goes to a
// sandbox camera service: what names another address for one of them drops the
// weaker address of the other. A camera service that a variable names alone
// belongs to whatever is called.
func (p *place) find(r *command.Run) (astor.Environment, error) {
	if err := r.CheckInstance(name); err != nil {
		return astor.Environment{}, err
	}
	if r.Sandboxed != nil {
		if p.environment != "" || p.cams != "" {
			return astor.Environment{}, exit.Usage.New(message.LineFlagsExclusive, "--sandbox, --env, --cams-base-url")
		}
		known := r.Sandboxed.Variables(name)
		return astor.Environment{Name: "sandbox", BaseURL: known["GUICHET_ASTOR_BASE_URL"], CamsBaseURL: known["GUICHET_ASTOR_CAMS_BASE_URL"]}, nil
	}
	profile := r.File.Service(r.Settings.Profile, name)
	variables := layer{r.Getenv("GUICHET_ASTOR_ENVIRONMENT"), r.Getenv("GUICHET_ASTOR_BASE_URL"), r.Getenv("GUICHET_ASTOR_CAMS_BASE_URL")}
	env := astor.Sandbox()
	for _, l := range []layer{
		{profile.Environment, profile.BaseURL, profile.CAMSBaseURL},
		variables,
		{p.environment, r.Settings.BaseURL, p.cams},
	} {
		var err error
		if env, err = l.over(env); err != nil {
			return env, err
		}
	}
	if env.CamsBaseURL == "" && variables.base == "" && variables.environment == "" {
		env.CamsBaseURL = variables.cams
	}
	return env, check(r, env)
}

// over lays a layer over a weaker environment.
func (l layer) over(below astor.Environment) (astor.Environment, error) {
	env := below
	if l.environment != "" {
		var err error
		if env, err = load(l.environment); err != nil {
			return env, err
		}
		if env.BaseURL == "" {
			env.BaseURL = below.BaseURL
		}
		if env.CamsBaseURL == "" && sameOrigin(env.BaseURL, below.BaseURL) {
			env.CamsBaseURL = below.CamsBaseURL
		}
	}
	if l.base != "" {
		if !sameOrigin(l.base, env.BaseURL) {
			env.Name, env.CamsBaseURL = l.base, ""
		}
		env.BaseURL = l.base
	}
	if l.cams != "" {
		env.CamsBaseURL = l.cams
	}
	return env, nil
}

// load reads an environment by its name or from a file.
func load(name string) (astor.Environment, error) {
	switch name {
	case "sandbox":
		return astor.Sandbox(), nil
	case "production":
		return astor.Production(""), nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return astor.Environment{}, exit.Usage.New(message.ErrEnvironment, name, message.WithoutPath(err)).Suggest(name, []string{"sandbox", "production"})
	}
	if data, err = input.Text(name, data); err != nil {
		return astor.Environment{}, err
	}
	env, err := astor.ParseEnvironment(bytes.NewReader(data))
	if err != nil {
		return env, inFile(name, err)
	}
	return env, nil
}

// check refuses addresses that no token should go to.
func check(r *command.Run, env astor.Environment) error {
	if err := r.CheckAddress(name, "base_url", env.BaseURL, true); err != nil || env.CamsBaseURL == "" {
		return err
	}
	return r.CheckAddress(name, "cams_base_url", env.CamsBaseURL, true)
}

func sameOrigin(a, b string) bool {
	one, err := credential.OriginOf(a)
	other, otherErr := credential.OriginOf(b)
	return err == nil && otherErr == nil && one == other
}
