package render

import (
	"time"

	"github.com/guichet-go/guichet/internal/paris"
)

// clock writes times as people read them, in one time zone: 30/11 08:45 in French,
// Nov 30 08:45 in English, with the year where it is not the present one. A date
// alone always has its year: nobody guesses that of a birth.
type clock struct {
	french bool
	zone   *time.Location
	year   int
	// terms are the stretches between two changes of the zone that were met last:
	// looking one up for each time would be slow.
	terms [2]term
}

type term struct {
	from, to int64 // Unix seconds
	ahead    time.Duration
}

func newClock(o *Options, french bool) clock {
	c := clock{french: french, zone: o.Zone}
	if c.zone == nil {
		c.zone = paris.Location()
	}
	c.year = o.Now.In(c.zone).Year()
	return c
}

// local gives the time that clocks of the zone show, as if it were UTC.
func (c *clock) local(at time.Time) time.Time {
	second := at.Unix()
	for i := range c.terms {
		if t := &c.terms[i]; second >= t.from && second < t.to {
			return at.UTC().Add(t.ahead)
		}
	}
	there := at.In(c.zone)
	_, seconds := there.Zone()
	from, to := there.ZoneBounds()
	c.terms[1] = c.terms[0]
	c.terms[0] = term{second, second + 1, time.Duration(seconds) * time.Second}
	if !from.IsZero() {
		c.terms[0].from = from.Unix()
	}
	if !to.IsZero() {
		c.terms[0].to = to.Unix()
	}
	return at.UTC().Add(c.terms[0].ahead)
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// append appends a time that readMoment gave.
func (c *clock) append(dst []byte, at time.Time, kind momentKind) []byte {
	if kind == anInstant {
		at = c.local(at)
	}
	if kind != aClock {
		year, month, day := at.Date()
		if c.french {
			dst = appendTwo(append(appendTwo(dst, day), '/'), int(month))
		} else {
			dst = appendTwo(append(append(dst, months[3*month-3:3*month]...), ' '), day)
		}
		if kind == aDay || year != c.year {
			separator := byte(' ')
			if c.french {
				separator = '/'
			}
			dst = appendTwo(appendTwo(append(dst, separator), year/100), year%100)
		}
		if kind == aDay {
			return dst
		}
		dst = append(dst, ' ')
	}
	hour, minute, _ := at.Clock()
	return appendTwo(append(appendTwo(dst, hour), ':'), minute)
}

// Inlined, it would make its only caller twice as large.
//
//go:noinline
func appendTwo(dst []byte, n int) []byte { return append(dst, byte('0'+n/10%10), byte('0'+n%10)) }
