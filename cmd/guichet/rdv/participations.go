package rdv

import (
	"context"
	"encoding/json"
	"iter"
	"sort"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// attended is what completion shows of an appointment: who takes part, and when.
type attended struct {
	StartsAt       string `json:"starts_at"`
	Participations []struct {
		ID   int64 `json:"id"`
		User struct {
			FirstName string `json:"first_name"`
			LastName  string `json:"last_name"`
		} `json:"user"`
	} `json:"participations"`
}

// participations suggests those of the appointments around today, by their start: a
// status is given on the day or some days later, and people excuse themselves before.
func participations(ctx context.Context, r *command.Run) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, rdv := range aroundToday(ctx, r) {
			at := rdv.StartsAt[:min(len(rdv.StartsAt), len("2026-11-30 08:45"))]
			for _, p := range rdv.Participations {
				who := strings.TrimSpace(p.User.FirstName + " " + p.User.LastName)
				if !yield(strconv.FormatInt(p.ID, 10), render.Sanitize(at+" "+who)) {
					return
				}
			}
		}
	}
}

// aroundToday reads one page of the appointments from a week ago to a month ahead.
func aroundToday(ctx context.Context, r *command.Run) (all []attended) {
	c, err := Connect(ctx, r)
	if err != nil {
		return nil
	}
	zone, err := r.TimeZone()
	if err != nil {
		return nil
	}
	today := r.Now().In(zone)
	if r.Sandboxed != nil {
		if today, err = r.SandboxToday(); err != nil {
			return nil
		}
	}
	rows, _ := c.RDVs.AllRaw(ctx, rdvsolidarites.RDVQuery{
		FirstDay: rdvsolidarites.DateOf(today.AddDate(0, 0, -7)), LastDay: rdvsolidarites.DateOf(today.AddDate(0, 1, 0)),
	})
	for raw, err := range rows {
		var rdv attended
		if err != nil || json.Unmarshal(raw, &rdv) != nil {
			break
		}
		if all = append(all, rdv); len(all) == r.Settings.Limit {
			break
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].StartsAt < all[j].StartsAt })
	return all
}
