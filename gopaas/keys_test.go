package gopaas

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestAKeyIsFoundAgainAmongManyOthers(t *testing.T) {
	checker := PushOptions{AllowMissingCle: true}.Checker()
	const rows = 5000 // several pages of keys
	row := func(n int) Row {
		cle := strings.Repeat("x", n%40) + fmt.Sprint(n)
		if n%7 == 0 {
			return Row{Raw: json.RawMessage(`{"nom":"without a key"}`)}
		}
		return Row{Raw: json.RawMessage(`{"cle":"` + cle + `"}`)}
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
		var refused *RowError
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

func TestTwoKeysOfOneHashAreTwoKeys(t *testing.T) {
	s := newKeySet()
	const hash = 1<<32 - 1 // begins in the last slot: the second key goes round to the first
	for i, key := range []string{"a", "b", "c"} {
		s.add([]byte(key))
		row, slot := s.find([]byte(key), hash)
		if row != 0 {
			t.Fatalf("%q is taken for row %d", key, row)
		}
		s.index(slot, hash)
		if row, _ := s.find([]byte(key), hash); row != i+1 {
			t.Errorf("%q is found in row %d", key, row)
		}
	}
}
