package docs_test

import (
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// pictures are the commands that README shows on a terminal, by language. GUICHET_UPDATE=1
// draws them again.
var pictures = []struct{ lang, file, title, command string }{
	{"en", "screen.svg", "guichet in a terminal: the appointments of an agent on a day", "guichet --sandbox rdv agenda --agent-id 202"},
	{"fr", "screen.fr.svg", "guichet dans un terminal : les rendez-vous d'un agent pour une journée", "guichet --sandbox rdv agenda --agent-id 202"},
}

func TestThePicturesShowWhatTheCommandPrints(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command")
	}
	for _, p := range pictures {
		t.Run(p.lang, func(t *testing.T) {
			s := newShell(t)
			s.env = append(s.env, "GUICHET_LANG="+p.lang, "GUICHET_COLOR=always")
			words := strings.Fields(p.command)
			seen := s.onTerminal(t, pictureColumns, s.guichet, words[1:]...)
			drawn, err := picture(p.title, "\x1b[1m$\x1b[0m "+p.command+"\n"+seen)
			if err != nil {
				t.Fatal(err)
			}
			if os.Getenv("GUICHET_UPDATE") == "1" {
				if err := os.WriteFile(p.file, []byte(drawn), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			kept, err := os.ReadFile(p.file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(kept), drawn); diff != "" {
				t.Errorf("%s shows something else (-shown +printed):\n%s", p.file, diff)
			}
		})
	}
}

func TestAPictureRefusesWhatItCannotDraw(t *testing.T) {
	if text, cells, err := spans("a \x1b[1m<b>\x1b[0m\x1b[2mc\x1b[0m"); text != `a <tspan font-weight="bold" fill="#ffffff">&lt;b&gt;</tspan><tspan fill="#8b949e">c</tspan>` || cells != 6 || err != nil {
		t.Errorf("%s, %d cells, %v", text, cells, err)
	}
	for _, line := range []string{"\x1b[31mred", "\x1b[2Kerased", "over\rwritten"} {
		if _, _, err := spans(line); err == nil {
			t.Errorf("%q is drawn", line)
		}
	}
}

// The sizes of a picture, in pixels.
const (
	pictureColumns          = 88
	cellTenths, cellHeight  = 84, 20 // the width of a cell in tenths
	pictureTop, pictureSide = 64, 20
)

const pictureHead = `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d">
<title>%[3]s</title>
<rect width="%[1]d" height="%[2]d" rx="10" fill="#14181f"/>
<path d="M0 36V10A10 10 0 0 1 10 0H%[4]dA10 10 0 0 1 %[1]d 10V36Z" fill="#232a34"/>
<circle cx="20" cy="18" r="6" fill="#ff5f57"/><circle cx="40" cy="18" r="6" fill="#febc2e"/><circle cx="60" cy="18" r="6" fill="#28c840"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#d7dce2" xml:space="preserve">
`

// picture draws the lines of a terminal. Each line is as wide as its cells, whatever
// font the reader has.
func picture(title, screen string) (string, error) {
	lines := strings.Split(strings.TrimRight(screen, "\n"), "\n")
	width := pictureColumns*cellTenths/10 + 2*pictureSide
	var b strings.Builder
	fmt.Fprintf(&b, pictureHead, width, pictureTop+cellHeight*len(lines), html.EscapeString(title), width-10)
	for i, line := range lines {
		text, cells, err := spans(line)
		if err != nil {
			return "", err
		}
		if cells > 0 {
			fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\">%s</text>\n",
				pictureSide, pictureTop+cellHeight*i, float64(cells*cellTenths)/10, text)
		}
	}
	return b.String() + "</g>\n</svg>\n", nil
}

// looks are what the attributes of a terminal are in a picture.
var looks = map[string]string{"0": "", "1": `font-weight="bold" fill="#ffffff"`, "2": `fill="#8b949e"`}

var attribute = regexp.MustCompile(`\x1b\[(\d*)m`)

// spans turns the attributes of a line into elements, and counts its cells. It refuses
// what it cannot draw.
func spans(line string) (text string, cells int, err error) {
	look := ""
	add := func(part string) {
		cells += utf8.RuneCountInString(part)
		part = html.EscapeString(part)
		if look != "" && part != "" {
			part = "<tspan " + look + ">" + part + "</tspan>"
		}
		text += part
	}
	for rest := line; ; {
		at := attribute.FindStringSubmatchIndex(rest)
		if at == nil {
			if strings.ContainsAny(rest, "\x1b\r") {
				return "", 0, fmt.Errorf("%q cannot be drawn", line)
			}
			add(rest)
			return text, cells, nil
		}
		add(rest[:at[0]])
		var known bool
		if look, known = looks[rest[at[2]:at[3]]]; !known {
			return "", 0, fmt.Errorf("%q cannot be drawn", line)
		}
		rest = rest[at[1]:]
	}
}
