package render_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// in gives the options of a reader on 2026-11-30 at noon in Paris.
func in(lang string) render.Options {
	return render.Options{Messages: message.For(lang), Now: time.Date(2026, 11, 30, 11, 0, 0, 0, time.UTC), NoHeader: true}
}

func TestTimesHaveTheFormOfTheReader(t *testing.T) {
	for _, c := range []struct{ text, french, english string }{
		{"2026-11-30 08:45:00 +0100", "30/11 08:45", "Nov 30 08:45"},
		{"2026-11-30T07:45:00Z", "30/11 08:45", "Nov 30 08:45"},
		{"2026-07-01T08:00:00.123+02:00", "01/07 08:00", "Jul 01 08:00"},
		{"2026-07-01T22:30:00Z", "02/07 00:30", "Jul 02 00:30"}, // another day in Paris
		{"2026-12-31T23:30:00Z", "01/01/2027 00:30", "Jan 01 2027 00:30"},
		{"2025-11-30 08:45:00 +0100", "30/11/2025 08:45", "Nov 30 2025 08:45"},
		{"2026-11-30 08:45:00", "30/11 08:45", "Nov 30 08:45"},
		{"1976-04-18", "18/04/1976", "Apr 18 1976"},
		{"2026-11-30", "30/11/2026", "Nov 30 2026"},
		{"08:45:00", "08:45", "08:45"},
		{"2026-02-30 08:45:00 +0100", "2026-02-30 08:45:00 +0100", "2026-02-30 08:45:00 +0100"},
		{"le 2026-11-30", "le 2026-11-30", "le 2026-11-30"},
	} {
		for lang, want := range map[string]string{"fr": c.french, "en": c.english} {
			o := in(lang)
			o.Columns = []string{"at"}
			object := `{"at":"` + c.text + `"}`
			same(t, list(t, o, object), want+"\n")
			same(t, one(t, o, object), want+"\n")
		}
	}
}

func TestTimesAreInTheZoneOfTheOrganisation(t *testing.T) {
	o := in("fr")
	o.Columns, o.Zone = []string{"at"}, time.FixedZone("", -4*3600)
	same(t, list(t, o, `{"at":"2026-11-30 08:45:00 +0100"}`, `{"at":"2026-11-30 12:45:00"}`), "30/11 03:45\n30/11 12:45\n")
}

func TestTimesOnBothSidesOfAChangeOfTheClocksAreRight(t *testing.T) {
	o := in("fr")
	o.Columns = []string{"at"}
	same(t, list(t, o, `{"at":"2026-10-25T00:59:00Z"}`, `{"at":"2026-10-25T01:00:00Z"}`, `{"at":"2026-03-29T00:59:00Z"}`, `{"at":"2026-03-29T01:00:00Z"}`, `{"at":"2026-10-25T00:59:00Z"}`),
		"25/10 02:59\n25/10 02:00\n29/03 01:59\n29/03 03:00\n25/10 02:59\n")
}

func TestWordsOfClosedSetsAreInTheLanguageOfTheReader(t *testing.T) {
	const object = `{"status":"noshow","participations":[{"status":"seen"},{"status":"unknown"}],"motif":{"location_type":"public_office","name":"seen"},"collectif":false,"enabled":true,"name":"unknown","reason":{"status":"nouveau"}}`
	columns := []string{"status", "participations.status", "motif.location_type", "collectif", "enabled", "name", "reason.status", "motif.name"}
	for lang, want := range map[string]string{
		"fr": "absent non excusé  vu, non renseigné  sur place  non  oui  unknown  nouveau  seen\n",
		"en": "no-show  seen, not recorded  on site  no  yes  unknown  nouveau  seen\n",
	} {
		o := in(lang)
		o.Columns = columns
		same(t, list(t, o, object), want)
		o.Format = "csv"
		same(t, list(t, o, object), "noshow,\"seen, unknown\",public_office,false,true,unknown,nouveau,seen\n")
	}
}

