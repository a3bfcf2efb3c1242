package input

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Handed says how a secret came.
type Handed struct {
	// Where names the place: a variable, a flag, token_command.
	Where string
	// Field is what it is, such as "password" or "token"; "" is unknown.
	Field string
	// Exact says that nothing on the way adds quotes: what is no token may have them.
	Exact bool
}

// scheme is what stands before a token in a header.
var scheme = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^\s*(authorization\s*:|(bearer|token|basic)\s)`)
})

// Secret returns a secret without a byte order mark. It refuses what was added or
// lost on the way, since each attempt with it counts as a failed sign-in: a line
// break, quotes, the scheme of a header. The secret is not repeated.
func (h Handed) Secret(text string) (string, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	if err := UTF8(h.Where, []byte(text)); err != nil {
		return "", err
	}
	token := slices.Contains([]string{"token", "bearer", "access_token", "api_key"}, h.Field)
	var what, hint message.Key
	switch {
	case strings.TrimSpace(text) == "":
		what, hint = message.SecretBlank, message.HintSecretBlank
	case strings.HasSuffix(text, "\n"), strings.HasSuffix(text, "\r"):
		what, hint = message.SecretLineBreak, message.HintSecretLineBreak
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }):
		what, hint = message.SecretControl, message.HintSecretLineBreak
	case quoted(text) && (token || !h.Exact):
		what, hint = message.SecretQuoted, message.HintSecretQuoted
	case token && scheme().MatchString(text):
		what, hint = message.SecretScheme, message.HintSecretScheme
	default:
		return text, nil
	}
	return "", exit.Usage.New(what, h.Where).WithHint(hint)
}

// quoted reports whether a text has the same quotation mark at both ends.
func quoted(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) > 1 && (text[0] == '"' || text[0] == '\'') && text[len(text)-1] == text[0]
}
