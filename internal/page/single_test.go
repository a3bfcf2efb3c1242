package page_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
)

func TestAListOfOneAnswerIsAskedForAtEachRangeAndReported(t *testing.T) {
	asked, pages := 0, 0
	report := &guichet.Report{OnPage: func() { pages++ }}
	list := page.Single(report, func() ([]int, error) {
		asked++
		return []int{7, 8, 9}, nil
	})
	for range 2 {
		for row, err := range list {
			if err != nil || report.Done || report.Total != 3 || report.Unique != row-6 {
				t.Errorf("at row %d the report is %+v (%v)", row, *report, err)
			}
		}
		if !report.Done || report.Unique != 3 || report.Rows != 3 || report.Pages != 1 || report.Passes != 1 {
			t.Errorf("in the end the report is %+v", *report)
		}
	}
	if asked != 2 || pages != 2 {
		t.Errorf("it was asked for %d times, and OnPage called %d times", asked, pages)
	}
	for range list {
		break
	}
	if report.Done || report.Unique != 1 || pages != 2 {
		t.Errorf("after a loop that was left the report is %+v", *report)
	}
}

func TestAListOfOneAnswerEndsWithTheErrorOfItsRequest(t *testing.T) {
	failed := errors.New("failed")
	rows := ""
	for row, err := range page.Single(nil, func() ([]int, error) { return []int{1}, failed }) {
		rows += fmt.Sprint(row, err)
	}
	if rows != "0 failed" {
		t.Errorf("the list gave %s", rows)
	}
}