func TestAPersonIsAFirstNameAndALastName(t *testing.T) {
	for object, want := range map[string]string{
		`{"who":{"id":1,"first_name":"Joël","last_name":"Saunier"}}`:                                           "Joël SAUNIER",
		`{"who":[{"last_name":"Noël-Éluard","first_name":"Éloïse"},{"first_name":null,"last_name":"Petit"}]}`:  "Éloïse NOËL-ÉLUARD, PETIT",
		`{"who":{"firstName":"Claire","lastName":"Fontaine"}}`:                                                 "Claire FONTAINE",
		`{"who":{"first_name":"Ada","last_name":"Lovelace","responsible":{"first_name":"X","last_name":"Y"}}}`: "Ada LOVELACE",
		`{"who":[{"id":1,"status":"seen","user":{"first_name":"Ada","last_name":"Lovelace"}}]}`:                "Ada LOVELACE",
		`{"who":[{"id":7,"name":"Mairie"},{"id":8}]}`:                                                          "Mairie, 8",
		`{"who":{"tags":[]}}`: "…",
		`{"who":[]}`:          "",
		`{"who":null}`:        "",
		`{"who":{"first_name":"a\u001b[2Jb","last_name":"c\u202Ed"}}`: "ab CD",
	} {
		o := in("fr")
		o.Columns = []string{"who"}
		same(t, list(t, o, object), want+"\n")
	}
}

func TestNumbersStandUnderEachOther(t *testing.T) {
	o := in("fr")
	o.NoHeader = false
	o.Columns = []string{"id", "cp", "min"}
	same(t, list(t, o, `{"id":7,"cp":"01000","min":null}`, `{"id":12345,"cp":"2A004","min":5}`), ""+
		"   ID  CP     MIN\n    7  01000\n12345  2A004    5\n")
}

func TestACellOfNumbersAndWordsIsAText(t *testing.T) {
	o := in("fr")
	o.NoHeader = false
	o.Columns = []string{"v", "id"}
	same(t, list(t, o, `{"v":["x",1],"id":1}`, `{"v":[1,2],"id":2}`), "V     ID\nx, 1   1\n1, 2   2\n")
	same(t, list(t, o, `{"v":[{"n":1}],"id":1}`, `{"v":[1,2],"id":2}`), "V     ID\n…      1\n1, 2   2\n")
	o.Columns = []string{"v.n", "id"}
	same(t, list(t, o, `{"v":[{"n":"x"},{"n":1}],"id":1}`), "V.N   ID\nx, 1   1\n")
}

func TestSeveralNumbersShrinkBeforeTexts(t *testing.T) {
	o := in("fr")
	o.Terminal, o.Width, o.Columns = true, 60, []string{"nom", "ids.id", "lieu"}
	same(t, list(t, o, `{"nom":"Béatrice Rivière","ids":[{"id":187952},{"id":187953},{"id":187954},{"id":187955},{"id":187956}],"lieu":"Maison des solidarités Arras"}`),
		"Béatrice Rivière  187952, 187…  Maison des solidarités Arras\n")

	o.NoHeader, o.Columns, o.Header = false, nil, message.For("fr").Header
	o.Default = []string{"id", "a", "b", "participations.id", "c"}
	same(t, list(t, o, `{"id":1234,"a":"`+long+`","b":"`+long+`","c":"`+long+`","participations":[{"id":187952},{"id":187953},{"id":187954}]}`), ""+
		"  ID  A              B              PARTICIP…  C\n1234  une phrase q…  une phrase q…  187952, …  une phrase q…\n")
}

const long = "une phrase qui est bien trop longue pour tenir sur une ligne"

func TestNumbersTimesAndIDsAreNeverCut(t *testing.T) {
	o := in("fr")
	o.Terminal, o.Width, o.Columns = true, 60, []string{"texte", "id", "at", "n", "phone"}
	same(t, list(t, o, `{"texte":"`+long+`","id":"921b68b1f64b","at":"2025-11-30T07:45:00Z","n":123456,"phone":"01 99 00 84 04"}`),
		"une…  921b68b1f64b  30/11/2025 08:45  123456  01 99 00 84 04\n")
}

