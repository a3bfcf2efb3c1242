package gopaas_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/gopaas"
)

func TestAKeyIsFoundAgainAmongManyOthers(t *testing.T) {
	checker := gopaas.PushOptions{AllowMissingCle: true}.Checker()
	const rows = 5000 // several pages of keys
	row := func(n int) gopaas.Row {
		cle := strings.Repeat("x", n%40) + fmt.Sprint(n)
		if n%7 == 0 {
			return gopaas.Row{Raw: json.RawMessage(`{"nom":"without a key"}`)}
		}
		return gopaas.Row{Raw: json.RawMessage(`{"cle":"` + cle + `"}`)}
	}
	for n := 1; n <= rows; n++ {
		if err := checker.Check(row(n)); err != nil {
			t.Fatal(err)
		}
	}
	for n := 1; n <= rows; n++ {
		if key := checker.Key(n); key.Number != n || key.Cle != row(n).Cle() {
			t.Fatalf("the key of row %d is %+v", n, key)
		}
		var refused *gopaas.RowError
		err := checker.Check(row(n))
		if n%7 == 0 {
			if err != nil {
				t.Fatal(err)
			}
		} else if !errors.As(err, &refused) || refused.Other != n || refused.Row != rows+n {
			t.Fatalf("row %d again: %v", n, err)
		}
	}
}
