package pull

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/internal/joined"
)

// intent is what a pull was asked to do. It is kept beside the rows, so that --resume
// goes on with the same.
type intent struct {
	FormatVersion int                        `json:"format_version"`
	Started       time.Time                  `json:"started"`
	Datasets      []string                   `json:"datasets"`
	Accounts      map[string]dataset.Account `json:"accounts"`
	Query         result.Query               `json:"query"`
}

const intentName = "intent"

func intentHeader() []byte { return framed.Header("intent", "") }

// reading names the reading of one dataset of this pull.
func (i *intent) reading(name string) string { return name + " " + i.Started.Format(time.RFC3339Nano) }

func (j *job) intent() intent {
	i := intent{
		FormatVersion: result.FormatVersion, Started: j.r.Now().UTC(),
		Accounts: map[string]dataset.Account{}, Query: j.query,
	}
	for _, d := range j.datasets {
		i.Datasets = append(i.Datasets, d.Name)
		i.Accounts[d.Service()] = j.sources[d.Service()].Account
	}
	return i
}

// begin makes the directory of the work, or goes on with the one that is there.
// resumed reports which.
func (j *job) begin(dir string) (resumed bool, err error) {
	j.began = j.intent()
	if j.resume {
		before, err := j.readIntent(dir)
		if err != nil {
			return false, err
		}
		if before != nil {
			now := j.began
			j.began = *before
			return true, j.same(*before, now)
		}
	}
	text, err := json.Marshal(j.began)
	err = joined.Errors(err, os.RemoveAll(dir), os.MkdirAll(dir, 0o700))
	if err == nil {
		err = atomicfile.Write(filepath.Join(dir, intentName), framed.One(intentHeader(), text))
	}
	return false, err
}

// readIntent reads what an interrupted pull was asked to do: nil when there is none,
// or when it is damaged, which it reports.
func (j *job) readIntent(dir string) (i *intent, err error) {
	path := filepath.Join(dir, intentName)
	text, _, err := framed.Check(path, intentHeader())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if j.resume {
			j.r.Notice(message.PullNothingToResume)
		}
		return nil, nil
	case framed.Damaged(err):
		j.say(message.PullDamagedWork, path)
		return nil, nil
	case err == nil:
		err = json.Unmarshal(text, &i)
	}
	if err == nil && i.FormatVersion > result.FormatVersion {
		err = exit.Usage.New(message.PullErrNewer, path, i.FormatVersion, result.FormatVersion).WithHint(message.PullHintNewer)
	}
	return i, err
}

// same refuses to go on with a pull of something else. A window such as -30d stays
// what it was when the pull began.
func (j *job) same(before, now intent) error {
	if !maps.Equal(before.Accounts, now.Accounts) {
		return exit.Usage.New(message.PullErrOtherState).WithHint(message.PullHintAnew)
	}
	same := before.Query
	same.Filters.StartsAt = now.Query.Filters.StartsAt
	if !slices.Equal(before.Datasets, now.Datasets) || !reflect.DeepEqual(same, now.Query) {
		return exit.Usage.New(message.PullErrOtherWork).WithHint(message.PullHintAnew)
	}
	j.query = before.Query
	return nil
}