func TestATableThatDoesNotFitLeavesOutItsLastColumns(t *testing.T) {
	rows := []string{`{"id":1,"nom":"` + long + `","motif":"` + long + `","lieu":"` + long + `","note":"` + long + `"}`}
	var said []string
	o := in("fr")
	o.Terminal, o.Width, o.Default = true, 60, []string{"id", "nom", "motif", "lieu", "note"}
	o.Notice = func(key message.Key, args ...any) { said = append(said, message.For("fr").Text(key, args...)) }
	same(t, list(t, o, rows...), "1  une phrase qui e…  une phrase qui es…  une phrase qui es…\n")
	same(t, strings.Join(said, "\n"), "terminal trop étroit pour note\u00a0: choisissez les colonnes avec --columns")

	o.Columns, said = o.Default, nil
	same(t, list(t, o, rows...), "1  une phrase …  une phrase q…  une phrase q…  une phrase q…\n")
	if said != nil {
		t.Errorf("about columns that all stay it is said: %q", said)
	}
}

func TestAColumnThatTheQuestionMakesConstantIsLeftOut(t *testing.T) {
	o := in("fr")
	o.Default, o.Constant = []string{"id", "lieu", "nom"}, []string{"lieu"}
	same(t, list(t, o, `{"id":1,"lieu":"A","nom":"x"}`, `{"id":2,"lieu":"A","nom":"x"}`), "1  x\n2  x\n")
	same(t, list(t, o, `{"id":1,"lieu":"A","nom":"x"}`, `{"id":2,"lieu":"B","nom":"x"}`), "1  A  x\n2  B  x\n")
	o.Columns = []string{"id", "lieu"}
	same(t, list(t, o, `{"id":1,"lieu":"A"}`), "1  A\n")
	o.Columns, o.Format = nil, "csv"
	same(t, list(t, o, `{"id":1,"lieu":"A","nom":"x"}`), "1,A,x\n")
}

