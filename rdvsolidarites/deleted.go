package rdvsolidarites

import "strings"

// What the service puts in the place of a deleted person's data.
const (
	deletedSuffix = "@deleted.rdv-solidarites.fr"
	deletedName   = "Usager supprimé"
)

// Deleted reports whether the person was deleted, so that the data of the person is
// to be deleted elsewhere too: the e-mail ends with @deleted.rdv-solidarites.fr, or
// both names are "Usager supprimé". Deleted persons still stand inside appointments.
// The service sends no event about a User who is deleted, only the destroyed events
// of the person's UserProfiles, with the person as before.
func (u *User) Deleted() bool {
	return strings.HasSuffix(strings.ToLower(u.Email), deletedSuffix) ||
		u.FirstName == deletedName && u.LastName == deletedName
}
