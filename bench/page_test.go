package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestThePageKeepsWhatSurroundsTheTables(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	const before, after = "# Times\n\n<!-- bench -->\n", "<!-- /bench -->\n\nMore.\n"
	if err := os.WriteFile(page, []byte(before+"old\n"+after), 0o600); err != nil {
		t.Fatal(err)
	}
	var tables strings.Builder
	printAmounts(&tables, []amount{{"size", " MB", 14.9, 15}})
	for range 2 {
		if err := write(page, tables.String()); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(page)
		const want = "| what | amount   | at most |\n|---|---|---|\n| size | 14.90 MB | 15      |\n"
		if got := string(text); err != nil || got != before+want+after {
			t.Errorf("%v\n%s", err, got)
		}
	}
}

func TestAPageWithoutMarkersIsLeftAlone(t *testing.T) {
	for _, text := range []string{"# Times\n", "<!-- bench -->\nold\n", "old\n<!-- /bench -->\n"} {
		page := filepath.Join(t.TempDir(), "page.md")
		if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := write(page, "new"); err == nil {
			t.Errorf("%q was written", text)
		}
		if got, err := os.ReadFile(page); err != nil || string(got) != text {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
}