func TestALaterNumberThatIsTooWidePushesNoMoreThanItMust(t *testing.T) {
	var out bytes.Buffer
	o := in("fr")
	o.Terminal, o.Width, o.Columns = true, 80, []string{"n", "nom", "m"}
	w := open(t, &out, o)
	for _, row := range []string{`{"n":1,"nom":"Théodora","m":1}`, `{"n":1234,"nom":"Théodora","m":2}`, `{"n":2,"nom":"Ada","m":3}`} {
		if err := w.Row(json.RawMessage(row)); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	same(t, out.String(), "1  Théodora  1\n1234  Théo…  2\n2  Ada       3\n")
}

func TestUnderSixtyColumnsARowIsABlock(t *testing.T) {
	o := in("fr")
	o.NoHeader, o.Terminal, o.Width = false, true, 40
	o.Default, o.Header = []string{"id", "nom", "vide", "lieu"}, message.For("fr").Header
	same(t, list(t, o, `{"id":1,"nom":"Ada","vide":null,"lieu":"`+long+`"}`, `{"id":2,"nom":"Zoé","vide":"x","lieu":null}`), ""+
		"ID 1\nnom\u00a0: Ada\nLieu\u00a0: une phrase qui est bien trop\n       longue pour tenir sur une ligne\n\n"+
		"ID 2\nnom\u00a0: Zoé\nvide\u00a0: x\n")
	o.Color = true
	same(t, list(t, o, `{"id":1}`), "\x1b[1mID 1\x1b[0m\n")
}

func TestValuesInsideAnObjectAreIndentedLines(t *testing.T) {
	o := in("fr")
	o.NoHeader, o.Header = false, message.For("fr").Header
	same(t, one(t, o, `{"id":5,"website":null,"agents":[{"id":2,"first_name":"Joël","last_name":"Saunier","email":null}],`+
		`"lieu":{"name":"Mairie","website":"","enabled":true,"tags":[],"zones":["a","b"]},`+
		`"participations":[{"id":1,"status":"seen","user":{"id":9,"first_name":"Ada","last_name":"Lovelace","email":"a@example.fr"}},{"id":2}],`+
		`"user_profiles":[{"organisation":{"id":3}}],"context":"un\ndeux","starts_at":"2026-11-30 08:45:00 +0100","m":[[1,2],[]]}`), ""+
		"ID\u00a0:              5\n"+
		"Site web\u00a0:\n"+
		"Agents\u00a0:\n"+
		"  - Joël SAUNIER\n"+
		"    ID\u00a0:  2\n"+
		"Lieu\u00a0:\n"+
		"  Nom\u00a0:    Mairie\n"+
		"  Actif\u00a0:  oui\n"+
		"  zones\u00a0:  a, b\n"+
		"Participations\u00a0:\n"+
		"  - ID\u00a0:      1\n"+
		"    Statut\u00a0:  vu\n"+
		"    Usager\u00a0:  Ada LOVELACE (9)\n"+
		"  - ID\u00a0:  2\n"+
		"Organisations\u00a0:\n"+
		"  - Organisation\u00a0:\n"+
		"      ID\u00a0:  3\n"+
		"Contexte\u00a0:\n"+
		"  un\n"+
		"  deux\n"+
		"Début\u00a0:           30/11 08:45\n"+
		"m\u00a0:\n"+
		"  - 1, 2\n"+
		"  -\n")
}

func TestColoursShowWhatNeedsAttention(t *testing.T) {
	o := in("en")
	o.Color, o.Columns = true, []string{"starts_at", "status"}
	for status, want := range map[string]string{
		"noshow":  "\x1b[31mno-show\x1b[0m",
		"excused": "\x1b[2mexcused\x1b[0m",
		"revoked": "\x1b[2mcancelled\x1b[0m",
		"unknown": "\x1b[33mnot recorded\x1b[0m",
		"seen":    "seen",
	} {
		same(t, list(t, o, `{"starts_at":"2026-11-30T10:59:00Z","status":"`+status+`"}`), "Nov 30 11:59  "+want+"\n")
	}
	const later = `{"starts_at":"2026-11-30T11:01:00Z","status":"unknown"}`
	same(t, list(t, o, later), "Nov 30 12:01  not recorded\n")
	o.Columns = nil
	same(t, one(t, o, later), "Nov 30 12:01\nnot recorded\n")
	same(t, one(t, o, `{"starts_at":"2026-11-30T10:00:00Z","status":"unknown","accepted":false}`), "Nov 30 11:00\n\x1b[33mnot recorded\x1b[0m\n\x1b[31mno\x1b[0m\n")
	o.Color = false
	same(t, one(t, o, `{"starts_at":"2026-11-30T10:00:00Z","status":"unknown"}`), "Nov 30 11:00\nnot recorded\n")
}

func TestATableHasColumnsOfItsOwn(t *testing.T) {
	o := in("en")
	o.Default, o.Table = []string{"users.last_name"}, []string{"users", "id"}
	const object = `{"id":1,"users":[{"first_name":"Ada","last_name":"Lovelace"}]}`
	same(t, list(t, o, object), "Ada LOVELACE  1\n")
	o.Format = "csv"
	same(t, list(t, o, object), "Lovelace\n")
}

func TestARowOfATableNeedsNoMemory(t *testing.T) {
	if raced {
		t.Skip("the race detector has pools forget")
	}
	w := open(t, io.Discard, render.Options{
		Messages: message.For("fr"), Terminal: true, Width: 80, Color: true,
		Table: []string{"id", "starts_at", "duration_in_min", "status", "users", "motif.name", "participations.id", "agents"},
	})
	row := json.RawMessage(benchRow)
	write := func() {
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		write()
	}
	if got := testing.AllocsPerRun(200, write); got >= 1 {
		t.Errorf("a row takes %v allocations", got)
	}
}
