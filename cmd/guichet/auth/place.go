package auth

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Place finds where a service is.
type Place interface {
	// Base returns the base URL, which was checked.
	Base(r *command.Run) (string, error)
	// Flags adds the flags of login that name a place.
	Flags(f *command.Flags)
	// Remember returns the keys of the profile that a login changes, so that the
	// commands that follow go to the same place. An empty value takes a key out.
	Remember(r *command.Run) map[string]string
}

// At is the place of a service with one base URL: flag, variable, profile, default.
type At struct {
	Service string
	// Default is empty for a service without one.
	Default string
	// Instances are the base URLs of known instances by their names: one is chosen with
	// --instance, its variable or its key in the profile. Most services have nil here.
	Instances map[string]string
	// PathAllowed says that a base URL may have a path.
	PathAllowed bool
}

// Base returns the base URL.
func (a At) Base(r *command.Run) (string, error) {
	if err := r.CheckInstance(a.Service); err != nil {
		return "", err
	}
	if r.Sandboxed != nil {
		base, _ := r.Sandboxed.Transport(a.Service)
		return base, nil
	}
	variable := variableOf(a.Service)
	base := cmp.Or(r.Settings.BaseURL, r.Getenv(variable), r.File.Service(r.Settings.Profile, a.Service).BaseURL)
	if name, origin, _ := r.Settings.Origin("instance"); name != "" && a.Instances != nil {
		if base != "" {
			// Which of the two is meant decides who receives a credential: no order between
			// flag, variable and profile may choose.
			return "", exit.Usage.New(message.ErrInstanceAndAddress, origin, r.AddressFrom(a.Service, "base_url", base)).WithHint(message.HintInstanceAndAddress)
		}
		return a.Instances[name], nil
	}
	if base = cmp.Or(base, a.Default); base == "" {
		return "", exit.Usage.New(message.ErrBaseURLMissing, a.Service).WithHint(message.HintBaseURLMissing, a.Service, variable)
	}
	return base, r.CheckAddress(a.Service, "base_url", base, a.PathAllowed)
}

// variableOf is the variable with the address of a service.
func variableOf(service string) string { return "GUICHET_" + strings.ToUpper(service) + "_BASE_URL" }

// Flags adds nothing: every command has --base-url.
func (At) Flags(*command.Flags) {}

// instance is the name of the known instance at a base URL, "" for any other place.
func (a At) instance(base string) string {
	for name, known := range a.Instances {
		if known == base {
			return name
		}
	}
	return ""
}

// Remember keeps the address of --base-url, or the instance of --instance.
func (a At) Remember(r *command.Run) map[string]string {
	if name, origin, _ := r.Settings.Origin("instance"); a.Instances != nil && origin == "--instance" &&
		name != r.File.Service(r.Settings.Profile, a.Service).Instance {
		return map[string]string{"instance": name}
	}
	base := r.Settings.BaseURL
	if base == "" || base == r.File.Service(r.Settings.Profile, a.Service).BaseURL {
		return nil
	}
	return map[string]string{"base_url": base}
}

// remember writes into the profile what a login was told of the place and of the store:
// without them the next command would find no credential. Who was asked for is written
// too: the next login need not ask, and the list of profiles shows the account.
func (s *Service[V]) remember(r *command.Run, base string, asked map[string]string) error {
	profile, changes, store := r.Settings.Profile, s.Place.Remember(r), chosenStore(r)
	moved := len(changes) > 0
	if !moved && store == "" && asked == nil {
		return nil
	}
	if changes = maps.Clone(changes); changes == nil {
		changes = map[string]string{}
	}
	maps.Copy(changes, asked)
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		var err error
		if value := changes[key]; value != "" {
			err = r.File.Set(profile, s.Name+"."+key, value)
		} else {
			err = r.File.Unset(profile, s.Name+"."+key)
		}
		if err != nil {
			return err
		}
	}
	if store != "" {
		if err := r.File.Set(profile, "store", store); err != nil {
			return err
		}
	}
	if err := r.File.Write(); err != nil {
		return err
	}
	if moved {
		r.Notice(message.NoticeBaseURLKept, s.Name, base, profile)
	}
	if store != "" {
		r.Notice(message.NoticeStoreKept, profile, credential.Place(store))
	}
	return nil
}

// chosenStore is the store of --store where the next command would take another one,
// "" elsewhere.
func chosenStore(r *command.Run) string {
	value, origin, shadowed := r.Settings.Origin("store")
	if origin != "--store" || shadowed[0].Origin == "GUICHET_STORE" || shadowed[0].Value == value {
		return ""
	}
	return value
}
