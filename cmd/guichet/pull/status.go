package pull

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// state is what is known of a directory.
type state struct {
	Directory  string           `json:"directory"`
	Result     *result.Manifest `json:"result"`
	Lock       *held            `json:"lock"`
	Checkpoint *checkpoint      `json:"checkpoint"`
	// Changed are the files that are not as they were written, missing ones included.
	Changed []string `json:"changed"`
}

// held is a lock and its age in seconds.
type held struct {
	result.Owner
	Age int `json:"age"`
}

// checkpoint is what a pull that did not end has read.
type checkpoint struct {
	Started  time.Time `json:"started"`
	Datasets []kept    `json:"datasets"`
}

type kept struct {
	Dataset string `json:"dataset"`
	Answers int    `json:"answers"`
	Rows    int    `json:"rows"`
}

// status shows what a directory holds, who works on it, and what --resume would
// go on from.
func status(r *command.Run, dir string) error {
	place, err := result.At(dir)
	if err != nil {
		return err
	}
	s := state{Directory: place.Dir, Changed: []string{}}
	if s.Result, err = result.ReadManifest(place.Dir); err != nil {
		return err
	}
	if err := s.files(&job{r: r}, place); err != nil {
		return err
	}
	if owner := place.Holder(); owner != nil {
		s.Lock = &held{*owner, int(r.Now().Sub(owner.Since).Seconds())}
	}
	if s.Checkpoint, err = checkpointOf(r, place.Work()); err != nil {
		return err
	}
	if _, err := os.Stat(place.Dir); s.Result == nil && s.Lock == nil && s.Checkpoint == nil {
		if err != nil {
			return exit.Usage.New(message.PullErrNoResult, dir)
		}
		if _, err := place.Check(); err != nil {
			return err
		}
	}
	encoded, err := json.Marshal(s)
	if err != nil {
		return err
	}
	out, err := r.Writer(nil, []string{"directory"})
	if err != nil {
		return err
	}
	if err := out.One(encoded); err != nil {
		return err
	}
	return out.Close()
}

// files says which files of the result are not as they were written.
func (s *state) files(j *job, place result.Place) error {
	if s.Result == nil {
		return nil
	}
	for _, e := range s.Result.Datasets {
		state, err := j.stateOf(place, &e)
		if err != nil {
			return err
		}
		if state != result.Intact {
			s.Changed = append(s.Changed, e.File)
		}
	}
	return nil
}

// checkpointOf is what --resume would go on from, nil when there is nothing.
func checkpointOf(r *command.Run, work string) (*checkpoint, error) {
	began, damaged, err := readIntent(work)
	if damaged {
		r.Say(r.Messages.Text(message.PullDamagedWork, filepath.Join(work, intentName)))
	}
	if began == nil || err != nil {
		return nil, err
	}
	c := &checkpoint{Started: began.Started, Datasets: []kept{}}
	for _, name := range began.Datasets {
		answers, rows := reading.Peek(filepath.Join(work, dataset.FileName(name)), began.reading(name))
		c.Datasets = append(c.Datasets, kept{name, answers, rows})
	}
	return c, nil
}
