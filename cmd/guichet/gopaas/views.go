package gopaas

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/command"
)

// The service has no list of its views: completion offers those that were read before.
// Each is an empty file in the state directory, so that runs at the same time cannot
// damage anything.

// longestView bounds the names that are kept: a file system takes no longer ones.
const longestView = 200

// viewsOf is the folder of the views of a service.
func viewsOf(r *command.Run, base string) (string, error) {
	sum := sha256.Sum256([]byte(base))
	return r.StatePath("views", hex.EncodeToString(sum[:8]))
}

// Seen notes that a view was read. What fails is not worth a word: the name can be typed.
func (c *Client) Seen(view string) {
	folder, err := viewsOf(c.run, c.BaseURL())
	name := url.QueryEscape(view)
	if err != nil || c.run.Sandboxed != nil || len(name) > longestView || os.MkdirAll(folder, 0o700) != nil {
		return
	}
	_ = os.WriteFile(filepath.Join(folder, name), nil, 0o600)
}

// Views are the views that were read before, the last one first.
func Views(ctx context.Context, r *command.Run) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		c, err := read(ctx, r)
		if err != nil {
			return
		}
		folder, err := viewsOf(r, c.BaseURL())
		if err != nil {
			return
		}
		entries, err := os.ReadDir(folder)
		if err != nil {
			return
		}
		slices.SortStableFunc(entries, func(a, b os.DirEntry) int { return cmp.Compare(written(b), written(a)) })
		for _, entry := range entries {
			if view, err := url.QueryUnescape(entry.Name()); err == nil && isName(view) && !yield(view, "") {
				return
			}
		}
	}
}

// written is when a file was written, 0 when it is gone.
func written(entry os.DirEntry) int64 {
	info, err := entry.Info()
	if err != nil {
		return 0
	}
	return info.ModTime().UnixNano()
}
