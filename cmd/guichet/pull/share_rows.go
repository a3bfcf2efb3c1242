package pull

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// eachRow calls visit for each row of the shares in the order of the keys, each key once,
// and counts the rows that are in several shares: that of the last share counts. A file
// that is not as it was written is an error.
func eachRow(ctx context.Context, d *dataset.Dataset, shares []*share, visit func(sorted.Key, []byte) error) (twice int, err error) {
	live, err := openShares(d, shares)
	defer func() {
		for _, r := range live {
			_ = r.file.Close() // it was only read
		}
	}()
	if err != nil {
		return 0, err
	}
	for {
		var least *shareReader
		for _, r := range live {
			if !r.ended && (least == nil || r.key.Compare(least.key) <= 0) {
				least = r
			}
		}
		if least == nil || ctx.Err() != nil {
			return twice, ctx.Err()
		}
		key := least.key
		if err := visit(key, least.lines.Bytes()); err != nil {
			return twice, err
		}
		for _, r := range live {
			if r.ended || r.key != key {
				continue
			}
			if r != least {
				twice++
			}
			if err := r.next(); err != nil {
				return twice, err
			}
		}
	}
}

// openShares opens the files of shares at their first rows. Those that are open are
// returned with an error too.
func openShares(d *dataset.Dataset, shares []*share) (open []*shareReader, err error) {
	for _, s := range shares {
		r := &shareReader{dataset: d, share: s, sum: sha256.New()}
		if r.file, err = os.Open(filepath.Join(s.dir, s.File)); err != nil {
			return open, s.changed()
		}
		open = append(open, r)
		r.lines = bufio.NewScanner(io.TeeReader(r.file, r.sum))
		r.lines.Buffer(make([]byte, 64<<10), largest)
		if err := r.next(); err != nil {
			return open, err
		}
	}
	return open, nil
}

// shareReader reads the file of a share row by row.
type shareReader struct {
	_ incomparable.Field

	dataset *dataset.Dataset
	share   *share
	file    *os.File
	lines   *bufio.Scanner
	sum     hash.Hash
	key     sorted.Key // of the current row
	ended   bool
}

// largest bounds the line of a row, which memory has to hold.
const largest = 1 << 30

// next moves to the next row. At the end it looks whether the file is the one that the
// manifest names.
func (r *shareReader) next() (err error) {
	if r.lines.Scan() {
		if r.key, err = r.dataset.KeyOf(r.lines.Bytes()); err == nil {
			return nil
		}
	}
	if r.ended = true; err == nil && r.lines.Err() == nil && hex.EncodeToString(r.sum.Sum(nil)) == r.share.SHA256 {
		return nil
	}
	return r.share.changed()
}

// changed is the refusal of a share whose file is not as it was written.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *share) changed() error {
	return exit.Usage.New(message.PullErrFileChanged, filepath.Join(s.given, s.File)).WithHint(message.PullHintShareAgain, s.Partition)
}
