package render

import (
	"bytes"
	"cmp"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// The excel-fr dialect writes what a spreadsheet in French reads as a number, a date or
// a time. Digits that it would change become ="0123": of the ways to mark a text, the
// only one that both Excel and LibreOffice take off when they open a file. They would
// show an apostrophe.

const (
	frenchDay    = "02/01/2006"
	frenchMoment = "02/01/2006 15:04:05"
)

// mostDigits is how many digits a spreadsheet keeps of a number.
const mostDigits = 15

// localise writes a cell for the dialect. It returns false for a text that it leaves to the
// guard.
func (f *csvFormat) localise(cell rawjson.Found) bool {
	if len(cell.Values) != 1 {
		return false
	}
	text := string(f.field)
	digits, plain := plainNumber(text)
	if number(cell) {
		if plain && len(digits) > mostDigits {
			f.keep(text)
			return true
		}
		return false
	}
	if cell.Values[0][0] != '"' {
		return false
	}
	if at, kind := readMoment(f.field); kind != noMoment {
		f.moment(at, kind)
		return true
	}
	switch {
	case decimal(text):
		f.point()
	case plain && len(digits) < 12 && (digits[0] != '0' || digits == "0"):
	case changeable(text):
		f.keep(text)
	default:
		return false
	}
	return true
}

// keep marks digits as text.
func (f *csvFormat) keep(text string) {
	f.field = append(append(append(f.field[:0], `="`...), text...), '"')
}

func (f *csvFormat) moment(at time.Time, kind momentKind) {
	switch kind {
	case aDay:
		f.field = at.AppendFormat(f.field[:0], frenchDay)
	case anInstant:
		at = at.In(f.zone)
		fallthrough
	case aWall:
		f.field = at.AppendFormat(f.field[:0], frenchMoment)
	}
}

// decimal reports whether a text is a number with a fraction that a spreadsheet keeps.
func decimal(text string) bool {
	digits, plain := plainNumber(text)
	whole, _, pointed := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return plain && pointed && len(digits) <= mostDigits && (whole[0] != '0' || whole == "0")
}

// changeable reports whether a text consists of digits and of what stands between them
// in numbers, telephones and dates: a spreadsheet, or whoever reads the file again, may
// take it for something else.
func changeable(text string) bool {
	return strings.ContainsAny(text, "0123456789") &&
		(strings.Trim(text, "0123456789+-.,/: \u00a0\u202f") == "" || exponent(strings.Replace(text, ",", ".", 1)))
}

// exponent reports whether a text is a number such as 12E3.
func exponent(text string) bool {
	a, b, ok := strings.Cut(strings.ToUpper(text), "E")
	_, okA := plainNumber(a)
	_, okB := plainNumber(strings.TrimPrefix(b, "+"))
	return ok && okA && okB
}

// kept returns the text in a cell that [csvFormat.keep] wrote.
func kept(cell string) (text string, ok bool) {
	text, opened := strings.CutPrefix(cell, `="`)
	text, closed := strings.CutSuffix(text, `"`)
	return text, opened && closed && changeable(text)
}

// FromExcelFR gives the text that the service writes for a number with a decimal comma,
// for a date or a time in French, and for digits that are marked as text. Of any other
// cell ok is false.
func FromExcelFR(cell string) (text string, ok bool) {
	if text, ok := kept(cell); ok {
		return text, true
	}
	if pointed := strings.Replace(cell, ",", ".", 1); pointed != cell && decimal(pointed) {
		return pointed, true
	}
	if at, err := time.Parse(frenchDay, cell); err == nil {
		return at.Format(time.DateOnly), true
	}
	if at, err := time.Parse(frenchMoment, cell); err == nil {
		return at.Format(time.DateTime), true
	}
	return "", false
}

// titles are the names of columns: their titles for people, where header gives one, and
// else their paths. Of columns with the same title each has its path too.
func titles(columns []string, header func(path string) string) []string {
	named := make([]string, len(columns))
	for i, path := range columns {
		named[i] = cmp.Or(path, wholeName)
		if header != nil {
			named[i] = cmp.Or(header(path), named[i])
		}
	}
	for i, title := range named {
		for j := i + 1; header != nil && j < len(named); j++ {
			if named[j] == title {
				named[i], named[j] = title+" ("+columns[i]+")", named[j]+" ("+columns[j]+")"
			}
		}
	}
	return named
}

// significant counts the digits of a JSON number without zeros before them.
func significant(number []byte) int {
	if at := bytes.IndexAny(number, "eE"); at >= 0 {
		number = number[:at]
	}
	digits, _ := plainNumber(string(number))
	return len(strings.TrimLeft(digits, "0"))
}
