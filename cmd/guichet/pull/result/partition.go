package result

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
)

// MaxShares is the largest number of shares that a pull can be dealt into.
const MaxShares = 100

// Share is one of several shares of a pull: share Index of Of, counted from 1.
type Share struct{ Index, Of int }

// ParseShare reads a share such as "2/3".
func ParseShare(text string) (s Share, ok bool) {
	index, of, _ := strings.Cut(text, "/")
	s.Index, _ = strconv.Atoi(index) // 0, which is refused, after an error
	s.Of, _ = strconv.Atoi(of)
	return s, s.Index >= 1 && s.Index <= s.Of && s.Of <= MaxShares
}

// String is the share as [ParseShare] reads it.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s Share) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// has reports whether a text falls to the share. All machines and versions have to
// agree.
func (s Share) has(text string) bool {
	sum := sha256.Sum256([]byte(text))
	return binary.BigEndian.Uint64(sum[:])%uint64(s.Of) == uint64(s.Index-1)
}

// Deal keeps the parts of a dataset of which the share has rows. No total decides, so
// that every machine deals the same. A list of one organisation falls to the share that
// the hash of "rdv.motifs 101" gives. The rows of rdvs fall by their weeks: "rdv.rdvs
// 101 2026-W47". A list that is not of one organisation falls to share 1.
func (s Share) Deal(dataset string, parts []reading.Part) (dealt []reading.Part) {
	for _, part := range parts {
		name := fmt.Sprintf("%s %d", dataset, part.Organisation)
		switch {
		case part.Windowed:
			part.Own = func(monday int64) bool {
				year, week := time.Unix(monday, 0).UTC().ISOWeek()
				return s.has(fmt.Sprintf("%s %d-W%02d", name, year, week))
			}
		case part.Organisation == 0 && s.Index != 1, part.Organisation != 0 && !s.has(name):
			continue
		}
		dealt = append(dealt, part)
	}
	return dealt
}

// Shared is what a merge has to know of a share, beyond the rest of its entry.
type Shared struct {
	// Organisations are those whose lists are dealt, in all shares together.
	Organisations []int64 `json:"organisations,omitempty"`
	// PseudonymKey identifies the key of the pseudonyms, and does not tell it.
	PseudonymKey string `json:"pseudonym_key,omitempty"`
	// Report tells what the service counted.
	Report reading.Report `json:"report"`
}
