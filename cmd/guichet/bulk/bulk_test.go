package bulk_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/bulk"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
)

// file writes a file and opens its rows.
func file(t *testing.T, name, content string) (string, *bulk.Source, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := bulk.File(path, bulk.Format{Guarded: true})
	if source != nil {
		t.Cleanup(source.Close)
	}
	return path, source, err
}

// told are the rows of a source, each with its number and its line.
func told(source *bulk.Source) (rows string, err error) {
	err = source.Each(func(row bulk.Row) error {
		rows += fmt.Sprintf("%d@%d:%s%s ", row.Number, row.Line, strings.Join(row.Cells, "+"), row.Raw)
		return nil
	})
	return strings.TrimSpace(rows), err
}

func TestRowsAreReadWithTheirNumbersAndLines(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"a.csv", "\ufeffa,b\n1,2\n\"3\n4\",5\n6,7\n", "1@2:1+2 2@3:3\n4+5 3@5:6+7"},
		{"a.csv", "a;b\r\n1;2\r\n", "1@2:1+2"},
		{"a.csv", "\"a,;;;\",b\n'=1,2\n", "1@2:=1+2"},
		{"a.csv", "a\n", ""},
		{"a.json", " [\n {\"a\":1},\n\n {\"a\":\n2}\n]\n", "1@2:{\"a\":1} 2@4:{\"a\":\n2}"},
		{"a.ndjson", "{\"a\":1}\n\n{\"a\":2}{\"a\":3}", `1@1:{"a":1} 2@3:{"a":2} 3@3:{"a":3}`},
		{"a.txt", `[]`, ""},
		{"a.txt", "a,b\n[,2\n", "1@2:[+2"},
	} {
		_, source, err := file(t, c.name, c.content)
		if err != nil {
			t.Errorf("%q: %v", c.content, err)
			continue
		}
		for range 2 {
			if got, err := told(source); got != c.want || err != nil {
				t.Errorf("%q: %q, %v; want %q", c.content, got, err, c.want)
			}
		}
	}
}

func TestWhatIsWrongIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"a.csv", "", "is empty"},
		{"a.csv", " \n\t\n", "is empty"},
		{"a.csv", "a,a\n", "line 1: the header contains the column"},
		{"a.csv", "a,\n", "line 1: column 2"},
		{"a.csv", "a\n1\n2,3\n", "line 3: 2 fields"},
		{"a.csv", "a\nNo\xebl\n", "line 2: this is not UTF-8"},
		{"a.csv", "\xe9\n1\n", "line 1: this is not UTF-8"},
		{"a.csv", "a\n\"1\n\n", "line 2: a field that starts with"},
		{"a.json", "[{\"a\":1},\n", "line 2: the JSON is truncated"},
		{"a.json", "[{\"a\":1}\n]\n x", "line 3: unexpected text after the list"},
		{"a.json", "[{\"a\":1}\n]\n {}", "line 3: unexpected text after the list"},
		{"a.ndjson", "{\"a\":1}\n{\"a\":\"\xe9\"}", "line 2: this is not UTF-8"},
		{"a.ndjson", "{\"a\":1}\n{\"a\":1,\"a\":2}", "line 2: an object contains the same field twice"},
		{"a.json", "a", "line 1: invalid JSON"},
	} {
		_, source, err := file(t, c.name, c.content)
		if err == nil {
			_, err = told(source)
		}
		if exit.Of(err) != exit.Usage || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v; want %q", c.content, err, c.want)
		}
	}
}

// body takes the rows of a JSON source as they are.
func body(row bulk.Row) (bulk.Item, error) { return bulk.Item{Body: row.Raw}, nil }

