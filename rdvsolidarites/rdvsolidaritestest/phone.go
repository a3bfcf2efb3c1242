package rdvsolidaritestest

import (
	"regexp"
	"strings"
)

// phoneReader checks telephone numbers by the rules of libphonenumber, as the service does. A server makes
// one when it starts, so that a program which only links this package compiles no regular expression.
type phoneReader struct{ regions []phoneRegion }

// phoneRegion is a region whose national numbers the service accepts.
type phoneRegion struct {
	code           string
	general, valid *regexp.Regexp
}

// newPhoneReader lists the regions in the order in which the service tries them.
func newPhoneReader() phoneReader {
	var r phoneReader
	for _, region := range []struct{ code, general, valid string }{
		{"33", `[1-9]\d{8}`, // France
			`(?:26[013-9]|59[1-35-9])\d{6}|(?:[13]\d|2[0-57-9]|4[1-9]|5[0-8])\d{7}` + // fixed lines
				`|(?:6(?:[0-24-8]\d|3[0-8]|9[589])|7[3-9]\d)\d{6}` + // mobile numbers
				`|9\d{8}|8(?:[0125689]\d|3[0-57-9]|4[02])\d{6}|836(?:0[0-36-9]|[1-9]\d)\d{4}`},
		{"590", `590\d{6}|(?:69|80|9\d)\d{7}`, // Guadeloupe
			`590(?:0[1-68]|[14][0-24-9]|2[0-68]|3[1-9]|5[3-579]|[68][0-689]|7[08]|9\d)\d{4}` +
				`|69(?:0\d\d|1(?:2[2-9]|3[0-5])|4(?:0[89]|1[2-6]|9\d)|6(?:1[016-9]|5[0-4]|[67]\d))\d{4}` +
				`|80[0-5]\d{6}|9(?:(?:39[5-7]|76[018])\d|475[0-5])\d{4}`},
		{"594", `[56]94\d{6}|(?:80|9\d)\d{7}`, // Guyane
			`594(?:[02-49]\d|1[0-5]|5[6-9]|6[0-3]|80)\d{4}|694(?:[0-249]\d|3[0-8])\d{4}` +
				`|80[0-5]\d{6}|9(?:(?:396|76\d)\d|476[0-5])\d{4}`},
		{"596", `596\d{6}|(?:69|80|9\d)\d{7}`, // Martinique
			`596(?:[03-7]\d|1[05]|2[7-9]|8[0-39]|9[04-9])\d{4}|69(?:6(?:[0-46-9]\d|5[0-6])|727)\d{4}` +
				`|80[0-5]\d{6}|9(?:397[0-3]|477[0-5]|76(?:6\d|7[0-367]))\d{4}`},
		{"262", `(?:26|[689]\d)\d{7}`, // La Réunion and Mayotte
			`26(?:2\d\d|3(?:0\d|1[0-6]))\d{4}|269(?:0[0-467]|15|5[0-4]|6\d|[78]0)\d{4}` +
				`|69(?:2\d\d|3(?:[06][0-6]|1[013]|2[0-2]|3[0-39]|4\d|5[0-5]|7[0-37]|8[0-8]|9[0-479]))\d{4}` +
				`|639(?:0[0-79]|1[019]|[267]\d|3[09]|40|5[05-9]|9[04-79])\d{4}` +
				`|80\d{7}|8(?:1[019]|2[0156]|84|9[0-79])\d{6}|9(?:399[0-3]|479[0-5]|(?:39|47)8[01]\d|76(?:2[278]|3[0-37]|9\d))\d{4}`},
	} {
		r.regions = append(r.regions, phoneRegion{region.code,
			regexp.MustCompile(`^(00)?(` + region.code + `)?(0)?(` + region.general + `)$`),
			regexp.MustCompile(`^(?:` + region.valid + `)$`)})
	}
	return r
}

// format returns the E.164 form of a typed number and whether it is a valid number. Everything but digits
// is ignored. A blank number is valid and has no form.
func (r phoneReader) format(typed string) (string, bool) {
	if isBlank(typed) {
		return "", true
	}
	number, _, _ := strings.Cut(strings.ReplaceAll(typed, "#", ";"), ";") // an extension follows
	digits := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, number)
	for _, region := range r.regions {
		if m := region.general.FindStringSubmatch(digits); m != nil && region.valid.MatchString(m[4]) {
			return "+" + region.code + m[4], true
		}
	}
	return r.foreign(digits, strings.HasPrefix(strings.TrimSpace(number), "+"))
}

// foreign accepts a number of another country by its length only.
func (r phoneReader) foreign(digits string, plus bool) (string, bool) {
	digits, prefixed := strings.CutPrefix(digits, "00")
	if !plus && !prefixed || len(digits) < 8 || len(digits) > 15 || strings.ContainsAny(digits[:1], "0") {
		return "", false
	}
	for _, region := range r.regions {
		if strings.HasPrefix(digits, region.code) {
			return "", false
		}
	}
	return "+" + digits, true
}

// validOffice also accepts short numbers of four digits.
func (r phoneReader) validOffice(typed string) bool {
	if len(typed) == 4 && strings.Trim(typed, "0123456789") == "" {
		return true
	}
	_, ok := r.format(typed)
	return ok
}
