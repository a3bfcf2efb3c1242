package command

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/bulk"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/prompt"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// BulkOptions are what the flags of a bulk write say.
type BulkOptions struct {
	_ incomparable.Field

	// Resume is the journal to continue, File the path of a new one; "" is the default path.
	Resume, File string
	// MaxFailures is the number of failed rows at which the run stops; 0 means that it never stops for
	// them.
	MaxFailures int
	// RetryUnknown sends rows again that may have been written.
	RetryUnknown bool
}

// Bulk adds the flags of a bulk write.
func (f *Flags) Bulk(o *BulkOptions) {
	o.MaxFailures = 1
	// An empty name would send every row anew.
	file := func(text string) (string, error) {
		if text == "" {
			return "", message.Fail(message.ErrFileUnreadable, `""`, fs.ErrNotExist)
		}
		return text, nil
	}
	Value(f, &o.Resume, "resume", message.PlaceText, file, message.FlagResume)
	Value(f, &o.File, "resume-file", message.PlaceText, file, message.FlagResumeFile)
	Value(f, &o.MaxFailures, "max-failures", message.PlaceNumber, func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return 0, message.Fail(message.ErrNegative, text)
		}
		return n, nil
	}, message.FlagMaxFailures)
}

// Rows opens the rows that the value of a flag names: @FILE, or - for standard input.
// Other data are JSON, where the flag takes them.
func (r *Run) Rows(flag, value string) (*bulk.Source, error) {
	format := bulk.Format{Guarded: !r.Settings.NoFormulaGuard, French: r.Settings.CSVDialect == "excel-fr"}
	if dialect, origin, _ := r.Settings.Origin("csv-dialect"); strings.HasPrefix(origin, "--") {
		format.Comma = ','
		if dialect == "excel-fr" {
			format.Comma = ';'
		}
	}
	name := flag
	path, isFile := strings.CutPrefix(value, "@")
	if isFile {
		name = path
		if source, err := bulk.File(path, format); source != nil || err != nil {
			return source, err
		}
	}
	data, err := r.ReadData(value)
	if err != nil {
		return nil, err
	}
	return bulk.Bytes(name, data, isFile || value == "-", format)
}

// BulkWrite is a bulk write whose rows were checked.
type BulkWrite struct {
	BulkOptions
	Plan *bulk.Plan
	// Name is what messages call the data.
	Name string
	// Command and Target identify the command in the journal, BaseURL the service.
	Command, Target, BaseURL string
	// Batch is how many rows go together.
	Batch int
	// Keyed says that a row is written by its key: once more changes nothing.
	Keyed bool
	// Send sends rows that go together. It keeps none of them.
	Send func(ctx context.Context, items []bulk.Item) BulkOutcome

	run      *Run
	journal  *bulk.Journal
	why      map[int]error
	tried    map[int]bool
	failed   int
	failure  error // the first one
	unknown  error // of a row in doubt: the first one of unknown outcome, else the first one
	progress *prompt.Progress
	due      int
	done     int
}

// BulkOutcome is what became of rows that were sent together.
type BulkOutcome struct {
	_ incomparable.Field

	State bulk.State
	// ID is that of the object that the row became, "" for none.
	ID string
	// Settled says that the row failed since its object exists already. A row that was in
	// doubt is so no longer.
	Settled bool
	// Err is why it failed.
	Err error
}

// Begin finds the journal to go on from, or starts one in memory.
func (b *BulkWrite) Begin(r *Run) (err error) {
	b.run, b.why, b.tried = r, map[int]error{}, map[int]bool{}
	if b.Resume != "" && b.File != "" {
		return exit.Usage.New(message.LineFlagsExclusive, "--resume, --resume-file")
	}
	b.journal = bulk.NewJournal(b.Plan.Rows)
	if b.Resume != "" {
		b.journal, err = bulk.Resume(b.Resume, b.Name, b.header(), b.Plan.Salted)
	}
	if err != nil {
		return err
	}
	b.journal.Repeatable = b.Keyed
	for n := 1; n <= b.Plan.Rows; n++ {
		if b.isDue(n) {
			b.due++
		}
	}
	return nil
}

func (b *BulkWrite) header() bulk.Header {
	return bulk.Header{Command: strings.TrimSpace(b.Command + " " + b.Target), Profile: b.run.Settings.Profile, BaseURL: b.BaseURL, Salt: b.Plan.Salt, Digest: b.Plan.Digest, Rows: b.Plan.Rows}
}

// isDue reports whether a row is to be sent.
func (b *BulkWrite) isDue(number int) bool {
	state := b.journal.State(number)
	return state == bulk.NotWritten || state == bulk.Unknown && (b.RetryUnknown || b.Keyed)
}

// Unsure is the number of rows that may have been written and are sent again.
func (b *BulkWrite) Unsure() int {
	if !b.RetryUnknown && !b.Keyed {
		return 0
	}
	return b.journal.Count(bulk.Unknown)
}

// errEnough ends a run after too many failures.
var errEnough = errors.New("enough failures")

