package pull

import (
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// earlier opens the previous result of a dataset, as often as it is asked to. What is
// wrong with it is said once.
func (j *job) earlier(place result.Place, m *result.Manifest, indexes *result.Indexes) func(dataset.Dataset) (result.Before, error) {
	states := map[string]result.FileState{}
	return func(d dataset.Dataset) (result.Before, error) {
		e := m.Find(d.Name)
		if e == nil {
			return nil, nil
		}
		state, known := states[d.Name]
		if !known {
			var err error
			if state, err = j.stateOf(place, e); err != nil {
				return nil, err
			}
			states[d.Name] = state
		}
		before, damaged, err := indexes.Previous(place.Dir, e, d, state)
		if damaged && !known {
			j.r.Say(j.r.Messages.Text(message.PullDamagedIndex, d.Name))
		}
		return before, err
	}
}

// stateOf looks at a published file, and says when it is not as it was written.
func (j *job) stateOf(place result.Place, e *result.Entry) (result.FileState, error) {
	state, err := result.StateOf(place.Dir, e)
	switch {
	case err != nil:
	case state == result.Changed:
		j.r.Say(j.r.Messages.Text(message.PullFileChanged, e.File, e.Dataset))
	case state == result.Missing:
		j.r.Say(j.r.Messages.Text(message.PullFileMissing, e.File, e.Dataset))
	}
	return state, err
}
