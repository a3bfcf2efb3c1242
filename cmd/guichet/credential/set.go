package credential

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// A set is what is stored for one profile and service: its fields, one entry
// each, and an entry "origin" that seals them. The seal holds the origin, the
// names of the fields, and a keyed digest of all of it together with the values.
//
// Save removes the seal first and writes it last, so a process killed half-way
// leaves entries without a seal, and those are never used. What the order of
// writes cannot prevent, such as two processes that save at the same time, the
// digest finds: fields of two sessions, or a new secret beside an old origin, do
// not match it. Load therefore gives one set as it was saved, or an error.
//
// A store that can replace a set in one step, as the file can, is asked to, and
// leaves the old set or the new one.
//
// A reader beside a writer may find the set between two states and get a
// [StoreError] of kind [Corrupt]. Take the [Lock] that the writer takes, and read
// again, before believing it.

// originField is the name of the entry that holds the seal.
const originField = "origin"

// Load returns the named fields of what is stored for profile and service, or
// all of them when fields is empty, once all that is stored has been found to
// belong together.
//
// It returns [ErrNotFound] when nothing is stored, or a set with none of the
// fields; [*OriginError] when the set belongs to another origin, before reading
// any secret; and [*StoreError] when the store fails, or with kind [Corrupt]
// naming the missing entry when the set is incomplete.
func Load(ctx context.Context, st Store, profile, service string, origin Origin, fields []string) (map[string]string, error) {
	s := set{st, profile, service}
	sealed, err := s.readSeal(ctx)
	if errors.Is(err, ErrNotFound) {
		return nil, s.leftovers(ctx, fields)
	}
	if err != nil {
		return nil, err
	}
	if sealed.origin != origin {
		return nil, &OriginError{Profile: profile, Service: service, Stored: sealed.origin, Wanted: origin}
	}
	if len(fields) == 0 {
		fields = sealed.fields
	}
	absent := slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return slices.Contains(sealed.fields, f) })
	switch len(absent) {
	case 0:
	case len(fields):
		return nil, ErrNotFound
	default:
		return nil, s.corrupt(message.StoreEntryMissing, strings.Join(absent, ", "))
	}

	values, err := s.readFields(ctx, sealed.fields)
	if err != nil {
		return nil, err
	}
	if !sealed.matches(s, values) {
		return nil, s.corrupt(message.StoreEntriesMixed, profile+"/"+service)
	}
	maps.DeleteFunc(values, func(f, _ string) bool { return !slices.Contains(fields, f) })
	return values, nil
}

// Stored returns the origin and the sorted field names of what is stored for
// profile and service, without reading a secret. It returns [ErrNotFound] when
// nothing is stored, and [*StoreError].
func Stored(ctx context.Context, st Store, profile, service string) (Origin, []string, error) {
	sealed, err := set{st, profile, service}.readSeal(ctx)
	return sealed.origin, sealed.fields, err
}

// Save stores values for profile and service in place of what was there, and
// reads them back to compare. It checks everything that it can, such as the size
// of the values, before it touches what is stored. A failure after that removes
// what was written; what was stored before is lost then. Processes that share a
// set hold a [Lock] around Save.
func Save(ctx context.Context, st Store, profile, service string, origin Origin, values map[string]string) error {
	s := set{st, profile, service}
	fields := slices.Sorted(maps.Keys(values))
	if err := s.check(origin, fields, values); err != nil {
		return err
	}
	sealed := newSeal(s, origin, values)
	if err := checkEntry(st.Name(), s.key(originField), sealed.String()); err != nil {
		return err
	}
	if file, ok := st.(*fileStore); ok {
		entries := map[string]string{s.key(originField).String(): sealed.String()}
		for field, value := range values {
			entries[s.key(field).String()] = value
		}
		if err := file.replace(ctx, s.key(originField), entries); err != nil {
			return err
		}
		return s.readBack(ctx, sealed, values)
	}
	before, err := s.readSeal(ctx)
	if err != nil && !errors.Is(err, ErrNotFound) && !isCorrupt(err) {
		return err
	}
	if err := s.delete(ctx, originField); err != nil {
		return err
	}
	if err := s.replace(ctx, before.fields, sealed, values); err != nil {
		// Also when ctx has ended: half a set must not stay because of it.
		_ = s.remove(context.WithoutCancel(ctx), append(fields, before.fields...))
		return err
	}
	return nil
}

