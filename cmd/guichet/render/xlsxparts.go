package render

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	xmlHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	documentSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace  = "http://schemas.openxmlformats.org/package/2006/"
	sheetTypes    = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// xlsxParts are the parts of a spreadsheet that do not depend on the list.
var xlsxParts = [...]struct{ name, content string }{
	{"[Content_Types].xml", xmlHead + `<Types xmlns="` + packageSpace + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + sheetTypes + `sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + sheetTypes + `worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + sheetTypes + `styles+xml"/></Types>`},
	{"_rels/.rels", xmlHead + `<Relationships xmlns="` + packageSpace + `relationships"><Relationship Id="rId1" Type="` +
		documentSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + packageSpace + `relationships"><Relationship Id="rId1" Type="` +
		documentSpace + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` +
		documentSpace + `/styles" Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", xmlHead + `<styleSheet xmlns="` + mainSpace + `"><numFmts count="3">` +
		`<numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/><numFmt numFmtId="166" formatCode="hh:mm"/></numFmts>` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">` +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`},
}

// The styles of xl/styles.xml, by their place in cellXfs.
const (
	styleNone   = "0"
	styleHeader = "1"
	styleText   = "2"
)

var momentStyles = [...]string{aDay: "4", aClock: "5", aWall: "3", anInstant: "3"}

// open begins a cell.
func (f *xlsx) open(column int, style, kind string) {
	f.add(`<c r="`, f.columns[column], f.number, `" s="`, style, kind)
}

// write writes a cell with a plain value.
func (f *xlsx) write(column int, style, kind, value string) {
	f.open(column, style, kind)
	f.add(value, "</v></c>")
	f.widen(column, max(len(value), 10))
}

// add adds to the rows that are held. Inlined, append would be large at each place.
//
//go:noinline
func (f *xlsx) add(parts ...string) {
	for _, part := range parts {
		f.held = append(f.held, part...)
	}
}

// writeText writes f.text as a text.
func (f *xlsx) writeText(column int, style string) {
	f.shorten()
	f.open(column, style, `" t="inlineStr"><is><t xml:space="preserve">`)
	f.held = appendXML(f.held, f.text)
	f.add("</t></is></c>")
	f.widen(column, utf8.RuneCount(f.text))
}

func (f *xlsx) widen(column, width int) {
	if !f.settled {
		f.widths[column] = max(f.widths[column], width)
	}
}

// shorten cuts a text that is longer than a cell can be, which is counted in UTF-16.
func (f *xlsx) shorten() {
	if len(f.text) <= mostCharacters {
		return
	}
	units := 0
	for i, r := range string(f.text) {
		if units += utf16.RuneLen(r); units > mostCharacters {
			f.text = f.text[:i]
			f.cut++
			return
		}
	}
}

// appendXML appends a text, without the characters that XML does not have. A carriage
// return is a line break, and what Excel would read as the code of a character is
// escaped by such a code.
func appendXML(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		written := string(text[i : i+size])
		switch {
		case r == utf8.RuneError:
			written = "\uFFFD" // a nested value may have bytes that are not UTF-8
		case r == '<':
			written = "&lt;"
		case r == '>':
			written = "&gt;"
		case r == '&':
			written = "&amp;"
		case r == '\r' && (i+1 == len(text) || text[i+1] != '\n'):
			written = "\n"
		case r == '_' && coded(text[i:]):
			written = "_x005F_"
		case r < ' ' && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
			written = ""
		}
		dst = append(dst, written...)
		i += size
	}
	return dst
}

// coded reports whether a text begins with the code of a character, such as _x000D_.
func coded(text []byte) bool {
	if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return err == nil
}
