package render

import (
	"encoding/binary"
	"encoding/json"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/fold"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/paris"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// Order says how the rows of a list are sorted: numbers by their value, times by their
// instant, texts as in a French dictionary, false before true. A value that is null,
// empty or missing comes last in both directions.
type Order struct {
	// By are the paths of columns, the first one first; a "-" before a path puts the
	// greatest value first.
	By []string
	// ID are the paths of the id, which decides between equal rows; empty is "id".
	ID []string
	// Known are the columns of the command: a row may lack them. Any other column that
	// the first row lacks is an error of exit.Usage.
	Known []string
	// Zone is where times without a zone are; nil is Paris.
	Zone *time.Location
	// Failed, unless nil, gets a failure to read before the first row is given: who takes
	// few rows does not come to it.
	Failed func(error)
}

// Rows reads all rows and gives them in order. Rows that take more than 16 MiB wait in a
// temporary file without a name. When reading fails, the rows before the failure come
// first, in order; when that file cannot be written, none comes. A row is valid until the
// next one.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func (o Order) Rows(rows iter.Seq2[json.RawMessage, error]) iter.Seq2[json.RawMessage, error] {
	return o.rows(rows, nil)
}

// rows is Rows, or with a table gives the lines that it reads out of the rows.
//
// Inlined, its loop would be compiled anew in each of its callers.
//
//go:noinline
func (o Order) rows(rows iter.Seq2[json.RawMessage, error], lines *table) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		keys, s := o.keys(lines), &sorter{}
		defer s.close()
		var failed error
		for row, err := range rows {
			if err == nil {
				row, err = keys.read(row)
			}
			if err == nil {
				if err := s.add(keys.key, row); err != nil {
					yield(nil, err)
					return
				}
			}
			if failed = err; failed != nil {
				if o.Failed != nil {
					o.Failed(failed)
				}
				break
			}
		}
		err := s.each(func(row []byte) bool { return yield(row, nil) })
		if failed == nil {
			failed = err
		}
		if failed != nil && !s.stopped {
			yield(nil, failed)
		}
	}
}

// keys makes the sort keys of rows. Comparing two keys byte by byte compares the rows.
type keys struct {
	order     Order
	paths     []string
	extractor *rawjson.Extractor // nil with lines, which read the paths of the key too
	lines     *table
	rows      uint64
	key       []byte // of the row that was read last
}

func (o Order) keys(lines *table) *keys {
	if o.Zone == nil {
		o.Zone = paris.Location()
	}
	if len(o.ID) == 0 {
		o.ID = []string{"id"}
	}
	k := &keys{order: o, lines: lines}
	for _, column := range o.By {
		k.paths = append(k.paths, strings.TrimPrefix(column, "-"))
	}
	k.paths = append(k.paths, o.ID...)
	if lines == nil {
		k.extractor = rawjson.NewExtractor(k.paths)
	} else {
		lines.selection.more = k.paths
	}
	return k
}

// read makes the key of a row, and returns what is to be kept of the row. Its number comes
// last: no two keys are equal, and equal rows keep their order.
func (k *keys) read(row []byte) (keep []byte, err error) {
	var cells []rawjson.Found
	if k.lines == nil {
		cells, err = k.extractor.Read(row)
	} else {
		cells, err = k.lines.read(row)
	}
	if err != nil {
		return nil, err
	}
	if keep = row; k.lines != nil {
		keep = k.lines.pack()
	}
	if k.rows == 0 {
		if err := k.check(cells, row); err != nil {
			return nil, err
		}
	}
	k.key = k.key[:0]
	for i := range cells {
		from := len(k.key)
		k.key = k.appendCell(k.key, cells[i].Values)
		if i < len(k.order.By) && k.order.By[i][0] == '-' && k.key[from] != nothing {
			invert(k.key[from:])
		}
	}
	k.rows++
	k.key = binary.BigEndian.AppendUint64(k.key, k.rows)
	return keep, nil
}

func (k *keys) check(cells []rawjson.Found, row []byte) error {
	for i, path := range k.paths[:len(k.order.By)] {
		if cells[i].Presence == rawjson.Absent && !slices.Contains(k.order.Known, path) {
			return unknown("sort", message.RenderUnknownColumn, path, append(paths(row), k.order.Known...))
		}
	}
	return nil
}

