package rdvsolidarites

import "fmt"

// The types below print their fields where something points to them: fmt alone
// would print the address of such a value inside another one.
type (
	lieuFields          Lieu
	motifFields         Motif
	motifCategoryFields MotifCategory
	organisationFields  Organisation
	plannedRDVFields    PlannedRDV
	territoryFields     Territory
	userFields          User
)

// Format prints the fields.
func (l Lieu) Format(f fmt.State, verb rune) { printFields(f, verb, lieuFields(l)) }

// Format prints the fields.
func (m Motif) Format(f fmt.State, verb rune) { printFields(f, verb, motifFields(m)) }

// Format prints the fields.
func (c MotifCategory) Format(f fmt.State, verb rune) { printFields(f, verb, motifCategoryFields(c)) }

// Format prints the fields.
func (o Organisation) Format(f fmt.State, verb rune) { printFields(f, verb, organisationFields(o)) }

// Format prints the fields.
func (r PlannedRDV) Format(f fmt.State, verb rune) { printFields(f, verb, plannedRDVFields(r)) }

// Format prints the fields.
func (t Territory) Format(f fmt.State, verb rune) { printFields(f, verb, territoryFields(t)) }

// Format prints the fields.
func (u User) Format(f fmt.State, verb rune) { printFields(f, verb, userFields(u)) }

// printFields prints a value as fmt prints one without methods.
func printFields(f fmt.State, verb rune, fields any) {
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), fields)
}

// String names what happened, without the object.
func (e Event) String() string {
	return fmt.Sprintf("%s %s at %s", e.Meta.Model, e.Meta.Event, e.Meta.Timestamp)
}

// String says nothing of the secret.
func (WebhookHandler) String() string { return "rdvsolidarites.WebhookHandler" }
