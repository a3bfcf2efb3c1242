package pull

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// state is what "status" shows of a directory.
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
	lock.Owner
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
func (j *job) status(context.Context) error {
	place, err := result.At(j.out)
	if err != nil {
		return err
	}
	s := state{Directory: place.Dir, Changed: []string{}}
	if s.Result, err = result.ReadManifest(place.Dir); err != nil {
		return err
	}
	if s.Result != nil {
		for i := range s.Result.Datasets {
			_, wrong, err := j.sumOf(place.Dir, &s.Result.Datasets[i])
			if err != nil {
				return err
			}
			s.Changed = append(s.Changed, wrong...)
		}
		wrong, err := s.Result.WrongLoad(place.Dir)
		if err != nil {
			return err
		}
		if wrong {
			s.Changed = append(s.Changed, s.Result.Load.Name)
		}
	}
	if owner := place.Holder(); owner != nil {
		s.Lock = &held{*owner, int(j.r.Now().Sub(owner.Since).Seconds())}
	}
	if s.Checkpoint, err = j.checkpoint(place.Work()); err != nil {
		return err
	}
	if _, err := os.Stat(place.Dir); s.Result == nil && s.Lock == nil && s.Checkpoint == nil {
		if err != nil {
			return exit.Usage.New(message.PullErrNoResult, j.out)
		}
		if _, err := place.Check(); err != nil {
			return err
		}
	}
	out, err := j.r.Writer(nil, []string{"directory"})
	if err != nil {
		return err
	}
	return command.PrintOne(out, s)
}

// checkpoint is what --resume would go on from, nil when there is nothing.
func (j *job) checkpoint(work string) (*checkpoint, error) {
	began, err := j.readIntent(work)
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
