package render

import (
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/paris"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// Said gives the values at paths of an object as people read them in a sentence: times
// are short and in the zone of the options. A path without a value gives "".
func Said(o Options, object []byte, paths []string) []string {
	texts := make([]string, len(paths))
	found, err := rawjson.NewExtractor(paths).Read(object)
	for i := range texts {
		if err == nil {
			texts[i] = o.said(string(appendCell(nil, found[i].Values, true)))
		}
	}
	return texts
}

// said shortens a time.
func (o *Options) said(text string) string {
	at, kind := readMoment([]byte(text))
	zone := o.Zone
	if zone == nil {
		zone = paris.Location()
	}
	day, year := "Jan 02", " 2006"
	if o.Messages != nil && o.Messages.Lang == message.French {
		day, year = "02/01", "/2006"
	}
	switch kind {
	case noMoment:
		return text
	case aClock:
		return at.Format("15:04")
	case aDay:
		return at.Format(day + year)
	case anInstant:
		at = at.In(zone)
	}
	if at.Year() == o.Now.In(zone).Year() {
		year = ""
	}
	return at.Format(day + year + " 15:04")
}
