package pull

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
)

// partition reads the value of --partition.
func partition(text string) (string, error) {
	share, ok := result.ParseShare(text)
	if !ok {
		return "", message.Fail(message.PullErrPartition, text, result.MaxShares)
	}
	return share.String(), nil
}

// sharable refuses a share that could not be merged: of another format, or without the
// ids of its rows.
func (j *job) sharable() error {
	if j.query.Partition == "" {
		return nil
	}
	if j.query.Format != "ndjson" {
		return exit.Usage.New(message.PullErrShareFormat, j.query.Format).WithHint(message.PullHintShareFormat)
	}
	for _, d := range j.datasets {
		if row.Named(j.query.Pseudonyms, d.Key) {
			return exit.Usage.New(message.PullErrShareKey, d.Key, d.Name).WithHint(message.PullHintShareKey)
		}
	}
	return nil
}

// deal keeps the parts of the share that is wanted, and notes whose lists are dealt.
func (j *job) deal(d dataset.Dataset, parts []reading.Part) []reading.Part {
	share, ok := result.ParseShare(j.query.Partition)
	if !ok {
		return parts
	}
	j.dealt[d.Name] = nil
	for _, part := range parts {
		if part.Organisation != 0 {
			j.dealt[d.Name] = append(j.dealt[d.Name], part.Organisation)
		}
	}
	return share.Deal(d.Name, parts)
}

// keyID identifies a key of pseudonyms without telling it; "" for no key.
func keyID(key []byte) string {
	if key == nil {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte("guichet pull key")) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil)[:8])
}
