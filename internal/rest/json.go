package rest

import (
	"errors"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// Unmarshal decodes the JSON of an answer. Names are matched in their own case, and
// an object that has one twice is refused: another reader could take another value.
func Unmarshal(body []byte, into any) error { return refusal(rawjson.Unmarshal(body, into)) }

// UnmarshalAnyCase is Unmarshal for a type of the caller's: a field takes a name in
// any case, as with encoding/json. Two names for one field are refused.
func UnmarshalAnyCase(body []byte, into any) error {
	return refusal(rawjson.UnmarshalAnyCase(body, into))
}

// CheckJSON refuses what is not one JSON value, or has a name twice in an object.
func CheckJSON(body []byte) error { return refusal(rawjson.Check(body)) }

// refusal words an error of rawjson that is not about the syntax.
func refusal(err error) error {
	for cause, sentence := range map[error]string{
		rawjson.ErrTwice:     "an object has the same name twice",
		rawjson.ErrNotObject: "it is not an object",
		rawjson.ErrNotArray:  "it is not a list",
		rawjson.ErrFollows:   "something follows the JSON value",
	} {
		if err != nil && errors.Is(err, cause) {
			return Refuse(sentence)
		}
	}
	return err
}
