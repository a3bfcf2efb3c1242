package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// list renders rows and fails the test on any error.
func list(t *testing.T, o render.Options, rows ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := open(t, &out, o)
	for _, row := range rows {
		if err := w.Row(json.RawMessage(row)); err != nil {
			t.Fatalf("Row(%s): %v", row, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	return out.String()
}

// streamed are the formats that show rows before the last one.
func streamed() []string {
	return slices.DeleteFunc(render.Formats(), func(format string) bool { return format == "xlsx" })
}

// one renders a single object and fails the test on any error.
func one(t *testing.T, o render.Options, object string) string {
	t.Helper()
	var out bytes.Buffer
	w := open(t, &out, o)
	if err := w.One(json.RawMessage(object)); err != nil {
		t.Fatalf("One(%s): %v", object, err)
	}
	if err := w.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	return out.String()
}

func TestAnObjectInPartsIsWrittenAsAWhole(t *testing.T) {
	const object = `{"id":"1","nom":"Noël \u001b[31m","written":[{"row":1},{"row":2}]}`
	for _, o := range []render.Options{
		{Format: "json"}, {Format: "json", Terminal: true}, {Format: "ndjson"}, {Format: "csv"}, {Format: "yaml"}, {Format: "table"}, {Format: "id"},
		{Format: "json", JQ: ".written[1]"},
	} {
		var out bytes.Buffer
		w := open(t, &out, o)
		err := w.OneInParts(func(yield func([]byte) bool) {
			part := []byte{}
			for text := range strings.SplitAfterSeq(object, ",") {
				if part = append(part[:0], text...); !yield(part) {
					return
				}
			}
		})
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		same(t, out.String(), one(t, o, object))
	}
}

func TestAnObjectInPartsEndsWhereNobodyReadsIt(t *testing.T) {
	w, parts := open(t, brokenPipe{}, render.Options{Format: "json"}), 0
	err := w.OneInParts(func(yield func([]byte) bool) {
		for parts = 1; yield(bytes.Repeat([]byte(" "), 1<<20)); parts++ {
		}
	})
	if !errors.Is(err, syscall.EPIPE) || parts != 1 {
		t.Errorf("%d parts were made, and %v", parts, err)
	}
}

func open(t *testing.T, out io.Writer, o render.Options) *render.Writer {
	t.Helper()
	w, err := render.New(out, o)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return w
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("output differs (-want +got):\n%s", diff)
	}
}

// odd is an object that any decoding and encoding would change.
const odd = `{"zeta":1.500,"id":12345678901234567890123,"nom":"\u00c9lodie \/ <b>","inconnu":{"b":1,"a":1E+2},"x": null}`

func TestAJSONListIsOneArrayOfUnchangedObjects(t *testing.T) {
	got := list(t, render.Options{Format: "json"}, odd, `{"id":2}`)
	same(t, got, "[\n"+odd+",\n{\"id\":2}\n]\n")
	if !json.Valid([]byte(got)) {
		t.Errorf("not valid JSON: %s", got)
	}
}

func TestNDJSONIsOneUnchangedObjectALine(t *testing.T) {
	same(t, list(t, render.Options{Format: "ndjson"}, odd, `{"id":2}`), odd+"\n{\"id\":2}\n")
}

func TestLayoutOverSeveralLinesIsCompactedAndNothingElse(t *testing.T) {
	pretty := "\n{\r\n  \"id\": 1.50,\n  \"nom\": \"a \\u00e9\\n b\"\n}\n"
	same(t, list(t, render.Options{Format: "ndjson"}, pretty), `{"id":1.50,"nom":"a \u00e9\n b"}`+"\n")
}

func TestASingleObjectIsNotAnArray(t *testing.T) {
	for format, want := range map[string]string{
		"json":   "{\"id\":1}\n",
		"ndjson": "{\"id\":1}\n",
		"yaml":   "id: 1\n",
		"id":     "1\n",
		"csv":    "id\n1\n",
		"table":  "id:  1\n",
	} {
		t.Run(format, func(t *testing.T) {
			same(t, one(t, render.Options{Format: format}, `{"id":1}`), want)
		})
	}
}

func TestAnEmptyListIsStillAnAnswer(t *testing.T) {
	columns := []string{"id", "motif.name"}
	for format, want := range map[string]string{
		"json":   "[]\n",
		"ndjson": "",
		"yaml":   "[]\n",
		"id":     "",
		"csv":    "id,motif.name\n",
		"table":  "",
	} {
		t.Run(format, func(t *testing.T) {
			same(t, list(t, render.Options{Format: format, Default: columns, Header: rdvTitle}), want)
		})
	}
}

func TestRowsAreVisibleAfterFlush(t *testing.T) {
	for _, format := range streamed() {
		t.Run(format, func(t *testing.T) {
			var out bytes.Buffer
			w := open(t, &out, render.Options{Format: format, Event: event})
			if err := w.Row(json.RawMessage(`{"id":417}`)); err != nil {
				t.Fatal(err)
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), "417") {
				t.Errorf("after Flush the output is %q", out.String())
			}
		})
	}
}

func TestClosingTwiceEndsTheListOnce(t *testing.T) {
	var out bytes.Buffer
	w := open(t, &out, render.Options{Format: "json"})
	for range 2 {
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	same(t, out.String(), "[]\n")
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }

func TestAClosedPipeIsReturnedAsItIs(t *testing.T) {
	for _, format := range render.Formats() {
		t.Run(format, func(t *testing.T) {
			w := open(t, brokenPipe{}, render.Options{Format: format, Event: event})
			if err := w.Row(json.RawMessage(`{"id":1}`)); err != nil {
				t.Fatal(err)
			}
			if err := w.Flush(); err != syscall.EPIPE && format != "xlsx" {
				t.Errorf("Flush() = %v, want EPIPE itself", err)
			}
			if err := w.Close(); err != syscall.EPIPE {
				t.Errorf("Close() = %v, want EPIPE itself", err)
			}
		})
	}
}

func TestAnUnknownOptionNamesTheNearestValidOne(t *testing.T) {
	for _, tt := range []struct {
		options       render.Options
		flag, nearest string
	}{
		{render.Options{Format: "jsn"}, "output", "json"},
		{render.Options{Format: "CSV"}, "output", "csv"},
		{render.Options{Format: "parquet"}, "output", ""},
		{render.Options{Format: "csv", CSVDialect: "excelfr"}, "csv-dialect", "excel-fr"},
		{render.Options{Format: "json", CSVDialect: "rcf"}, "csv-dialect", "rfc"},
	} {
		_, err := render.New(io.Discard, tt.options)
		refusedFor(t, err, "--"+tt.flag+": ", tt.nearest)
	}
}

// refusedFor checks what a usage error says, and what it suggests: the nearest value,
// or a choice of values when none is near.
func refusedFor(t *testing.T, err error, text, nearest string) {
	t.Helper()
	failed, ok := errors.AsType[*exit.Error](err)
	if !ok || failed.Code != exit.Usage || !strings.HasPrefix(failed.Error(), text) {
		t.Fatalf("%v, want a usage error %s…", err, text)
	}
	hint, want := failed.HintIn(nil), "possible values: "
	if nearest != "" {
		want = `did you mean "` + nearest + `"?`
	}
	if !strings.HasPrefix(hint, want) {
		t.Errorf("%v suggests %q, want %q", err, hint, want)
	}
}

func TestAnEmptyRowIsAnError(t *testing.T) {
	w := open(t, io.Discard, render.Options{Format: "ndjson"})
	if err := w.Row(json.RawMessage(" \n")); err == nil {
		t.Error("Row of nothing succeeded")
	}
}

func TestABrokenRowIsAnErrorWhereItIsRead(t *testing.T) {
	for _, format := range []string{"table", "csv", "yaml", "id"} {
		for _, row := range []string{`{"id":1`, `{"id":1} {}`, `nul`, `{"id"}`, `}`, `{"a":1,}`} {
			w := open(t, io.Discard, render.Options{Format: format})
			read := format != "id" || !strings.HasPrefix(row, `{"id":1`) // no format reads on after its last field
			if err := w.Row(json.RawMessage(row)); err == nil && read {
				t.Errorf("%s: Row(%s) succeeded", format, row)
			}
		}
	}
}

func TestARowThatIsRefusedLeavesTheArrayValid(t *testing.T) {
	var out bytes.Buffer
	w := open(t, &out, render.Options{Format: "json"})
	for _, row := range []string{`{"id":1}`, "{\n\"id\":}"} {
		if err := w.Row(json.RawMessage(row)); (err == nil) != json.Valid([]byte(row)) {
			t.Errorf("Row(%s) = %v", row, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, out.String(), "[\n{\"id\":1}\n]\n")
}

func TestIDsAreOneALine(t *testing.T) {
	same(t, list(t, render.Options{Format: "id"}, `{"id":12345678901234567890}`, `{"id":"ab-c"}`), "12345678901234567890\nab-c\n")
}

func TestWithoutAnIDTheNaturalKeyIsPrinted(t *testing.T) {
	o := render.Options{Format: "id", IDPath: []string{"id", "account.email"}}
	same(t, list(t, o, `{"id":null,"account":{"email":"ada@exemple.fr"}}`, `{"id":3}`), "ada@exemple.fr\n3\n")
}

func TestAnObjectWithoutIDIsAUsageError(t *testing.T) {
	w := open(t, io.Discard, render.Options{Format: "id"})
	if err := w.One(json.RawMessage(`{"token":"x"}`)); exit.Of(err) != exit.Usage {
		t.Errorf("One() = %v, want a usage error", err)
	}
}

func TestPassingARowThroughAllocatesNothing(t *testing.T) {
	for _, format := range []string{"json", "ndjson"} {
		w := open(t, io.Discard, render.Options{Format: format})
		row := json.RawMessage(odd)
		allocations := testing.AllocsPerRun(500, func() {
			if err := w.Row(row); err != nil {
				t.Fatal(err)
			}
		})
		if allocations != 0 {
			t.Errorf("%s: %v allocations a row", format, allocations)
		}
	}
}
