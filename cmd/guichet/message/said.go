package message

// Nouns of what is written and not listed, in the forms of noun.go.
const (
	NounParticipation Key = "no participations|participation|participations" + fr + "aucune participation|participation|participations"
	NounPlan          Key = "no appointments to complete|appointment to complete|appointments to complete" + fr + "aucun rendez-vous à finaliser|rendez-vous à finaliser|rendez-vous à finaliser"
	NounRegistration  Key = "no registrations|registration|registrations" + fr + "aucune inscription|inscription|inscriptions"
	NounTable         Key = "no tables|table|tables" + fr + "aucune table|table|tables"
	NounView          Key = "no views|view|views" + fr + "aucune vue|vue|vues"
)

// What people read about errors.
const (
	// LabelHint stands before a hint on stderr.
	LabelHint     Key = "hint: " + fr + "conseil\u00a0: "
	RemoteNoThing Key = "%s not found" + fr + "%s introuvable"
	HintNotARDV   Key = `the id of an appointment is not that of a participation; run "guichet%s rdv rdv list --columns id,participations.id"` + fr + "un identifiant de rendez-vous n'est pas un identifiant de participation\u00a0; lancer «\u00a0guichet%s rdv rdv list --columns id,participations.id\u00a0»"
)
