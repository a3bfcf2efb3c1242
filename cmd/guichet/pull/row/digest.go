package row

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"sort"
	"time"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// Digest is a keyed digest of an object's value: the order of its fields and the
// space between them do not count, nor does the DTSTAMP of a calendar entry in a
// field "ical", which is the moment at which the service wrote it.
type Digest [16]byte

// Digester computes digests. It is not safe for concurrent use.
type Digester struct {
	// Plain says that the last row came without space and with its fields in order.
	Plain bool

	mac    hash.Hash
	out    []byte // the row in the form that the digest is of
	fields []field
	depth  int    // of objects
	starts []byte // the value of the row's own "starts_at", empty for none
	sum    []byte

	row    []byte // the last row
	stamps []int  // where the stamps begin and end in a plain row
	visit  func(depth int, name []byte, from, to int)
}

// field is where a field of an object begins in the digested form, and where its
// name and the comma after its value end there.
type field struct{ begin, name, end int }

// NewDigester returns a digester for a secret key.
func NewDigester(key []byte) *Digester {
	d := &Digester{mac: hmac.New(sha256.New, key)}
	d.visit = d.member
	return d
}

// Of returns the digest of a row, and the day on which it starts as the service writes
// it, "" when it does not say. A "starts_at" of an object inside the row does not count.
func (d *Digester) Of(row []byte) (digest Digest, day string, err error) {
	d.mac.Reset()
	d.row, d.starts, d.stamps = row, d.starts[:0], d.stamps[:0]
	if d.Plain = rawjson.Plain(row, d.visit); d.Plain {
		rest := 0
		for i := 0; i < len(d.stamps); i += 2 {
			_, _ = d.mac.Write(row[rest:d.stamps[i]]) // a hash takes everything
			rest = d.stamps[i+1]
		}
		_, _ = d.mac.Write(row[rest:])
	} else {
		d.out, d.fields, d.depth, d.starts = d.out[:0], d.fields[:0], 0, d.starts[:0]
		r := rawjson.Lenient(row)
		defer r.Free()
		d.value(r)
		_, _ = d.mac.Write(d.out)
		err = r.End()
	}
	d.sum = d.mac.Sum(d.sum[:0])
	copy(digest[:], d.sum)
	day, _ = rawjson.Text(d.starts)
	return digest, day[:min(len(day), len(time.DateOnly))], err
}

// member notes what counts of a member of a plain row.
func (d *Digester) member(depth int, name []byte, from, to int) {
	switch string(name) {
	case "starts_at":
		if depth == 1 {
			d.starts = append(d.starts[:0], d.row[from:to]...)
		}
	case "ical":
		if before, after := cutStamp(d.row[from:to]); after != nil {
			d.stamps = append(d.stamps, from+len(before), to-len(after))
		}
	}
}

// value appends the value that comes next, without space and with the fields of
// objects in order.
func (d *Digester) value(r *rawjson.Reader) {
	switch r.Kind() {
	case '{':
		d.object(r)
	case '[':
		d.out = append(d.out, '[')
		for range r.Elements {
			d.value(r)
			d.out = append(d.out, ',')
		}
		d.end(']')
	default:
		d.out = append(d.out, r.Value()...)
	}
}

// end ends an object or an array. Each of its parts has a comma after it.
func (d *Digester) end(with byte) {
	if last := len(d.out) - 1; d.out[last] == ',' {
		d.out[last] = with
	} else {
		d.out = append(d.out, with)
	}
}

func (d *Digester) object(r *rawjson.Reader) {
	d.out = append(d.out, '{')
	d.depth++
	outer, begin, ordered := len(d.fields), len(d.out), true
	for range r.Members {
		f := field{begin: len(d.out)}
		d.out = append(append(d.out, r.Quoted()...), ':')
		f.name = len(d.out) - 1
		if string(r.Quoted()) == `"ical"` && r.Kind() == '"' {
			before, after := cutStamp(r.Value())
			d.out = append(append(d.out, before...), after...)
		} else {
			d.value(r)
		}
		if d.depth == 1 && string(d.out[f.begin:f.name]) == `"starts_at"` {
			d.starts = append(d.starts[:0], d.out[f.name+1:]...)
		}
		d.out = append(d.out, ',')
		f.end = len(d.out)
		ordered = ordered && (len(d.fields) == outer || !d.less(f, d.fields[len(d.fields)-1]))
		d.fields = append(d.fields, f)
	}
	if !ordered {
		sort.Sort(byName{d, d.fields[outer:]})
		sorted := make([]byte, 0, len(d.out)-begin)
		for _, f := range d.fields[outer:] {
			sorted = append(sorted, d.out[f.begin:f.end]...)
		}
		copy(d.out[begin:], sorted)
	}
	d.fields = d.fields[:outer]
	d.depth--
	d.end('}')
}

// byName sorts fields as services order them.
type byName struct {
	*Digester
	fields []field
}

func (b byName) Len() int           { return len(b.fields) }
func (b byName) Swap(i, j int)      { b.fields[i], b.fields[j] = b.fields[j], b.fields[i] }
func (b byName) Less(i, j int) bool { return b.less(b.fields[i], b.fields[j]) }

// less puts "id" first, and then the others by the bytes of their names: an object
// that came in this order stays as it is. Fields of one name keep their places.
func (d *Digester) less(a, b field) bool {
	const id = `"id"`
	first, second := d.out[a.begin:a.name], d.out[b.begin:b.name]
	if order := bytes.Compare(first, second); order == 0 || string(first) != id && string(second) != id {
		return order < 0 || order == 0 && a.begin < b.begin
	}
	return string(first) == id
}

// cutStamp leaves out the value of the line DTSTAMP of a calendar entry, as JSON
// has it. after is nil when there is none.
func cutStamp(ical []byte) (before, after []byte) {
	const line = `\r\nDTSTAMP:`
	at := bytes.Index(ical, []byte(line))
	if at < 0 {
		return ical, nil
	}
	at += len(line)
	length := bytes.IndexByte(ical[at:], '\\')
	if length < 0 {
		return ical, nil
	}
	return ical[:at], ical[at+length:]
}
