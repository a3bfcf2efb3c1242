package message

// The agenda and the calendar of appointments.
const (
	RDVAgenda        Key = "Show the appointments of a day or a week, by agent, with what is free in between and the absences" + fr + "Afficher les rendez-vous d'un jour ou d'une semaine, par agent, avec les créneaux libres et les absences"
	FlagWeek         Key = "the whole week of that day, from Monday to Sunday" + fr + "toute la semaine de ce jour, du lundi au dimanche"
	FlagAgendaFrom   Key = "first day, today when left out: 2026-11-30, 30/11/2026, tomorrow, +7d" + fr + "premier jour, aujourd'hui à défaut\u00a0: 2026-11-30, 30/11/2026, demain, +7j"
	FlagAgendaTo     Key = "last day, as --from; the first day when left out" + fr + "dernier jour, comme --from\u00a0; à défaut le premier"
	FlagMine         Key = "only the agent who is logged in" + fr + "l'agent connecté seulement"
	FlagWithNames    Key = "-o ics: add the names of the people to the titles" + fr + "-o ics\u00a0: ajouter les noms des personnes aux titres"
	FlagNoAbsences   Key = "leave out the absences, which take requests of their own" + fr + "sans les absences, qui demandent des requêtes à part"
	ErrTooManyDays   Key = "an agenda shows %d days at most: shorten the time between --from and --to" + fr + "un agenda montre %d jours au plus\u00a0: rapprocher --from et --to"
	ErrNoStart       Key = "appointment %d has no start that can be read" + fr + "le début du rendez-vous %d est illisible"
	HintWhoIsMine    Key = "this instance does not say who is logged in: give --agent-id" + fr + "cette instance ne dit pas qui est connecté\u00a0: donner --agent-id"
	NoticeAbsences   Key = "absences: read %d, and the service counts %d" + fr + "absences\u00a0: %d lues, et le service en compte %d"
	WordAppointment  Key = "Appointment" + fr + "Rendez-vous"
	WordNoAgent      Key = "without an agent" + fr + "sans agent"
	WordAbsent       Key = "absent" + fr + "absence"
	WordAllDay       Key = "all day" + fr + "journée"
	WordRecurring    Key = "Absences that repeat; their days are not worked out here" + fr + "Absences récurrentes\u00a0; leurs jours ne sont pas calculés ici"
	WordRecurs       Key = "from %s, %s, %s" + fr + "à partir du %s, %s, %s"
	WordFree         Key = "%s without an appointment" + fr + "%s sans rendez-vous"
	WordToCome       Key = "to come" + fr + "à venir"
	WordWeekdays     Key = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday" + fr + "dimanche lundi mardi mercredi jeudi vendredi samedi"
	WordMonths       Key = "January February March April May June July August September October November December" + fr + "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
	WordFirstOfMonth Key = "1" + fr + "1er"
)
