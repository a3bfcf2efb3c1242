package rdvsolidaritestest

import "strings"

// formatPhone returns the E.164 form of a typed number, French by default, and whether it is a valid
// number. An empty number stays empty.
func formatPhone(typed string) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9' || r == '+':
			return r
		case strings.ContainsRune(" .-()\u00a0", r):
			return -1
		}
		return 'x'
	}, typed)
	switch {
	case digits == "":
		return "", typed == ""
	case isFiction(digits):
		return "", false
	case strings.ContainsAny(digits[1:], "x+") || digits[0] == 'x':
		return "", false
	case digits[0] == '+' && len(digits) >= 9 && len(digits) <= 16:
		return digits, true
	case len(digits) == 10 && digits[0] == '0' && digits[1] != '0':
		return "+33" + digits[1:], true
	case len(digits) == 11 && strings.HasPrefix(digits, "33"):
		return "+" + digits, true
	case len(digits) == 9 && digits[0] != '0':
		return "+33" + digits, true
	}
	return "", false
}

// isFiction reports whether it is a mobile number reserved for films, which the service refuses.
func isFiction(digits string) bool {
	for _, prefix := range []string{"063998", "63998", "3363998", "+3363998"} {
		if strings.HasPrefix(digits, prefix) {
			return true
		}
	}
	return false
}
