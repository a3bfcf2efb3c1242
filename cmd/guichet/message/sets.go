package message

// word is a value of a closed set in both languages.
type word struct {
	field, value string
	text         Key
	tone         Tone
}

// Tone says how much attention a value needs.
type Tone byte

const (
	// Plain needs no attention.
	Plain Tone = iota
	// Void is what no longer takes place.
	Void
	// Open needs attention when its time is past.
	Open
	// Alarm needs attention.
	Alarm
)

// The words of closed sets, by the name of the field and by the value.
var words = [...]word{
	{"status", "unknown", "not recorded" + fr + "non renseigné", Open},
	{"status", "seen", "seen" + fr + "vu", Plain},
	{"status", "excused", "excused" + fr + "excusé", Void},
	{"status", "revoked", "cancelled" + fr + "annulé", Void},
	{"status", "noshow", "no-show" + fr + "absent non excusé", Alarm},
	{"location_type", "public_office", "on site" + fr + "sur place", Plain},
	{"location_type", "phone", "by phone" + fr + "par téléphone", Plain},
	{"location_type", "home", "at home" + fr + "à domicile", Plain},
	{"location_type", "visio", "by video" + fr + "en visio", Plain},
	{"bookable_by", "agents", "agents" + fr + "agents", Plain},
	{"bookable_by", "agents_and_prescripteurs", "agents, prescribers" + fr + "agents, prescripteurs", Plain},
	{"bookable_by", "agents_and_prescripteurs_and_invited_users", "agents, prescribers, invited users" + fr + "agents, prescripteurs, usagers invités", Plain},
	{"bookable_by", "everyone", "everyone" + fr + "tout le monde", Plain},
	{"created_by", "agent", "agent" + fr + "agent", Plain},
	{"created_by", "user", "user" + fr + "usager", Plain},
	{"created_by", "prescripteur", "prescriber" + fr + "prescripteur", Plain},
	{"created_by_type", "Agent", "agent" + fr + "agent", Plain},
	{"created_by_type", "User", "user" + fr + "usager", Plain},
	{"created_by_type", "Prescripteur", "prescriber" + fr + "prescripteur", Plain},
	{"verticale", "rdv_insertion", "RDV-Insertion" + fr + "RDV-Insertion", Plain},
	{"verticale", "rdv_solidarites", "RDV-Solidarités" + fr + "RDV-Solidarités", Plain},
	{"verticale", "rdv_aide_numerique", "RDV Aide numérique" + fr + "RDV Aide numérique", Plain},
	{"verticale", "rdv_mairie", "RDV Mairie" + fr + "RDV Mairie", Plain},
	{"verticale", "rdv_etat", "RDV État" + fr + "RDV État", Plain},
	{"caisse_affiliation", "aucune", "none" + fr + "aucune", Plain},
	{"caisse_affiliation", "caf", "CAF" + fr + "CAF", Plain},
	{"caisse_affiliation", "msa", "MSA" + fr + "MSA", Plain},
	{"family_situation", "single", "single" + fr + "célibataire", Plain},
	{"family_situation", "in_a_relationship", "in a relationship" + fr + "en couple", Plain},
	{"family_situation", "divorced", "divorced" + fr + "divorcé(e)", Plain},
	{"role", "admin", "administrator" + fr + "administrateur", Plain},
	{"role", "developer", "developer" + fr + "développeur", Plain},
	{"role", "billing", "billing" + fr + "facturation", Plain},
	{"reasons", "email", "email" + fr + "courriel", Plain},
	{"reasons", "phone_number", "phone" + fr + "téléphone", Plain},
	{"reasons", "name", "name and birth date" + fr + "nom et date de naissance", Plain},
	{"source", "variables", "environment variables" + fr + "variables d'environnement", Plain},
	{"source", "token_command", "token_command" + fr + "token_command", Plain},
	{"source", "keyring", "keyring" + fr + "trousseau", Plain},
	{"source", "file", "file" + fr + "fichier", Plain},
	{"way", "password", "password" + fr + "mot de passe", Plain},
	{"way", "session", "session" + fr + "session", Plain},
	{"reading", "windows", "time windows" + fr + "par périodes", Plain},
	{"reading", "pages", "pages" + fr + "par pages", Plain},
	{"reading", "answer", "one answer" + fr + "en une réponse", Plain},
	{"reading", "unknown", "unknown" + fr + "inconnue", Plain},
	{"change", "created", "new" + fr + "nouveau", Plain},
	{"change", "updated", "changed" + fr + "modifié", Plain},
	{"change", "gone", "gone" + fr + "disparu", Plain},
	{"completeness", "complete", "complete" + fr + "complet", Plain},
	{"completeness", "moving", "moving" + fr + "mouvant", Plain},
	{"completeness", "unknown", "unknown" + fr + "inconnue", Plain},
	{"accepted", "false", "no" + fr + "non", Alarm},
	{"present", "false", "no" + fr + "non", Alarm},
	{"readable", "false", "no" + fr + "non", Alarm},
}

// Word is a value of a closed set in the reader's language.
type Word struct {
	// Value is as the service writes it.
	Value, Text string
	Tone        Tone
}

// Words gives the closed set of a field, the last name of a path; nil when the field has
// none. A value that it lacks has no word: it is shown as it is.
func (c *Catalogue) Words(field string) (set []Word) {
	for _, w := range words {
		if w.field == field {
			set = append(set, Word{w.value, w.text.in(c), w.tone})
		}
	}
	return set
}
