package config

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/viper"
)

// Settings are the resolved options of one run. They are not changed after
// [Resolve] has made them.
type Settings struct {
	Profile        string        // name of the profile in use
	Output         string        // table, json, ndjson, csv, yaml or id
	Columns        []string      // columns to show, nil for the command's own
	NoHeader       bool          // no header line
	JQ             string        // jq expression, or empty
	Raw            bool          // strings of the jq expression without quotes
	Limit          int           // most items to show; 0 is all
	Strict         bool          // exit 9 when completeness cannot be shown
	Concurrency    int           // pages in flight, at least 1
	Sandbox        bool          // run against a sandbox in the process
	BaseURL        string        // address of the service, or empty
	Timeout        time.Duration // time for the whole command; 0 is no limit
	Retries        int           // attempts after the first
	DryRun         bool          // print the write instead of sending it
	Yes            bool          // confirm without asking
	NoInput        bool          // never ask
	Debug          bool          // one line per attempt
	Quiet          bool          // no progress, no notices
	Color          string        // auto, always or never
	Lang           string        // fr or en; empty leaves it to the locale
	Store          string        // keyring, file or none
	CAFile         string        // extra authorities, or empty
	CSVDialect     string        // rfc or excel-fr
	NoFormulaGuard bool          // leave cells that a spreadsheet would run

	sources map[string][]Source
}

// Source is one place that gives a value to an option.
type Source struct {
	// Value is the value as it was written there.
	Value string
	// Origin is the place: "--output", "GUICHET_OUTPUT", the path of the
	// configuration file with the line, or "default".
	Origin string
}

// Origin gives the value of an option by its flag's name, the place it comes
// from, and what that shadows, strongest first. An unknown name gives nothing.
func (s *Settings) Origin(name string) (value, origin string, shadowed []Source) {
	sources := s.sources[name]
	if len(sources) == 0 {
		return "", "", nil
	}
	return sources[0].Value, sources[0].Origin, slices.Clone(sources[1:])
}

// settings takes the resolved values out of viper, each once.
func settings(v *viper.Viper) *Settings {
	s := &Settings{
		Profile:        value[string](v, profileOption),
		Output:         value[string](v, "output"),
		Columns:        list(value[string](v, "columns")),
		NoHeader:       value[bool](v, "no-header"),
		JQ:             value[string](v, "jq"),
		Raw:            value[bool](v, "raw"),
		Limit:          value[int](v, "limit"),
		Strict:         value[bool](v, "strict"),
		Concurrency:    value[int](v, "concurrency"),
		Sandbox:        value[bool](v, "sandbox"),
		BaseURL:        value[string](v, "base-url"),
		Timeout:        value[time.Duration](v, "timeout"),
		Retries:        value[int](v, "retries"),
		DryRun:         value[bool](v, "dry-run"),
		Yes:            value[bool](v, "yes"),
		NoInput:        value[bool](v, "no-input"),
		Debug:          value[bool](v, "debug"),
		Quiet:          value[bool](v, "quiet"),
		Color:          value[string](v, "color"),
		Lang:           value[string](v, "lang"),
		Store:          value[string](v, "store"),
		CAFile:         value[string](v, "ca-file"),
		CSVDialect:     value[string](v, "csv-dialect"),
		NoFormulaGuard: value[bool](v, "no-formula-guard"),
		sources:        map[string][]Source{},
	}
	for _, o := range Options() {
		for at := current(v, o.Name); at != nil; at = at.under {
			s.sources[o.Name] = append(s.sources[o.Name], at.source)
		}
	}
	return s
}

func value[T any](v *viper.Viper, name string) T {
	var zero T
	at := current(v, name)
	if at == nil {
		return zero
	}
	typed, _ := at.value.(T)
	return typed
}

// list splits a comma-separated value, leaving out what is empty.
func list(written string) []string {
	var parts []string
	for part := range strings.SplitSeq(written, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
