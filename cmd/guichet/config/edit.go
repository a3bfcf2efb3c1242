package config

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Set gives a key such as output or rdv.base_url a value, in a profile, which it
// makes when absent, or at the top level when the profile is empty. The key of a
// service then goes to the default profile. Nothing is written before [File.Write]. An unknown key, a value that does not fit, and a
// key that looks like a secret are an *exit.Error with code 2.
func (f *File) Set(profile, key, value string) error {
	if key == profileOption {
		return exit.Usage.New(message.ErrProfileSetting, key).WithHint(message.HintProfileUse, input.Quote(value))
	}
	service, name, err := f.editable(key)
	if err != nil {
		return err
	}
	if service != "" && profile == "" {
		profile = DefaultProfile
	}
	o, isOption := option(name)
	isOption = isOption && service == ""
	if isOption {
		_, err = o.parse(key, value)
	} else {
		err = f.checkField("config", service, name, key, value)
	}
	switch {
	case err != nil:
	case service+"."+name == zoneKey:
		_, err = Zone("config: "+key, value)
	case service != "" && name == "email":
		err = input.Email(value)
	}
	if err != nil {
		return err
	}
	level := f.root()
	if profile != "" {
		if err := f.named(profile); err != nil {
			return err
		}
		level = grow(grow(level, profilesKey), profile)
	}
	if service != "" {
		level = grow(level, service)
	}
	node := find(level, name)
	if node == nil {
		node = &yaml.Node{}
		add(level, name, node)
	}
	node.Style = 0
	node.SetString(value)
	if isOption && o.Kind != String {
		// Without its tag the text is written as it is, not in quotes.
		node.Tag = ""
	}
	return nil
}

// Unset takes a key out of a profile, or of the top level when the profile is
// empty. A key that is not there is no error; an unknown one is.
func (f *File) Unset(profile, key string) error {
	service, name, err := f.editable(key)
	if err != nil {
		return err
	}
	if service != "" && profile == "" {
		profile = DefaultProfile
	}
	level := f.level(profile)
	if service == "" {
		remove(level, name)
		return nil
	}
	fields := find(level, service)
	remove(fields, name)
	if fields != nil && len(fields.Content) == 0 {
		remove(level, service)
	}
	return nil
}

// CreateProfile adds an empty profile. One that exists, and a name that cannot
// be one, are an *exit.Error with code 2.
func (f *File) CreateProfile(name string) error {
	if err := f.named(name); err != nil {
		return err
	}
	if f.HasProfile(name) {
		return exit.Usage.New(message.SetProfileExists, name)
	}
	grow(grow(f.root(), profilesKey), name)
	return nil
}

// DeleteProfile takes a profile out of the file; its stored credentials stay. Of the
// default profile only the settings go. A profile that does not exist, and the one
// that [File.UseProfile] chose, are an *exit.Error with code 2.
func (f *File) DeleteProfile(name string) error {
	if !f.HasProfile(name) {
		return f.NoProfile("", name)
	}
	if scalar(find(f.root(), profileOption)) == name {
		return exit.Usage.New(message.ErrProfileInUse, name).WithHint(message.HintProfileUse, DefaultProfile)
	}
	remove(find(f.root(), profilesKey), name)
	return nil
}

// UseProfile chooses the profile of the runs that name none. One that does not exist
// is an *exit.Error with code 2.
func (f *File) UseProfile(name string) error {
	if !f.HasProfile(name) {
		return f.NoProfile("", name)
	}
	remove(f.root(), profileOption)
	if name != DefaultProfile {
		node := &yaml.Node{}
		node.SetString(name)
		add(f.root(), profileOption, node)
	}
	return nil
}

func (f *File) named(profile string) error {
	if !profileName(profile) {
		return exit.Usage.New(message.SetBadProfileName, "profile", profile)
	}
	return nil
}

// editable splits a key into its service, empty for an option, and its name.
func (f *File) editable(key string) (service, name string, err error) {
	service, name, dotted := strings.Cut(key, ".")
	known := fields(service)
	switch {
	case !dotted && slices.Contains(optionKeys(), key):
		return "", key, nil
	case !dotted, known == nil:
		err = f.unknown("config", "", key, key, Keys())
	case !slices.Contains(known, name):
		err = f.unknown("config", service, key, name, known)
	}
	return service, name, err
}
