package zopstest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode"
)

// pythonText returns the text that the service stores for any JSON value in a text field.
func pythonText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return pythonRepr(v)
}

// pythonRepr writes a value as Python's repr does.
func pythonRepr(v any) string {
	switch v := v.(type) {
	case nil:
		return "None"
	case bool:
		if v {
			return "True"
		}
		return "False"
	case string:
		return pythonQuote(v)
	case json.Number:
		return pythonNumber(string(v))
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = pythonRepr(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case object:
		items := make([]string, len(v))
		for i, m := range v {
			items[i] = pythonQuote(m.key) + ": " + pythonRepr(m.value)
		}
		return "{" + strings.Join(items, ", ") + "}"
	}
	return ""
}

func pythonQuote(s string) string {
	quote := '\''
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	b := []byte{byte(quote)}
	for _, r := range s {
		form := `\U%08x`
		switch {
		case r == quote || r == '\\':
			form = `\%c`
		case r == '\n':
			form, r = `\%c`, 'n'
		case r == '\r':
			form, r = `\%c`, 'r'
		case r == '\t':
			form, r = `\%c`, 't'
		case unicode.IsPrint(r):
			form = "%c"
		case r < 0x100:
			form = `\x%02x`
		case r <= 0xffff || hasHalf(string(r)):
			form, r = `\u%04x`, r&0xffff
		}
		b = fmt.Appendf(b, form, r)
	}
	return string(append(b, byte(quote)))
}

func pythonNumber(literal string) string {
	if !strings.ContainsAny(literal, ".eE") {
		if n, ok := new(big.Int).SetString(literal, 10); ok {
			return n.String()
		}
	}
	f, _ := strconv.ParseFloat(literal, 64)
	switch {
	case literal == nan:
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	case f == 0 || math.Abs(f) >= 1e-4 && math.Abs(f) < 1e16:
		text := strconv.FormatFloat(f, 'f', -1, 64)
		if !strings.Contains(text, ".") {
			text += ".0"
		}
		return text
	}
	return strconv.FormatFloat(f, 'e', -1, 64)
}

// pythonInt returns the result of Python's int() for a value: "" for a ValueError, not ok for a TypeError.
func pythonInt(v any) (text string, ok bool) {
	switch v := v.(type) {
	case bool:
		return strconv.Itoa(map[bool]int{true: 1}[v]), true
	case json.Number:
		if v == nan {
			return "", true
		}
		text = pythonNumber(string(v))
		return text, !strings.HasSuffix(text, "inf")
	case string:
		if n, ok := parsePythonInt(v); ok {
			return strconv.Itoa(n), true
		}
		return "", true
	}
	return "", false
}

// parsePythonInt parses an integer in every format that Python accepts, with the digits of any script.
func parsePythonInt(s string) (int, bool) {
	s = strings.Map(func(r rune) rune {
		for zero := r; r > '9' && unicode.IsDigit(zero); zero-- {
			// The ten digits of a script follow each other, and the zero is the first.
			if !unicode.IsDigit(zero - 1) {
				return '0' + (r-zero)%10
			}
		}
		return r
	}, strings.TrimSpace(s))
	digits := strings.TrimLeft(s, "+-")
	if strings.HasPrefix(digits, "_") || strings.HasSuffix(digits, "_") || strings.Contains(digits, "__") {
		return 0, false
	}
	n, err := strconv.Atoi(strings.ReplaceAll(s, "_", ""))
	return n, err == nil
}

// pythonBytes writes the bytes of a text as Python prints bytes.
func pythonBytes(s string) string {
	quote := byte('\'')
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = '"'
	}
	b := []byte{'b', quote}
	for _, c := range []byte(s) {
		switch {
		case c == quote || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c < ' ' || c > '~':
			b = fmt.Appendf(b, `\x%02x`, c)
		default:
			b = append(b, c)
		}
	}
	return string(append(b, quote))
}
