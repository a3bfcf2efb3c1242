package pull

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
)

// wish is a command line as it was written.
type wish struct {
	names  []string
	out    string
	resume bool
	all    bool // --organisation-id all
	query  result.Query
	singer singerWish
}

func (w *wish) flags(f *command.Flags) {
	f.Each("organisation-id", message.PlaceIDs, message.PullFlagOrganisation, w.organisations)
	f.Text(&w.query.Filters.From, "from", message.PullFlagFrom)
	f.Text(&w.query.Filters.To, "to", message.PullFlagTo)
	w.query.Format = "ndjson"
	command.Value(f, &w.query.Format, "format", message.PullPlaceFormat, format, message.PullFlagFormat)
	command.Values(f, &w.query.Fields, "fields", message.PlaceTexts, names, message.PullFlagFields)
	command.Values(f, &w.query.Mask, "mask", message.PlaceTexts, names, message.PullFlagMask)
	command.Values(f, &w.query.Pseudonyms, "pseudonymise", message.PlaceTexts, names, message.PullFlagPseudonymise)
}

// organisations adds organisations to those that are wanted. All of them and some
// of them contradict each other.
func (w *wish) organisations(text string) error {
	ids := w.query.Filters.OrganisationIDs
	if w.all = w.all || text == "all"; w.all && (text != "all" || ids != nil) {
		return message.Fail(message.PullErrAllAndSome)
	}
	if w.all {
		return nil
	}
	for part := range strings.SplitSeq(text, ",") {
		id, err := strconv.ParseInt(strings.TrimSpace(part), 10, 64)
		if err != nil || id <= 0 {
			return message.Fail(message.PullErrOrganisationText, part)
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	w.query.Filters.OrganisationIDs = slices.Compact(ids)
	return nil
}

func format(text string) (string, error) {
	if formats := []string{"ndjson", "csv", "singer"}; !slices.Contains(formats, text) {
		return "", message.Fail(message.PullErrFormat, text, strings.Join(formats, ", "))
	}
	return text, nil
}

func names(text string) ([]string, error) {
	var all []string
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			return nil, message.Fail(message.PullErrEmptyName)
		}
		all = append(all, name)
	}
	return all, nil
}

// job is a wish that makes sense.
type job struct {
	r        *command.Run
	version  string
	datasets []dataset.Dataset
	out      string
	resume   bool
	query    result.Query
	sources  map[string]*dataset.Source
	began    intent // what is under way, in the run that began it
	// before gives the rows of the previous result, nil for none.
	before func(d dataset.Dataset) (result.Before, error)
}

// job checks everything that can be checked before anything is asked or written.
func (w wish) job(r *command.Run, cmd *cobra.Command) (*job, error) {
	if len(w.names) == 0 {
		return nil, exit.Usage.New(message.LineMinimumArgs, cmd.UseLine(), 1, 0).WithHint(message.LineVerbs, strings.Join(dataset.Names(), ", "))
	}
	j := &job{r: r, version: cmd.Root().Version, out: w.out, resume: w.resume, query: w.query, sources: map[string]*dataset.Source{}}
	if j.query.Format == "csv" {
		j.query.Dialect, j.query.Unsafe = r.Settings.CSVDialect, r.Settings.NoFormulaGuard
	}
	for _, name := range w.names {
		d, err := find(r, name)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(j.datasets, func(known dataset.Dataset) bool { return known.Name == d.Name }) {
			return nil, exit.Usage.New(message.PullErrTwice, name)
		}
		j.datasets = append(j.datasets, d)
	}
	if err := j.filters(); err != nil {
		return nil, err
	}
	return j, j.names()
}

// find returns a dataset, or names the nearest.
func find(r *command.Run, name string) (dataset.Dataset, error) {
	d, ok := dataset.Find(name)
	if ok {
		return d, nil
	}
	all := dataset.Names()
	return d, exit.Usage.New(message.PullErrDataset, name).WithHint(message.LineVerbs, strings.Join(all, ", ")).Suggest(name, all)
}

// filters resolves the window, and refuses filters that none of the datasets has.
func (j *job) filters() error {
	f := &j.query.Filters
	byTime := slices.ContainsFunc(j.datasets, func(d dataset.Dataset) bool { return d.ByTime })
	byOrganisation := slices.ContainsFunc(j.datasets, func(d dataset.Dataset) bool { return d.ByOrganisation })
	switch {
	case !byTime && f.From+f.To != "":
		return exit.Usage.New(message.PullErrNoFilter, "--from, --to")
	case !byOrganisation && f.OrganisationIDs != nil:
		return exit.Usage.New(message.PullErrNoFilter, "--organisation-id")
	}
	now := j.r.Now()
	for _, end := range []struct {
		flag, text string
		last       bool
		into       *string
	}{{"--from", f.From, false, &f.StartsAt.After}, {"--to", f.To, true, &f.StartsAt.Before}} {
		moment, err := parseMoment(end.text, end.last, now)
		if err != nil {
			return exit.Usage.New(message.PullErrMoment, end.flag, end.text)
		}
		*end.into = moment
	}
	if s := f.StartsAt; s.After != "" && s.Before != "" && s.After > s.Before {
		return exit.Usage.New(message.ErrWindow, f.From, f.To)
	}
	return nil
}

// names refuses fields that no dataset has, and hiding what rows are told apart
// by.
func (j *job) names() error {
	var all []string
	open := false
	for _, d := range j.datasets {
		all = append(all, d.Schema.Paths()...)
		open = open || d.Open
		if row.Named(j.query.Mask, d.Key) {
			return exit.Usage.New(message.PullErrKey, d.Key, d.Name).WithHint(message.PullHintKey)
		}
	}
	if open {
		return nil // nobody knows which fields there are
	}
	for _, name := range j.query.Fields {
		if !slices.Contains(all, name) {
			return j.noField(name, all)
		}
	}
	for _, name := range slices.Concat(j.query.Mask, j.query.Pseudonyms) {
		if !slices.ContainsFunc(all, func(path string) bool { return row.Named([]string{name}, path) }) {
			return j.noField(name, all)
		}
	}
	return nil
}

func (j *job) noField(name string, all []string) error {
	return exit.Usage.New(message.PullErrField, name).Suggest(name, all)
}

// queryOf is what of the query concerns one dataset.
func (j *job) queryOf(d dataset.Dataset) result.Query {
	q := j.query
	if !d.ByOrganisation {
		q.Filters.OrganisationIDs = nil
	}
	if !d.ByTime {
		q.Filters.From, q.Filters.To, q.Filters.StartsAt = "", "", result.Bounds{}
	}
	return q
}