// The first byte of a value in a key. A cell is its values and then the end.
const (
	end byte = iota
	keyNumber
	keyMoment
	keyText
	keyBool
	nothing byte = 0xff // greater than the others, inverted or not
)

func (k *keys) appendCell(dst []byte, values [][]byte) []byte {
	before := len(dst)
	for _, value := range values {
		switch value[0] {
		case 'n':
		case 't', 'f':
			dst = append(dst, keyBool, 'f'^value[0])
		case '"', '{', '[':
			dst = k.appendText(dst, string(appendValue(nil, value, true)))
		default:
			dst = appendNumberKey(dst, value)
		}
	}
	if len(dst) == before {
		return append(dst, nothing)
	}
	return append(dst, end)
}

// appendText appends a text by what it says: a number, a time, or words.
func (k *keys) appendText(dst []byte, text string) []byte {
	if text == "" {
		return dst
	}
	if _, ok := plainNumber(text); ok {
		return appendNumberKey(dst, []byte(text))
	}
	if at, kind := readMoment([]byte(text)); kind != noMoment {
		if kind == aDay || kind == aWall {
			at = inZone(at, k.order.Zone)
		}
		dst = binary.BigEndian.AppendUint64(append(dst, keyMoment), uint64(at.Unix())^1<<63)
		return binary.BigEndian.AppendUint32(dst, uint32(at.Nanosecond()))
	}
	// The letters first; the accents decide between equal letters, and then case, small
	// letters before capitals: their bytes are greater, so they are inverted.
	dst = appendTerminated(append(dst, keyText), fold.Text(text))
	dst = appendTerminated(dst, strings.ToLower(text))
	from := len(dst)
	dst = append(dst, text...)
	invert(dst[from:])
	return append(dst, end) // inverted UTF-8 has no zero byte
}

// inZone reads the same date and clock in a zone.
func inZone(at time.Time, zone *time.Location) time.Time {
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), zone)
}

// appendTerminated appends a text and an end that sorts before every longer text.
func appendTerminated(dst []byte, text string) []byte {
	for i := range len(text) {
		if dst = append(dst, text[i]); text[i] == 0 {
			dst = append(dst, 0xff)
		}
	}
	return append(dst, 0, 0)
}

func invert(key []byte) {
	for i := range key {
		key[i] = ^key[i]
	}
}

// appendNumberKey appends a number of JSON: its sign, its power of ten, its digits without
// zeros around them.
func appendNumberKey(dst, text []byte) []byte {
	const sign, width, most = 1, 8, 1 << 30
	from := len(dst)
	dst = append(append(dst, keyNumber, 2), make([]byte, width)...)
	digits, power, pointed := len(dst), 0, false
digit:
	for i, c := range text {
		switch {
		case c == '-':
			dst[from+sign] = 0
		case c == '.':
			pointed = true
		case c > '9': // e or E
			exponent, _ := strconv.Atoi(string(text[i+1:])) // the greatest when it is out of range
			power += max(-most, min(most, exponent))
			break digit
		case c != '0' || len(dst) > digits:
			dst = append(dst, c)
			if !pointed {
				power++
			}
		case pointed:
			power--
		}
	}
	for len(dst) > digits && dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
	}
	if len(dst) == digits {
		return append(dst[:from], keyNumber, 1)
	}
	binary.BigEndian.PutUint64(dst[digits-width:], uint64(power)^1<<63)
	dst = append(dst, end)
	if dst[from+sign] == 0 {
		invert(dst[digits-width:])
	}
	return dst
}

// plainNumber reports whether a text is a number of digits, with a decimal point and a
// minus sign at most, and gives its digits.
func plainNumber(text string) (digits string, ok bool) {
	whole, fraction, pointed := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	ok = whole != "" && (fraction != "") == pointed
	digits = whole + fraction
	for i := 0; ok && i < len(digits); i++ {
		ok = digits[i] >= '0' && digits[i] <= '9'
	}
	return digits, ok
}
