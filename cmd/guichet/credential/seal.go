package credential

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// seal is the content of the entry "origin":
//
//	https://www.example.fr:443 access_token,client,uid SALT.DIGEST
//
// The digest is keyed with a random salt, so that two sets with the same values
// have different seals.
type seal struct {
	origin Origin
	fields []string
	salt   []byte
	digest []byte
}

const saltSize = 16

func newSeal(s set, origin Origin, values map[string]string) seal {
	sealed := seal{origin: origin, salt: make([]byte, saltSize)}
	_, _ = rand.Read(sealed.salt) // It never fails: the program ends instead.
	for field := range values {
		sealed.fields = append(sealed.fields, field)
	}
	slices.Sort(sealed.fields)
	sealed.digest = sealed.sum(s, values)
	return sealed
}

// sum is over every part with its length before it, so that no two different
// sets read the same.
func (s seal) sum(in set, values map[string]string) []byte {
	mac := hmac.New(sha256.New, s.salt)
	write := func(part string) {
		mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		mac.Write([]byte(part))
	}
	write(in.profile)
	write(in.service)
	write(string(s.origin))
	for _, field := range s.fields {
		write(field)
		write(values[field])
	}
	return mac.Sum(nil)
}

func (s seal) matches(in set, values map[string]string) bool {
	return hmac.Equal(s.digest, s.sum(in, values))
}

// String returns the content of the entry.
func (s seal) String() string {
	encode := base64.RawURLEncoding.EncodeToString
	return string(s.origin) + " " + strings.Join(s.fields, ",") + " " + encode(s.salt) + "." + encode(s.digest)
}

// readSeal reads the entry. Every part of it must be there: one that is cut
// short must not pass for an origin.
func (s set) readSeal(ctx context.Context) (seal, error) {
	raw, err := s.st.Get(ctx, s.key(originField))
	if err != nil {
		return seal{}, err
	}
	origin, rest, _ := strings.Cut(raw, " ")
	fields, sum, _ := strings.Cut(rest, " ")
	salt, digest, _ := strings.Cut(sum, ".")
	sealed := seal{origin: Origin(origin), fields: strings.Split(fields, ",")}
	decode := base64.RawURLEncoding.DecodeString
	if sealed.salt, err = decode(salt); err == nil {
		sealed.digest, err = decode(digest)
	}
	if err != nil || origin == "" || fields == "" || len(sealed.salt) != saltSize || len(sealed.digest) != sha256.Size {
		return seal{}, s.corrupt(message.StoreEntryUnreadable, s.key(originField).String())
	}
	return sealed, nil
}
