package message

// The agenda and the calendar of appointments.
const (
	RDVAgenda       Key = "Show the appointments of a day or a week, by agent, with the free time in between and the absences" + fr + "Afficher les rendez-vous d'un jour ou d'une semaine, par agent, avec les créneaux libres et les absences"
	FlagWeek        Key = "the whole week of that day, from Monday to Sunday" + fr + "toute la semaine de ce jour, du lundi au dimanche"
	FlagAgendaFrom  Key = "first day; today by default: 2026-11-30, 30/11/2026, tomorrow, +7d" + fr + "premier jour\u00a0; aujourd'hui par défaut\u00a0: 2026-11-30, 30/11/2026, demain, +7j"
	FlagAgendaTo    Key = "last day, in the same form as --from; the first day by default" + fr + "dernier jour, sous la même forme que --from\u00a0; le premier par défaut"
	FlagMine        Key = "only the agent who is logged in" + fr + "l'agent connecté seulement"
	FlagWithNames   Key = "-o ics: add the names of the people to the titles" + fr + "-o ics\u00a0: ajouter les noms des personnes aux titres"
	FlagNoAbsences  Key = "omit the absences, which need additional requests" + fr + "sans les absences, qui demandent des requêtes supplémentaires"
	ErrTooManyDays  Key = "an agenda shows %d days at most: bring --from and --to closer together" + fr + "un agenda montre %d jours au plus\u00a0: rapprochez --from et --to"
	ErrNoStart      Key = "the start of appointment %d is unreadable" + fr + "le début du rendez-vous %d est illisible"
	HintWhoIsMine   Key = "this instance does not say who is logged in: give --agent-id" + fr + "cette instance ne dit pas qui est connecté\u00a0: indiquez --agent-id"
	NoticeAbsences  Key = "absences: %d read, but the service reports %d" + fr + "absences\u00a0: %d lues, mais le service en annonce %d"
	WordAppointment Key = "Appointment" + fr + "Rendez-vous"
	WordNoAgent     Key = "without an agent" + fr + "sans agent"
	WordAbsent      Key = "absent" + fr + "absence"
	WordAllDay      Key = "all day" + fr + "journée"
	WordRecurring   Key = "Recurring absences; their days are not computed here" + fr + "Absences récurrentes\u00a0; leurs jours ne sont pas calculés ici"
	WordRecurs      Key = "from %s, %s, %s" + fr + "à partir du %s, %s, %s"
	// WordWeekly is how often an absence recurs: every week, or every n-th.
	WordWeekly       Key = "every week|every %s weeks" + fr + "chaque semaine|toutes les %s semaines"
	WordUntil        Key = "until %s %s" + fr + "jusqu'au %s %s"
	WordFree         Key = "%s without an appointment" + fr + "%s sans rendez-vous"
	WordToCome       Key = "to come" + fr + "à venir"
	WordWeekdays     Key = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday" + fr + "dimanche lundi mardi mercredi jeudi vendredi samedi"
	WordMonths       Key = "January February March April May June July August September October November December" + fr + "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
	WordFirstOfMonth Key = "1" + fr + "1er"
)
