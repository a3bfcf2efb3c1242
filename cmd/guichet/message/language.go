package message

import "strings"

// Language chooses the language of the texts: what --lang says, else
// GUICHET_LANG, else for a person at a terminal the first of LC_ALL, LC_MESSAGES and
// LANG that is not empty, and English everywhere else, so that the logs of a
// scheduled job read the same on every machine. A value that is neither French
// nor English is passed over here; resolving the settings refuses it.
func Language(flag string, getenv func(string) string, person bool) string {
	for _, said := range []string{flag, getenv("GUICHET_LANG")} {
		if said == French || said == English {
			return said
		}
	}
	if !person {
		return English
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := getenv(name); locale != "" {
			return localeLanguage(locale)
		}
	}
	return English
}

// localeLanguage reads the language of a locale such as fr_FR.UTF-8 or fr@euro.
func localeLanguage(locale string) string {
	if end := strings.IndexAny(locale, "_.@-"); end >= 0 {
		locale = locale[:end]
	}
	if strings.EqualFold(locale, French) {
		return French
	}
	return English
}
