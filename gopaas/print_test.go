package gopaas_test

import (
	"fmt"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/internal/conform"
)

func TestNothingPrintsAnAddress(t *testing.T) {
	client, err := gopaas.New(gopaas.APIKey("canary"), guichet.WithBaseURL("http://127.0.0.1:1"))
	if err != nil {
		t.Fatal(err)
	}
	conform.CheckPrinted(t, ".", client, gopaas.Batch{}, gopaas.Checked{}, gopaas.PushOptions{}.Checker(), gopaas.APIKey("canary"), &gopaas.File{}, gopaas.FileUpload{}, gopaas.ListPage{},
		gopaas.ListQuery{}, gopaas.PushOptions{}, gopaas.PushReport{}, gopaas.PushedRow{}, gopaas.Report{}, &gopaas.Report{},
		gopaas.Row{}, gopaas.RowError{}, gopaas.Contains("nom", "Durand"), gopaas.TokenInfo{})
}

func TestARowPrintsAsItsJSON(t *testing.T) {
	row, err := gopaas.NewRow(map[string]string{"cle": "C1"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint([]gopaas.Row{row, {}}), `[{"cle":"C1"} ]`; got != want {
		t.Errorf("it prints %s, not %s", got, want)
	}
}
