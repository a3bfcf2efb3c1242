package rdvsolidarites_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites"
)

func TestATimeIsReadInEveryFormatOfTheService(t *testing.T) {
	for text, want := range map[string]string{
		`"2022-01-01 08:00:00 +0100"`:     "2022-01-01T07:00:00Z",
		`"2022-07-01 08:00:00 +0200"`:     "2022-07-01T06:00:00Z",
		`"2024-08-19T14:00:00+02:00"`:     "2024-08-19T12:00:00Z",
		`"2024-10-03T12:44:33.500+02:00"`: "2024-10-03T10:44:33.5Z",
		`"2024-10-03T12:44:33Z"`:          "2024-10-03T12:44:33Z",
		`"2024-10-03 12:44:33 UTC"`:       "2024-10-03T12:44:33Z",
		`"2022-11-01T09:00Z"`:             "2022-11-01T09:00:00Z",
		`null`:                            "0001-01-01T00:00:00Z",
	} {
		var got rdvsolidarites.Time
		if err := json.Unmarshal([]byte(text), &got); err != nil || got.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%s was read as %v (%v), not %s", text, got, err, want)
		}
	}
	for _, text := range []string{`""`, `"hier"`, `"2022-13-01 08:00:00 +0100"`, `"2022-01-01"`, `17`, `{}`, `"2022-01-01 08:00:00"`} {
		var got rdvsolidarites.Time
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s was read as %v", text, got)
		}
	}
}

func TestADateIsReadAndWrittenAsADay(t *testing.T) {
	for text, want := range map[string]rdvsolidarites.Date{
		`"1985-07-20"`: {Year: 1985, Month: time.July, Day: 20}, `"2024-02-29"`: {Year: 2024, Month: time.February, Day: 29}, `null`: {},
	} {
		var got rdvsolidarites.Date
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s was read as %v (%v)", text, got, err)
		}
		if back, err := json.Marshal(got); err != nil || string(back) != text {
			t.Errorf("%s was written as %s (%v)", text, back, err)
		}
	}
	for _, text := range []string{`""`, `"2023-02-29"`, `"20/07/1985"`, `"1985-7-20"`, `"1985-07-20T00:00:00Z"`, `1985`} {
		var got rdvsolidarites.Date
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s was read as %v", text, got)
		}
	}
	if day := rdvsolidarites.DateOf(time.Date(2026, 11, 16, 23, 30, 0, 0, time.UTC)); day.String() != "2026-11-16" || day.IsZero() {
		t.Errorf("the day is %v", day)
	}
	if none := (rdvsolidarites.Date{}); none.String() != "" || !none.IsZero() {
		t.Errorf("no day is written %q", none)
	}
}

func TestAClockIsReadAndWrittenAsATimeOfDay(t *testing.T) {
	for text, want := range map[string]string{`"08:00:00"`: "08:00:00", `"08:05"`: "08:05:00", `"23:59:59"`: "23:59:59",
		`"24:00:00"`: "24:00:00", `"24:00"`: "24:00:00", `null`: "00:00:00"} {
		var got rdvsolidarites.Clock
		if err := json.Unmarshal([]byte(text), &got); err != nil || got.String() != want {
			t.Errorf("%s was read as %v (%v)", text, got, err)
		}
		if back, err := json.Marshal(got); err != nil || string(back) != `"`+want+`"` {
			t.Errorf("%s was written as %s (%v)", text, back, err)
		}
	}
	for _, text := range []string{`"8h"`, `"24:01"`, `"25:00"`, `"08:60"`, `""`, `8`} {
		var got rdvsolidarites.Clock
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s was read as %v", text, got)
		}
	}
}

// FuzzTimesComeBackAsTheyWere reads any text as each of the three, and what
// was understood again after writing it.
func FuzzTimesComeBackAsTheyWere(f *testing.F) {
	for _, seed := range []string{"2022-01-01 08:00:00 +0100", "2024-08-19T14:00:00.5+02:00", "2022-11-01T09:00Z", "1985-07-20", "08:05", "0000-01-01", "9999-12-31"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		data, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		again(t, data, func(a, b rdvsolidarites.Time) bool { return a.Truncate(time.Second).Equal(b.Time) })
		again(t, data, func(a, b rdvsolidarites.Date) bool { return a == b })
		again(t, data, func(a, b rdvsolidarites.Clock) bool { return a == b })
	})
}

func again[T any](t *testing.T, data []byte, same func(a, b T) bool) {
	t.Helper()
	var first, second T
	if json.Unmarshal(data, &first) != nil {
		return
	}
	written, err := json.Marshal(first)
	if err != nil {
		t.Fatalf("%s was read as %v, which cannot be written: %v", data, first, err)
	}
	if err := json.Unmarshal(written, &second); err != nil || !same(first, second) {
		t.Errorf("%s was written as %s and read as %v (%v)", data, written, second, err)
	}
}
