package rest

import (
	"errors"

	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
)

// Unmarshal decodes the JSON of an answer. Names are matched in their own case, and
// an object that has one twice is refused: another reader could take another value.
func Unmarshal(body []byte, into any) error { return worded(rawjson.Unmarshal(body, into)) }

// UnmarshalAnyCase is Unmarshal for a type of the caller's: a field takes a name in
// any case, as with encoding/json. Two names for one field are refused.
func UnmarshalAnyCase(body []byte, into any) error {
	return worded(rawjson.UnmarshalAnyCase(body, into))
}

// CheckJSON refuses what is not one JSON value, or has a name twice in an object.
func CheckJSON(body []byte) error { return worded(rawjson.Check(body)) }

// worded gives words to an error of rawjson that has none of ours.
func worded(err error) error {
	if errors.Is(err, rawjson.ErrTwice) {
		return refusal.New("name_twice", "an object contains the same name twice")
	}
	return err
}