func TestRowsThatChangeAfterTheyWereCheckedAreNotSent(t *testing.T) {
	const content = "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n"
	for name, changed := range map[string]string{
		"a value": "{\"a\":1}\n{\"a\":9}\n{\"a\":3}\n", "fewer rows": "{\"a\":1}\n        \n        ", "more rows": "{\"a\":1}\n{\"a\":2}\n{} {}\n  ",
	} {
		path, source, err := file(t, "a.ndjson", content)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := bulk.Check(source, "", body, nil)
		if err != nil || plan.Rows != 3 {
			t.Fatal(plan, err)
		}
		if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		sent := 0
		err = plan.Each(func(item bulk.Item) error {
			sent++
			if !strings.Contains(content, string(item.Body)) {
				t.Errorf("%s: %s was sent", name, item.Body)
			}
			return nil
		})
		if exit.Of(err) != exit.Usage || sent != 1 && name != "more rows" {
			t.Errorf("%s: %d rows were sent, and %v", name, sent, err)
		}
	}
}

func TestAChangedArgumentIsAChangedRow(t *testing.T) {
	path, source, err := file(t, "a.csv", "id\n1\n2\n")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := bulk.Check(source, "", func(row bulk.Row) (bulk.Item, error) {
		return bulk.Item{Args: row.Cells, Body: []byte("{}")}, nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("id\n1\n3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sent := 0
	err = plan.Each(func(bulk.Item) error { sent++; return nil })
	if exit.Of(err) != exit.Usage || sent != 1 {
		t.Errorf("%d rows were sent, and %v", sent, err)
	}
}

func TestARowIsKnownByItsNumberInALongPlan(t *testing.T) {
	const rows = 3000
	_, source, err := file(t, "a.ndjson", strings.Repeat("\n{}", rows))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := bulk.Check(source, "", body, func(plan *bulk.Plan, item bulk.Item) error {
		if item.Number < 3 {
			return nil
		}
		if line := plan.Line(item.Number/2 + 1); line != item.Number/2+2 {
			t.Errorf("row %d is in line %d", item.Number/2+1, line)
		}
		return nil
	})
	if err != nil || plan.Rows != rows || plan.Line(rows) != rows+1 {
		t.Error(plan, err)
	}
}

func TestLargeRowsAreReadAgainAmongSmallOnes(t *testing.T) {
	large := `{"a":"` + strings.Repeat("x", 70_000) + `"}`
	want := []string{`{"a":1}`, large, `{"a":2}`, large, large, `{"a":3}`}
	_, source, err := file(t, "a.ndjson", strings.Join(want, " \n")+"\n\n")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := bulk.Check(source, "", body, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = plan.Each(func(item bulk.Item) error {
		got = append(got, string(item.Body))
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%d rows came again, %v", len(got), err)
	}
}

func TestTheErrorIsAboutTheFirstRowAndCountsTheOthers(t *testing.T) {
	_, source, err := file(t, "a.ndjson", "1\n2\n3\n")
	if err != nil {
		t.Fatal(err)
	}
	_, err = bulk.Check(source, "", func(row bulk.Row) (bulk.Item, error) {
		if row.Number == 1 {
			return bulk.Item{}, nil
		}
		return bulk.Item{}, errors.New("bad " + string(row.Raw))
	}, nil)
	if err == nil || !strings.Contains(err.Error(), "row 2 (line 2): bad 2; rows refused in all: 2") {
		t.Errorf("got %v", err)
	}
}

func TestADigestIsOfRowsInTheirOrderOfTheirPurposeAndOfASalt(t *testing.T) {
	digests := map[string]string{}
	for _, c := range []struct{ purpose, content string }{
		{"create", `{"a":1}{"a":2}`}, {"create", `{"a":2}{"a":1}`}, {"update", `{"a":1}{"a":2}`}, {"create", `{"a":1}`},
	} {
		plans := [2]*bulk.Plan{}
		for i := range plans {
			_, source, err := file(t, "a.ndjson", c.content)
			if err != nil {
				t.Fatal(err)
			}
			if plans[i], err = bulk.Check(source, c.purpose, body, nil); err != nil {
				t.Fatal(err)
			}
		}
		if plans[0].Digest == plans[1].Digest || len(plans[0].Salt) < 20 {
			t.Errorf("%v has one digest with the salts %s and %s", c, plans[0].Salt, plans[1].Salt)
		}
		if again, err := plans[1].Salted(plans[0].Salt); err != nil || again != plans[0].Digest {
			t.Errorf("%v has another digest with the same salt, %v", c, err)
		}
		digest, err := plans[0].Salted("salt")
		if before, twice := digests[digest]; err != nil || twice {
			t.Errorf("%v has the digest of %s, %v", c, before, err)
		}
		digests[digest] = c.content
	}
}

func TestASecondRunWithTheSameDataIsRefusedInItsFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	start := func(salt, data string, change func(*bulk.Header)) error {
		h := header()
		h.Salt, h.Digest = salt, data+salt
		change(&h)
		j := bulk.NewJournal(h.Rows)
		err := j.CreateHere(h, func(salt string) (string, error) { return data + salt, nil })
		if err == nil {
			t.Cleanup(func() { j.Close() })
		}
		return err
	}
	same := func(*bulk.Header) {}
	for _, other := range []string{"", "{}\n", "{\"version\":3}"} {
		if err := os.WriteFile("guichet-rdv-user-create-"+fmt.Sprint(len(other))+".journal", []byte(other), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, err := range map[string]error{
		"the first run":   start("first-salt-of-all", "data", same),
		"another command": start("second-salt-of-all", "data", func(h *bulk.Header) { h.Command = "rdv user update" }),
		"more rows":       start("third-salt-of-all", "data", func(h *bulk.Header) { h.Rows++ }),
		"other data":      start("fourth-salt-of-all", "others", same),
	} {
		if err != nil {
			t.Fatal(name, err)
		}
	}
	before, _ := filepath.Glob("*")
	err := start("fifth-salt-of-all", "data", same)
	if exit.Of(err) != exit.Usage || !strings.Contains(err.Error(), "guichet-rdv-user-create-first-salt-o.journal") {
		t.Errorf("the same data again: %v", err)
	}
	if after, _ := filepath.Glob("*"); !slices.Equal(before, after) {
		t.Errorf("the folder has %q", after)
	}
}

// salted is the digest of the data of header.
func salted(salt string) (string, error) { return "d" + salt, nil }

func header() bulk.Header {
	return bulk.Header{Command: "rdv user create", Profile: "prod", BaseURL: "https://x.example", Salt: "salt of the rows", Digest: "dsalt of the rows", Rows: 9}
}

// states writes what a journal knows of its rows.
func states(j *bulk.Journal, rows int) (text string) {
	for n := 1; n <= rows; n++ {
		text += string("-?+"[j.State(n)])
	}
	return text
}

func TestAJournalThatIsCutAnywhereNeverHasASentRowAsNotWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j := bulk.NewJournal(9)
	err := j.Create(path, header())
	for _, step := range []error{
		err, j.Sent(1, 1), j.Done(1, 1, bulk.Written, "1135"), j.Sent(2, 4), j.Done(2, 4, bulk.NotWritten, ""),
		j.Sent(5, 5), j.Done(5, 5, bulk.Unknown, ""), j.Sent(6, 6),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	j.Close()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	first := bytes.IndexByte(content, '\n') + 1
	for size := range len(content) + 1 {
		if err := os.WriteFile(path, content[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		again, err := bulk.Resume(path, "a.csv", header(), salted)
		if size < first {
			if exit.Of(err) != exit.Usage {
				t.Errorf("cut at %d: %v", size, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("cut at %d: %v", size, err)
		}
		sent := bytes.Contains(content[first:size], []byte("sent 6 6\n"))
		if got := states(again, 9); sent && got != "+---??---" || again.State(7) != bulk.NotWritten {
			t.Errorf("cut at %d: %s", size, got)
		}
		// What was cut off does not run into what follows.
		if err := errors.Join(again.Sent(9, 9), again.Done(9, 9, bulk.Written, "7")); err != nil {
			t.Fatal(err)
		}
		again.Close()
		last, err := bulk.Resume(path, "a.csv", header(), salted)
		if err != nil || last.State(9) != bulk.Written || last.ID(9) != "7" {
			t.Fatalf("cut at %d, and gone on: %v", size, err)
		}
		last.Close()
	}
}

func TestRowsThatCannotBeNotedAsSentStayWhatTheyWere(t *testing.T) {
	j := bulk.NewJournal(9)
	if err := errors.Join(j.Create(filepath.Join(t.TempDir(), "journal"), header()), j.Sent(3, 4)); err != nil {
		t.Fatal(err)
	}
	j.Close() // nothing can be written any more
	if j.Sent(1, 2) == nil || j.Sent(3, 4) == nil {
		t.Fatal("the lines were written")
	}
	if got := states(j, 9); got != "--??-----" {
		t.Errorf("the rows are %s", got)
	}
}

func TestAJournalIsNotTakenForAnotherOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j := bulk.NewJournal(9)
	if err := j.Create(path, header()); err != nil {
		t.Fatal(err)
	}
	if _, err := bulk.Resume(path, "a.csv", header(), salted); exit.Of(err) != exit.Usage || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a journal in use: %v", err)
	}
	j.Close()
	if err := bulk.NewJournal(9).Create(path, header()); exit.Of(err) != exit.Usage {
		t.Errorf("a journal that is there already: %v", err)
	}
	for name, change := range map[string]func(*bulk.Header){
		"command": func(h *bulk.Header) { h.Command = "rdv user update" }, "address": func(h *bulk.Header) { h.BaseURL = "https://y.example" },
		"profile": func(h *bulk.Header) { h.Profile = "default" },
		"rows":    func(h *bulk.Header) { h.Rows = 8 },
	} {
		h := header()
		change(&h)
		if _, err := bulk.Resume(path, "a.csv", h, salted); exit.Of(err) != exit.Usage {
			t.Errorf("another %s: %v", name, err)
		}
	}
	other := func(salt string) (string, error) { return "e" + salt, nil }
	if _, err := bulk.Resume(path, "a.csv", header(), other); exit.Of(err) != exit.Usage || !strings.Contains(err.Error(), "a.csv") {
		t.Errorf("other data: %v", err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, more := range []string{"sent 0 1\n", "sent 3 2\n", "sent 1 10\n", "sent 1\n", "done 1 1\n", "\n", "written 1 1 a b\n"} {
		if err := os.WriteFile(path, append(bytes.Clone(content), more...), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := bulk.Resume(path, "a.csv", header(), salted); exit.Of(err) != exit.Usage {
			t.Errorf("%q was taken", more)
		}
	}
}

func TestAJournalHasNoIDThatIsMoreThanAWord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j := bulk.NewJournal(9)
	if err := j.Create(path, header()); err != nil {
		t.Fatal(err)
	}
	for n, id := range []string{"ada@example.fr", "a b", "a\nwritten 9 9", strings.Repeat("a", 41)} {
		if err := j.Done(n+1, n+1, bulk.Written, id); err != nil || j.ID(n+1) != id {
			t.Errorf("%q: %v", id, err)
		}
	}
	j.Close()
	content, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(content), "a b") || strings.Contains(string(content), "@") || strings.Contains(string(content), "aaaa") {
		t.Errorf("the journal is %s (%v)", content, err)
	}
}

// FuzzAJournalIsReadOrRefused gives anything at all as a journal.
func FuzzAJournalIsReadOrRefused(f *testing.F) {
	f.Add([]byte("{\"version\":3,\"command\":\"rdv user create\",\"profile\":\"prod\",\"base_url\":\"https://x.example\",\"salt\":\"salt of the rows\",\"sha256\":\"dsalt of the rows\",\"rows\":9}\nsent 1 2\nwritten 1 1 5\n"))
	f.Add([]byte("{\"version\":3,\"rows\":2000000000}\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "journal")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := bulk.Resume(path, "a.csv", header(), salted)
		if err == nil {
			states(j, 9)
			j.Close()
		} else if exit.Of(err) != exit.Usage {
			t.Errorf("%q: %v", content, err)
		}
	})
}
