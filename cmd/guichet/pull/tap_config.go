package pull

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/singer"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// configuration is the file of --config. It never holds a secret. Its fields are
// start_date and end_date, which are as --from and --to; organisation_id; datasets; and
// lookback_days. Orchestrators hand over what they have as texts, so that each is a
// text, a number or a list of them, and an empty text is none.
type configuration struct {
	path   string
	fields map[string]json.RawMessage
}

// read reads the configuration. Credentials have no place in it: they come from
// variables or from the store.
func (c *configuration) read(path string, text []byte) error {
	if err := json.Unmarshal(text, &c.fields); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(c.fields)) {
		for _, part := range []string{"password", "secret", "token", "key", "bearer"} {
			if strings.Contains(strings.ToLower(name), part) {
				return exit.Usage.New(message.PullErrSecret, path, name).WithHint(message.PullHintSecret)
			}
		}
	}
	return nil
}

// list are the values of a field. A text may be several, with commas between them.
func (c *configuration) list(name string) (all []string) {
	values := [][]byte{c.fields[name]}
	if listed, err := rawjson.Elements(values[0]); err == nil {
		values = listed
	}
	for _, value := range values {
		text, quoted := rawjson.Text(value)
		if !quoted {
			text = strings.TrimPrefix(string(value), "null")
		}
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.TrimSpace(part); part != "" {
				all = append(all, part)
			}
		}
	}
	return all
}

// bound reads an end of the window into a flag that was not given.
func (c *configuration) bound(r *command.Run, flag *string, name string, last bool) (err error) {
	if *flag == "" {
		*flag = strings.Join(c.list(name), ",")
		_, err = moment(r, c.path+": "+name, *flag, last)
	}
	return err
}

// usualLookback is how many days before its bookmark an incremental run begins, when
// nothing else is said.
const usualLookback = 30

// lookback reads how rdv.rdvs is replicated: who says how far to look back wants it
// incremental.
func (c *configuration) lookback() (method string, days int, err error) {
	text := strings.Join(c.list("lookback_days"), ",")
	if text == "" {
		return singer.FullTable, usualLookback, nil
	}
	if days, err = strconv.Atoi(text); err != nil || days < 0 {
		return "", 0, badInput(c.path, message.Fail(message.PullErrDays, text))
	}
	return singer.Incremental, days, nil
}
