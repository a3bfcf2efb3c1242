package bulk

import (
	"bufio"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// passed is how far a source of JSON was read.
type passed struct {
	rows   int
	inList bool
	at     int64 // behind the last row
	line   int   // line breaks before at
}

// eachAlike reads rows as long as they are objects that [rawjson.Alike] accepts, which is
// several times faster than a decoder. The rest is for a decoder to read.
func (s *Source) eachAlike(visit func(Row) error) (p passed, err error) {
	from := bufio.NewReaderSize(s.reader(), 1<<16)
	var rows rawjson.Alike
	for {
		window, _ := from.Peek(from.Buffered())
		begin, line, inList := p.next(window)
		size := rows.Next(window[begin:])
		if size < 0 {
			if _, err := from.Peek(len(window) + 1); err != nil {
				return p, nil // the end, or a row that is large or has another form
			}
			continue
		}
		p = passed{rows: p.rows + 1, inList: inList, at: p.at + int64(begin+size), line: line}
		row := Row{Number: p.rows, Line: line + 1, Raw: window[begin : begin+size], begin: p.at - int64(size)}
		if err := visit(row); err != nil {
			return p, err
		}
		_, _ = from.Discard(begin + size)
	}
}

// next returns where the next row begins in a window, which is at the end of the window
// or at something else where no row may begin.
func (p *passed) next(window []byte) (begin, line int, inList bool) {
	line = p.line
	separated := p.rows > 0 && !p.inList
	for inList = p.inList; begin < len(window); begin++ {
		switch c := window[begin]; {
		case c == '\n':
			line++
		case c == ' ', c == '\t', c == '\r':
		case c == '[' && p.rows == 0 && !inList, c == ',' && p.inList && !separated:
			inList, separated = true, true
		case c == '{' && (separated || p.rows == 0):
			return begin, line, inList
		default:
			return len(window), line, inList
		}
	}
	return begin, line, inList
}
