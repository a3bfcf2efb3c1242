package message

import (
	"slices"
	"strings"
)

// Commands returns a hint in which each command of guichet has the flags of
// [Catalogue.Place]: copied as it stands, it works on the same profile. Pages of help
// and the commands about profiles are the same everywhere, and a command that names a
// profile keeps it.
func (c *Catalogue) Commands(hint string) string {
	const name = "guichet "
	if c == nil || c.Place == "" {
		return hint
	}
	parts := strings.Split(hint, name)
	for i, part := range parts[1:] {
		noun, _, _ := strings.Cut(part, " ")
		line := part
		if end := strings.IndexAny(part, "\"»"); end >= 0 {
			line = part[:end]
		}
		if slices.Contains(placed(), noun) && !strings.Contains(line, "--help") && !strings.Contains(line, " -p ") {
			parts[i] += "guichet" + c.Place + " "
		} else {
			parts[i] += name
		}
	}
	return strings.Join(parts, "")
}

// placed are the nouns whose commands depend on the profile.
func placed() []string {
	return []string{"api", "astor", "auth", "config", "gopaas", "pull", "rdv", "zops"}
}