// Probe writes an entry without a secret and deletes it again, to find out that
// the store takes one before something is done that cannot be undone.
func Probe(ctx context.Context, st Store, profile, service string) error {
	probe := set{st, profile, service}.key("probe")
	if err := st.Set(ctx, probe, "guichet"); err != nil {
		return err
	}
	return st.Delete(ctx, probe)
}

// Remove deletes what is stored for profile and service: the fields of the set
// and the named ones, which may be left from an interrupted [Save]. It tries to
// delete all of them and returns the first error. Nothing stored is no error.
func Remove(ctx context.Context, st Store, profile, service string, fields []string) error {
	s := set{st, profile, service}
	if file, ok := st.(*fileStore); ok {
		return file.replace(ctx, s.key(originField), nil)
	}
	sealed, err := s.readSeal(ctx)
	if err != nil && !errors.Is(err, ErrNotFound) && !isCorrupt(err) {
		return err
	}
	return s.remove(ctx, slices.Concat(fields, sealed.fields))
}

// set is where one set is kept.
type set struct {
	st               Store
	profile, service string
}

func (s set) key(field string) Key {
	return Key{Profile: s.profile, Service: s.service, Field: field}
}

func (s set) corrupt(why message.Key, args ...any) error {
	return &StoreError{Kind: Corrupt, Store: s.st.Name(), Err: message.Fail(why, args...)}
}

func isCorrupt(err error) bool {
	var store *StoreError
	// With a path it is the file as a whole, which must not be overwritten.
	return errors.As(err, &store) && store.Kind == Corrupt && store.Path == ""
}

func (s set) check(origin Origin, fields []string, values map[string]string) error {
	if len(fields) == 0 {
		return &ConfigError{What: message.Fail(message.StoreNothing)}
	}
	if origin == "" || strings.ContainsFunc(string(origin), unicode.IsSpace) {
		return &ConfigError{What: message.Fail(message.StoreNoOrigin)}
	}
	for _, field := range fields {
		if field == originField || strings.ContainsAny(field, " ,") {
			return &ConfigError{What: message.Fail(message.StoreBadField, field)}
		}
		if values[field] == "" {
			return &ConfigError{What: message.Fail(message.StoreEmptyField, field)}
		}
		if err := checkEntry(s.st.Name(), s.key(field), values[field]); err != nil {
			return err
		}
	}
	return nil
}

// leftovers tells nothing stored from the fields of a set without its seal.
func (s set) leftovers(ctx context.Context, fields []string) error {
	for _, field := range fields {
		switch _, err := s.st.Get(ctx, s.key(field)); {
		case err == nil:
			return s.corrupt(message.StoreEntryInterrupted, s.key(originField).String())
		case !errors.Is(err, ErrNotFound):
			return err
		}
	}
	return ErrNotFound
}

func (s set) readFields(ctx context.Context, fields []string) (map[string]string, error) {
	values := make(map[string]string, len(fields))
	for _, field := range fields {
		value, err := s.st.Get(ctx, s.key(field))
		if errors.Is(err, ErrNotFound) {
			return nil, s.corrupt(message.StoreEntryMissing, s.key(field).String())
		}
		if err != nil {
			return nil, err
		}
		values[field] = value
	}
	return values, nil
}

// replace writes the fields and then the seal, where there is no seal.
func (s set) replace(ctx context.Context, before []string, sealed seal, values map[string]string) error {
	for _, field := range before {
		if _, kept := values[field]; !kept {
			if err := s.delete(ctx, field); err != nil {
				return err
			}
		}
	}
	for _, field := range sealed.fields {
		if err := s.st.Set(ctx, s.key(field), values[field]); err != nil {
			return err
		}
	}
	if err := s.st.Set(ctx, s.key(originField), sealed.String()); err != nil {
		return err
	}
	return s.readBack(ctx, sealed, values)
}

// readBack compares what is stored with what was to be.
func (s set) readBack(ctx context.Context, sealed seal, values map[string]string) error {
	back, err := Load(ctx, s.st, s.profile, s.service, sealed.origin, nil)
	if errors.Is(err, ErrNotFound) || err == nil && !maps.Equal(back, values) {
		return s.corrupt(message.StoreNotKept)
	}
	return err
}

// remove deletes the seal, then the fields.
func (s set) remove(ctx context.Context, fields []string) error {
	first := s.delete(ctx, originField)
	slices.Sort(fields)
	for _, field := range slices.Compact(fields) {
		if err := s.delete(ctx, field); first == nil {
			first = err
		}
	}
	return first
}

// delete deletes one entry, which need not exist.
func (s set) delete(ctx context.Context, field string) error {
	if err := s.st.Delete(ctx, s.key(field)); err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return nil
}
