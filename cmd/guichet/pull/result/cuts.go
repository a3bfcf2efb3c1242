package result

import (
	"encoding/json"
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
)

// The cuts of a dataset are where the windows of its last reading would be cut, by part:
// times, and no rows. They stand beside its index.

func (x *Indexes) cuts(name string) (path string, header []byte) {
	return filepath.Join(x.dir, dataset.FileName(name)+cutsSuffix), framed.Header("cuts", name)
}

const cutsSuffix = ".cuts"

// Cuts returns the cuts of a dataset, nil when there are none. Cuts that are damaged or
// cannot be read are none: a reading does without them, in more requests.
func (x *Indexes) Cuts(name string) (cuts map[string][]int64) {
	path, header := x.cuts(name)
	text, _, err := framed.Check(path, header)
	if err != nil || json.Unmarshal(text, &cuts) != nil {
		return nil
	}
	return cuts
}

// KeepCuts keeps the cuts of a dataset for its next reading.
func (x *Indexes) KeepCuts(name string, cuts map[string][]int64) error {
	text, err := json.Marshal(cuts)
	if err != nil {
		return err
	}
	path, header := x.cuts(name)
	return atomicfile.Write(path, framed.One(header, text))
}
