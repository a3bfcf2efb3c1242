package message

// How people say days, and what is wrong with one. The words are read in both
// languages, whatever the reader's.
const (
	WordYesterday Key = "yesterday" + fr + "hier"
	WordToday     Key = "today" + fr + "aujourd'hui"
	WordTomorrow  Key = "tomorrow" + fr + "demain"

	ErrNoDate   Key = `"%s" is not a date: use 2026-11-30 or 30/11/2026` + fr + "«\u00a0%s\u00a0» n'est pas une date\u00a0: indiquez 2026-11-30 ou 30/11/2026"
	ErrNoDay    Key = `"%s" is not a day: use 2026-11-30, 30/11/2026, today, tomorrow, yesterday, -30d or +7d` + fr + "«\u00a0%s\u00a0» n'est pas un jour\u00a0: indiquez 2026-11-30, 30/11/2026, aujourd'hui, demain, hier, -30j ou +7j"
	ErrNoBound  Key = `%s: "%s" is neither a day (2026-11-30, 30/11/2026, today, tomorrow, yesterday, -30d, +7d) nor a time such as 2026-11-30T09:00` + fr + "%s\u00a0: «\u00a0%s\u00a0» n'est ni un jour (2026-11-30, 30/11/2026, aujourd'hui, demain, hier, -30j, +7j) ni un moment comme 2026-11-30T09:00"
	ErrReversed Key = "%s %s is after %s %s" + fr + "%s %s vient après %s %s"
)
