package rdvsolidaritestest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// recordedWorld is the world of the recording.
func recordedWorld() rdvsolidaritestest.Options {
	return rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2024, Seed: 7, RDVs: 450}
}

// compareAnswers returns how an answer differs from the recorded one in status, headers, shape and values.
func compareAnswers(x exchange, status int, header http.Header, body []byte) (list []string) {
	if status != x.Answer.Status {
		return []string{fmt.Sprintf("status %d, not %d", status, x.Answer.Status)}
	}
	for name, want := range x.Answer.Headers {
		if got := header.Get(name); got == "" || name == "content-type" && !strings.EqualFold(got, want) {
			list = append(list, fmt.Sprintf("%s is %q, not %q", name, got, want))
		}
	}
	if strings.HasPrefix(x.Answer.Headers["content-type"], "text/html") || x.Answer.Body == nil {
		if x.Answer.Body == nil && len(body) > 0 {
			list = append(list, fmt.Sprintf("the body is %.50q, not empty", body))
		}
		return list
	}
	var got any
	if err := json.Unmarshal(body, &got); err != nil {
		return append(list, err.Error())
	}
	return append(list, differences("", x.Answer.Body, got)...)
}

// generated matches the ids that the recording gave to new records.
var generated = regexp.MustCompile(`^(?:113[1-9]|11[4-9]\d|6[4-9]\d|80\d)$`)

// moment matches what depends on the time or the order of the recording.
var moment = regexp.MustCompile(`(?s)2026-11-28 20:\d\d:\d\d \+0100|DTSTAMP:\w+|absence_6[4-9]\d@| \[WHERE .*`)

func differences(path string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return []string{path + " is no object"}
		}
		return objectDifferences(path, want, object)
	case []any:
		list, ok := got.([]any)
		// The rows of a page are cut; their number is in meta.
		cut := strings.Count(path, ".") == 1 && len(list) > len(want)
		if !ok || !cut && len(list) != len(want) {
			return []string{fmt.Sprintf("%s is %.200v, not %.200v", path, got, want)}
		}
		return listDifferences(path, want, list)
	case string:
		if strings.HasSuffix(path, ".uuid") {
			return nil
		}
		text, ok := got.(string)
		if want == "…" && ok || moment.ReplaceAllString(want, "") == withoutMoments(want, text) {
			return nil
		}
	case float64:
		if strings.HasSuffix(path, "id") && generated.MatchString(fmt.Sprint(want)) {
			return nil
		}
	}
	if want != got {
		return []string{fmt.Sprintf("%s is %#v, not %#v", path, got, want)}
	}
	return nil
}

// withoutMoments removes from text what depends on the time of the answer, where want has such a moment.
func withoutMoments(want, text string) string {
	if len(want) == 8 && strings.ToUpper(want) == want && len(text) == 8 && strings.ToUpper(text) == text {
		return want // an invitation token
	}
	if moment.MatchString(want) {
		text = regexp.MustCompile(`(?s)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0[12]00$|DTSTAMP:\w+|absence_6[4-9]\d@| \[WHERE .*`).ReplaceAllString(text, "")
	}
	return text
}

func objectDifferences(path string, want, got map[string]any) (list []string) {
	for key := range got {
		if _, ok := want[key]; !ok {
			list = append(list, path+"."+key+" is too much")
		}
	}
	for key, value := range want {
		other, ok := got[key]
		if !ok {
			list = append(list, path+"."+key+" is missing")
			continue
		}
		list = append(list, differences(path+"."+key, value, other)...)
	}
	return list
}

// listDifferences finds objects by their id, because most lists have no order.
func listDifferences(path string, want, got []any) (list []string) {
	for i, item := range want {
		other := got[i]
		if object, ok := item.(map[string]any); ok && object["id"] != nil {
			for _, candidate := range got {
				if row, ok := candidate.(map[string]any); ok && row["id"] == object["id"] {
					other = row
				}
			}
			if row, ok := other.(map[string]any); ok && row["id"] != object["id"] && len(got) > len(want) {
				continue // the row is on another page of a list without an order
			}
		}
		list = append(list, differences(fmt.Sprintf("%s[%d]", path, i), item, other)...)
	}
	return list
}
