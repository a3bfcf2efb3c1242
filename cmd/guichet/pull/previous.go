package pull

import (
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// openIndexes opens the indexes of the place.
func (j *job) openIndexes() error {
	state, err := j.r.StatePath("pull")
	if err != nil {
		return err
	}
	j.indexes, err = result.OpenIndexes(filepath.Clean(state), j.place)
	if err == nil && j.indexes.KeyLost {
		j.say(message.PullDamagedKey, state)
	}
	return err
}

// before opens the previous result of a dataset, nil for none.
func (j *job) before(d *dataset.Dataset) (*result.Marks, error) {
	e := j.place.Previous.Find(d.Name)
	if e == nil {
		return nil, nil
	}
	sum, _, err := j.sumOf(j.place.Dir, e)
	if err != nil {
		return nil, err
	}
	marks, damaged, err := j.indexes.Previous(j.place.Dir, e, d, sum)
	if damaged {
		j.say(message.PullDamagedIndex, d.Name)
	}
	return marks, err
}

// sumOf returns the digest that a published file has now, and says when a file of the
// dataset is not as it was written. wrong names these files, the first time only.
func (j *job) sumOf(dir string, e *result.Entry) (sum string, wrong []string, err error) {
	sum, known := j.sums[e.Dataset]
	if known {
		return sum, nil, nil
	}
	if sum, wrong, err = result.SumOf(dir, e); err != nil {
		return "", nil, err
	}
	j.sums[e.Dataset] = sum
	said := message.PullFileChanged
	if sum == "" {
		said = message.PullFileMissing
	}
	for _, name := range wrong {
		j.say(said, name, e.Dataset)
	}
	return sum, wrong, nil
}
