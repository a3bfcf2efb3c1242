package config

import (
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/paris"
)

// zoneKey is the key of the time zone in which days of appointments are meant.
const zoneKey = "rdv.time_zone"

// Zones are the time zones of France, Paris first, for completion and suggestions.
func Zones() []string {
	return []string{
		"Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "America/Miquelon", "America/Marigot",
		"America/St_Barthelemy", "Indian/Reunion", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis",
	}
}

// Zone finds a time zone by its IANA name; "" is Paris. One that this machine does not
// know is an *exit.Error with code 2 that names the place where the name was written.
func Zone(place, name string) (*time.Location, error) {
	if name == "" || name == Zones()[0] {
		return paris.Location(), nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, exit.Usage.New(message.SetNoZone, place, name).WithHint(message.SetHintZone).Suggest(name, Zones())
	}
	return zone, nil
}

// TimeZone is the time zone in which the days of a profile's appointments are meant:
// its key rdv.time_zone, Paris without one.
func (f *File) TimeZone(profile string) (*time.Location, error) {
	name, origin, _ := f.Value(profile, zoneKey)
	return Zone(origin+": "+zoneKey, name)
}