// Run sends the rows that are due, in their order, and reports on all of them. Before
// each request the journal has its rows.
func (b *BulkWrite) Run(ctx context.Context, report BulkReport) error {
	if b.run.Settings.DryRun {
		b.stop(b.send(ctx))
		return b.failure
	}
	if b.journal.Path == "" && b.due > 0 {
		var err error
		if b.File != "" {
			err = b.journal.Create(b.File, b.header())
		} else {
			err = b.journal.CreateHere(b.header(), b.Plan.Salted)
		}
		if err != nil {
			return err
		}
	}
	b.progress = b.run.Prompt.Progress(false)
	b.progress.Noun = message.NounRow
	b.stop(b.send(ctx))
	b.progress.End()
	left := ""
	if b.journal.Close() {
		left = b.journal.Path
	} else if b.Resume != "" {
		b.run.Notice(message.NoticeResumeDone, b.Resume)
	}
	shown := report.show(b, left)
	if err := b.outcome(); err != nil {
		return err
	}
	return b.run.AfterWrite(shown)
}

// stop keeps what ended the run early.
func (b *BulkWrite) stop(err error) {
	if err != nil && !errors.Is(err, errEnough) && b.failure == nil {
		b.failure = err
	}
}

// outcome is the failure that weighs most: a row of unknown outcome, else one that a
// failing service left in doubt, else the first.
func (b *BulkWrite) outcome() error {
	if exit.Of(b.unknown) == exit.Unknown {
		return b.unknown
	}
	for n := 1; n <= b.Plan.Rows; n++ {
		if b.journal.State(n) == bulk.Unknown && !b.tried[n] {
			doubt := exit.Unknown.New(message.EachDoubt, b.run.Messages.Count(b.journal.Count(bulk.Unknown), message.CountRow, message.CountRows))
			return doubt.WithHint(message.HintEachDoubt)
		}
	}
	return cmp.Or(b.unknown, b.failure)
}

// inDoubt is the failure of rows that an earlier run may have written: whatever it says of
// this run, their outcome is unknown.
func inDoubt(err error) error {
	known, ok := errors.AsType[*exit.Error](err)
	if !ok {
		return exit.Unknown.Wrap(err)
	}
	doubt := *known
	doubt.Code = exit.Unknown
	return &doubt
}

// send reads the rows again and sends those that are due.
func (b *BulkWrite) send(ctx context.Context) error {
	batch := make([]bulk.Item, 0, min(b.Batch, b.due))
	var bodies []byte // of the batch
	flush := func() error {
		err := b.one(ctx, batch)
		batch, bodies = batch[:0], bodies[:0]
		return err
	}
	err := b.Plan.Each(func(item bulk.Item) error {
		if !b.isDue(item.Number) {
			return nil
		}
		// The journal has ranges, and rows in doubt do not go with others.
		if n := len(batch); n > 0 && (item.Number != batch[n-1].Number+1 || b.journal.State(item.Number) != b.journal.State(item.Number-1)) {
			if err := flush(); err != nil {
				return err
			}
		}
		begin := len(bodies)
		bodies = append(bodies, item.Body...)
		item.Body = bodies[begin:len(bodies):len(bodies)]
		if batch = append(batch, item); len(batch) < b.Batch {
			return nil
		}
		return flush()
	})
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	return err
}

// one sends rows that go together, and notes what became of them.
func (b *BulkWrite) one(ctx context.Context, items []bulk.Item) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	first, last := items[0].Number, items[len(items)-1].Number
	doubted := b.journal.State(first) == bulk.Unknown
	if !b.run.Settings.DryRun {
		if err := b.journal.Sent(first, last); err != nil {
			return err
		}
	}
	got := b.Send(ctx, items)
	if errors.Is(got.Err, guichet.ErrDryRun) {
		return nil // every row is to be shown
	}
	if doubted && got.State != bulk.Written && !got.Settled {
		got.State, got.Err = bulk.Unknown, inDoubt(got.Err)
	}
	var err error
	switch {
	case b.run.Settings.DryRun: // the journal stays as it is
	case got.Settled:
		b.journal.Found(first)
	default:
		err = b.journal.Done(first, last, got.State, got.ID)
	}
	b.done += len(items)
	if b.progress != nil {
		b.progress.Show(b.done, b.due)
	}
	if got.Err == nil {
		return err
	}
	b.note(first, last, got)
	if got.Settled {
		return err // what exists already does not end the run
	}
	b.failed += len(items)
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil, b.MaxFailures > 0 && b.failed >= b.MaxFailures,
		errors.Is(got.Err, guichet.ErrUnauthorized), errors.Is(got.Err, guichet.ErrNoCredential):
		return errEnough
	}
	return nil
}

// note keeps why rows failed.
func (b *BulkWrite) note(first, last int, got BulkOutcome) {
	for n := first; n <= last; n++ {
		b.why[n], b.tried[n] = got.Err, true
	}
	if b.failure == nil {
		b.failure = got.Err
	}
	if got.State == bulk.Unknown && (b.unknown == nil || exit.Of(b.unknown) != exit.Unknown && exit.Of(got.Err) == exit.Unknown) {
		b.unknown = got.Err
	}
}
