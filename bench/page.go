package main

import (
	"fmt"
	"os"
	"strings"
)

const (
	firstMarker = "<!-- bench -->\n"
	lastMarker  = "<!-- /bench -->"
)

// write replaces what a page has between the markers with the tables.
func write(page, tables string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	before, rest, begun := strings.Cut(string(text), firstMarker)
	_, after, ended := strings.Cut(rest, lastMarker)
	if !begun || !ended {
		return fmt.Errorf("%s has no %s and %s", page, strings.TrimSpace(firstMarker), lastMarker)
	}
	return os.WriteFile(page, []byte(before+firstMarker+strings.TrimSpace(tables)+"\n"+lastMarker+after), 0o644)
}
