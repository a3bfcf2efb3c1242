// Package dataset declares what can be pulled: the name of each dataset, its key,
// its schema, the columns of its CSV file, and how it is read.
package dataset

import (
	"context"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	gopaascommands "github.com/guichet-go/guichet/cmd/guichet/gopaas"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/cmd/guichet/rdv"
	zopscommands "github.com/guichet-go/guichet/cmd/guichet/zops"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/zops"
)

// Dataset is a list of a service.
type Dataset struct {
	// Name is the service, a dot, and the service's own noun.
	Name string
	// Key is the field that identifies a row.
	Key string
	// Version counts changes of Schema and Columns that a reader would notice.
	Version int
	// Schema describes a row.
	Schema *Schema
	// Columns are those of the CSV file: names joined by dots.
	Columns []string
	// Open says that rows may have any field, and that several may have the same key.
	Open bool
	// ByOrganisation says that the rows of one organisation can be asked for.
	ByOrganisation bool
	// Organisation is the path of the id of a row's organisation, "" when rows do not have
	// one, or have several.
	Organisation string
	// ByTime says that the rows that start in a window of time can be asked for.
	ByTime bool
	// parts returns how it is read.
	parts partsFunc
	// users finds the ids of rdv.users in a row; nil when there are none.
	users func(raw []byte) []int64
}

// partsFunc returns the lists that a dataset consists of.
type partsFunc = func(ctx context.Context, s *Source, f Filter) ([]reading.Part, error)

// Filter says which rows are wanted.
type Filter struct {
	// OrganisationIDs keep these organisations; nil for all that the agent sees.
	OrganisationIDs []int64
}

// KeyOf finds what identifies a row.
func (d *Dataset) KeyOf(raw []byte) (sorted.Key, error) {
	if d.Open {
		return recordKey(raw, d.Key)
	}
	return row.Key(raw, d.Key)
}

// Mentions returns a function that finds ids of the other dataset in a row of this
// one: nil when rows of this one have none.
func (d *Dataset) Mentions(other string) func(raw []byte) []int64 {
	if other != "rdv.users" {
		return nil
	}
	return d.users
}

// Service is the part of the name before the dot.
func (d *Dataset) Service() string {
	service, _, _ := strings.Cut(d.Name, ".")
	return service
}

// Strategy is a word for how it is read: windows, pages, one answer, unknown.
func (d *Dataset) Strategy() string {
	switch {
	case d.ByTime:
		return "windows"
	case d.Service() == "zops":
		return "answer"
	case d.Service() == "gopaas":
		return "unknown"
	}
	return "pages"
}

// All are the datasets, in the order of their services.
func All() []Dataset { return slices.Concat(rdvDatasets(), zopsDatasets(), []Dataset{view("VIEW")}) }

// Names are the names of All.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Names() (names []string) {
	for _, d := range All() {
		names = append(names, d.Name)
	}
	return names
}

// Find returns the dataset of a name.
func Find(name string) (Dataset, bool) {
	if own, ok := strings.CutPrefix(name, viewPrefix); ok {
		return view(own), isView(own)
	}
	for _, d := range All() {
		if d.Name == name {
			return d, true
		}
	}
	return Dataset{}, false
}

// Account is who reads a service, and where.
type Account struct {
	// Origin is the base URL of the service.
	Origin string `json:"origin"`
	// Agent is the id of who asks; empty when the service does not say.
	Agent string `json:"agent,omitempty"`
}

// Source reads the datasets of one service.
type Source struct {
	Account Account

	// The client of the service; the others are nil.
	rdv    *rdvsolidarites.Client
	zops   *zops.Client
	gopaas *gopaascommands.Client

	// organisations are those in which the agent has a role, nil until they are
	// asked for.
	organisations []int64
}

// Parts are the lists that a dataset consists of.
func (s *Source) Parts(ctx context.Context, d Dataset, f Filter) ([]reading.Part, error) {
	return d.parts(ctx, s, f)
}

// Connect opens the service of a dataset.
func Connect(ctx context.Context, r *command.Run, service string) (*Source, error) {
	switch service {
	case "zops":
		return connectZOPS(ctx, r)
	case "gopaas":
		return connectGoPaaS(ctx, r)
	}
	return connectRDV(ctx, r)
}

// Ready lists the services whose credential was found, and all services when no credential
// was found.
func Ready(ctx context.Context, r *command.Run) (services []string) {
	_, err := rdv.Service().Find(ctx, r)
	if err == nil {
		services = append(services, "rdv")
	}
	if _, err = zopscommands.Service().Find(ctx, r); err == nil {
		services = append(services, "zops")
	}
	if _, err = gopaascommands.Service().Find(ctx, r); err == nil {
		services = append(services, "gopaas")
	}
	if services == nil {
		return []string{"rdv", "zops", "gopaas"}
	}
	return services
}
