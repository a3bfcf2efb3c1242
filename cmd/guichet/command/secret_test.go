package command

import "testing"

func TestOnlyASecretThatIsThereIsHidden(t *testing.T) {
	for answer, want := range map[string]string{
		`{"id": 1, "key":"canari","name":"canari"}`: `{"id": 1, "key":"[redacted]","name":"canari"}`,
		`{"key":""}`:      `{"key":""}`,
		`{"key":null}`:    `{"key":null}`,
		`{"key":[{}, 2]}`: `{"key":[{}, 2]}`,
		`["canari"]`:      `["canari"]`,
	} {
		if got, err := hide([]byte(answer), []string{"key"}); string(got) != want || err != nil {
			t.Errorf("%s is shown as %s (%v), not %s", answer, got, err, want)
		}
	}
}
