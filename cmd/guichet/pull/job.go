package pull

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
)

// runFlags are the parsed arguments and flags of "run" and "plan".
type runFlags struct {
	names  []string
	out    string
	resume bool
	all    bool // --organisation-id all
	query  result.Query
	singer singerFlags
	// metrics are those of --metrics.
	metrics metrics
}

func (f *runFlags) declare(flags *command.Flags) {
	flags.Each("organisation-id", message.PlaceIDs, message.PullFlagOrganisation, f.organisations)
	flags.Moment(&f.query.Filters.From, "from", message.PullFlagFrom)
	flags.Moment(&f.query.Filters.To, "to", message.PullFlagTo)
	f.declareFormat(flags, message.PullFlagFormat)
	command.Values(flags, &f.query.Fields, "fields", message.PlaceTexts, names, message.PullFlagFields)
	command.Values(flags, &f.query.Mask, "mask", message.PlaceTexts, names, message.PullFlagMask)
	command.Values(flags, &f.query.Pseudonyms, "pseudonymise", message.PlaceTexts, names, message.PullFlagPseudonymise)
}

// declareFormat declares --format.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *runFlags) declareFormat(flags *command.Flags, help message.Key) {
	f.query.Format = "ndjson"
	command.Value(flags, &f.query.Format, "format", message.PullPlaceFormat, format, help)
}

// organisations adds organisations to those that are wanted. All of them and some
// of them contradict each other.
func (f *runFlags) organisations(text string) error {
	ids := f.query.Filters.OrganisationIDs
	if f.all = f.all || text == "all"; f.all && (text != "all" || ids != nil) {
		return message.Fail(message.PullErrAllAndSome)
	}
	if f.all {
		return nil
	}
	for part := range strings.SplitSeq(text, ",") {
		id, err := command.ParseID(strings.TrimSpace(part))
		if err != nil {
			return message.Fail(message.PullErrOrganisationText, part)
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	f.query.Filters.OrganisationIDs = slices.Compact(ids)
	return nil
}

func format(text string) (string, error) {
	if formats := []string{"ndjson", "csv", "tables", "singer"}; !slices.Contains(formats, text) {
		return "", message.Fail(message.PullErrFormat, text, strings.Join(formats, ", "))
	}
	return text, nil
}

func names(text string) ([]string, error) {
	all := strings.Split(text, ",")
	for i := range all {
		if all[i] = strings.TrimSpace(all[i]); all[i] == "" {
			return nil, message.Fail(message.PullErrEmptyName)
		}
	}
	return all, nil
}

// job is a validated run.
type job struct {
	r        *command.Run
	version  string
	datasets []dataset.Dataset
	out      string
	resume   bool
	query    result.Query
	rules    row.Rules
	sources  map[string]*dataset.Source
	began    intent // what is under way, in the run that began it

	// place is the directory and indexes are its; a tap has neither.
	place   result.Place
	indexes *result.Indexes
	sums    map[string]string // the digests of its files, by dataset
	said    map[string]bool
	dealt   map[string][]int64 // the organisations that are dealt into shares, by dataset
	metrics *metrics
}

func newJob(r *command.Run, cmd *cobra.Command, out string) *job {
	return &job{
		r: r, version: cmd.Root().Version, out: out,
		sources: map[string]*dataset.Source{}, sums: map[string]string{}, said: map[string]bool{}, dealt: map[string][]int64{},
	}
}

// say writes a line to stderr once, with --quiet too.
func (j *job) say(key message.Key, args ...any) {
	if text := j.r.Messages.Text(key, args...); !j.said[text] {
		j.said[text] = true
		j.r.Say(text)
	}
}

// job checks everything that can be checked before anything is asked or written.
func (f *runFlags) job(r *command.Run, cmd *cobra.Command) (*job, error) {
	if len(f.names) == 0 {
		return nil, exit.Usage.New(message.LineMissingArgument, "DATASET").WithHint(message.LineVerbs, strings.Join(dataset.Names(), ", "))
	}
	j := newJob(r, cmd, f.out)
	j.resume, j.query, j.metrics = f.resume, f.query, &f.metrics
	j.dialect()
	for _, name := range f.names {
		d, err := find(name)
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
	if err := j.names(); err != nil {
		return nil, err
	}
	return j, j.sharable()
}

// dialect notes how CSV is written.
func (j *job) dialect() {
	if j.query.Format == "csv" {
		j.query.Dialect, j.query.Unsafe = j.r.Settings.CSVDialect, j.r.Settings.NoFormulaGuard
	}
}

// find returns a dataset, or names the nearest.
func find(name string) (dataset.Dataset, error) {
	d, ok := dataset.Find(name)
	if ok {
		return d, nil
	}
	all := dataset.Names()
	return d, exit.Usage.New(message.PullErrDataset, name).WithHint(message.LineVerbs, strings.Join(all, ", ")).Suggest(name, all)
}

// filters resolves the window, and refuses filters that none of the datasets has.
func (j *job) filters() (err error) {
	f := &j.query.Filters
	byTime := slices.ContainsFunc(j.datasets, func(d dataset.Dataset) bool { return d.ByTime })
	byOrganisation := slices.ContainsFunc(j.datasets, func(d dataset.Dataset) bool { return d.ByOrganisation })
	switch {
	case !byTime && f.From+f.To != "":
		return exit.Usage.New(message.PullErrNoFilter, "--from, --to")
	case !byOrganisation && f.OrganisationIDs != nil:
		return exit.Usage.New(message.PullErrNoFilter, "--organisation-id")
	}
	if f.StartsAt.After, err = moment(j.r, "--from", f.From, false); err != nil {
		return err
	}
	if f.StartsAt.Before, err = moment(j.r, "--to", f.To, true); err != nil {
		return err
	}
	if s := f.StartsAt; s.After != "" && s.Before != "" && s.After > s.Before {
		return exit.Usage.New(message.ErrReversed, "--from", f.From, "--to", f.To)
	}
	return nil
}

// names refuses fields that no dataset has, and a mask for the field that tells the
// rows apart.
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
	for i, name := range slices.Concat(j.query.Fields, j.query.Mask, j.query.Pseudonyms) {
		kept := i < len(j.query.Fields)
		known := func(path string) bool { return path == name || !kept && row.Named([]string{name}, path) }
		// Nobody knows which fields the rows of an open dataset have.
		if !open && !slices.ContainsFunc(all, known) {
			return exit.Usage.New(message.PullErrField, name).Suggest(name, all)
		}
	}
	return nil
}

// queryOf is the part of the query that concerns one dataset.
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
