package message

import "strings"

// words are the values of closed sets, a line each: the field and the value, the English
// word, the French one.
const words = `
status.unknown|not recorded|non renseigné
status.seen|seen|vu
status.excused|excused|excusé
status.revoked|cancelled|annulé
status.noshow|no-show|absent non excusé
location_type.public_office|on site|sur place
location_type.phone|by phone|par téléphone
location_type.home|at home|à domicile
location_type.visio|by video|en visio
bookable_by.agents|agents|agents
bookable_by.agents_and_prescripteurs|agents, prescribers|agents, prescripteurs
bookable_by.agents_and_prescripteurs_and_invited_users|agents, prescribers, invited users|agents, prescripteurs, usagers invités
bookable_by.everyone|everyone|tout le monde
created_by.agent|agent|agent
created_by.user|user|usager
created_by.prescripteur|prescriber|prescripteur
created_by_type.Agent|agent|agent
created_by_type.User|user|usager
created_by_type.Prescripteur|prescriber|prescripteur
verticale.rdv_insertion|RDV-Insertion|RDV-Insertion
verticale.rdv_solidarites|RDV-Solidarités|RDV-Solidarités
verticale.rdv_aide_numerique|RDV Aide numérique|RDV Aide numérique
verticale.rdv_mairie|RDV Mairie|RDV Mairie
verticale.rdv_etat|RDV État|RDV État
caisse_affiliation.aucune|none|aucune
caisse_affiliation.caf|CAF|CAF
caisse_affiliation.msa|MSA|MSA
family_situation.single|single|célibataire
family_situation.in_a_relationship|in a relationship|en couple
family_situation.divorced|divorced|divorcé(e)
role.admin|administrator|administrateur
role.developer|developer|développeur
role.billing|billing|facturation
reasons.email|e-mail|courriel
reasons.phone_number|phone|téléphone
reasons.name|name and birth date|nom et date de naissance
source.variables|environment variables|variables d'environnement
source.token_command|token_command|token_command
source.keyring|keyring|trousseau
source.file|file|fichier
way.password|password|mot de passe
way.session|session|session
part.all|all|tout
reading.windows|time windows|par périodes
reading.pages|pages|par pages
reading.answer|one response|en une réponse
reading.unknown|unknown|inconnue
change.created|new|nouveau
change.updated|changed|modifié
change.gone|gone|disparu
auth.noauth|none|aucune
auth.bearer|bearer token|jeton bearer
auth.apikey|API key|clé d'API
auth.basic|name and password|nom et mot de passe
auth.header|header|en-tête
variable_from.call|this call|cet appel
variable_from.credential|your token|votre jeton
variable_from.environment|environment|environnement
variable_from.request|request|requête
variable_from.folder|folder|dossier
variable_from.collection|collection|collection
variable_from.clock|clock|horloge
variable_from.random|random|aléatoire
variable_from.none|no value|sans valeur
variable_in.url|address|adresse
variable_in.path|path|chemin
variable_in.query|URL parameter|paramètre de l'URL
variable_in.header|header|en-tête
variable_in.auth|authentication|authentification
variable_in.body|body|corps
disabled.true|off|désactivé
aspect.operation|operation|opération
aspect.name|name|nom
aspect.method|method|méthode
aspect.host|host|hôte
aspect.path|path|chemin
aspect.query|URL parameters|paramètres de l'URL
aspect.headers|headers|en-têtes
aspect.body|body|corps
aspect.fields|fields of the body|champs du corps
aspect.text|text of the body|texte du corps
aspect.auth|authentication|authentification
aspect.disabled|switched off|désactivés
completeness.complete|complete|complet
completeness.moving|changed while it was read|modifié pendant la lecture
completeness.unknown|unknown|inconnue
state.ok|fine|en ordre
state.fault|fault|défaut
state.not_checked|not checked|non vérifié
state.not_set_up|not set up|non configuré
check.version|version|version
check.configuration|configuration|configuration
check.store|store|dépôt
check.room|room|place
check.address|address|adresse
check.clock|clock|horloge
check.credential|credential|identifiants
accepted.false|no|non
present.false|no|non
readable.false|no|non
`

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

// toneOf gives the tone of a value of a closed set.
func toneOf(set string) Tone {
	switch set {
	case "status.excused", "status.revoked":
		return Void
	case "status.unknown":
		return Open
	case "status.noshow", "state.fault", "accepted.false", "present.false", "readable.false":
		return Alarm
	}
	return Plain
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
	for rest := words; ; {
		_, after, found := strings.Cut(rest, "\n"+field+".")
		if !found {
			return set
		}
		name, texts, _ := strings.Cut(after, "|")
		texts, _, _ = strings.Cut(texts, "\n")
		set = append(set, Word{name, c.choose(texts), toneOf(field + "." + name)})
		rest = after
	}
}
