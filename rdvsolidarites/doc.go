// Package rdvsolidarites is a client of the API of RDV-Solidarités (RDV
// Service Public), where French social services keep their appointments.
//
//	client, err := rdvsolidarites.New(rdvsolidarites.SignIn(email, password))
//
// The examples of this package show a first program and the appointments of a day;
// see also the examples of [Users.Create] for a person who may be known already, of
// [Participations.Update] for a status, of [Users.All] for a whole list, of [OAuth]
// from the authorization to the renewal, and of [NewWebhookHandler].
//
// The service allows one session per agent: signing in ends every other
// session of that agent. Give each integration an agent of its own, and share
// one session where several processes use the same agent; see the example of
// [SessionSource].
//
// A write is sent again only when the service certainly did not process it. When
// it was sent and no usable answer came, the error is a
// [guichet.ErrUnknownOutcome]: look before you repeat it.
//
// Every failure of a call is a [guichet.Error]. Its field errors have the
// service's words ("blank", "taken") and, where another object stands in the way,
// that object's id: see [ExistingUserID]. Since 2026 [guichet.ErrForbidden] does not
// tell an organisation of others from one that does not exist.
//
// Many methods have a raw form, such as Absences.GetRaw and Absences.AllRaw: it
// returns the objects as the service wrote them.
//
// The types decode the answers of 2024, 2025 and 2026: a field that the service
// does not send is its zero value, a field that this package does not know is
// ignored. Lists without an order (rdvs, users, teams, webhook endpoints) may
// repeat some objects in the place of others, the same ones in every reading. All
// gives each object once, and a list is complete when the different objects are as
// many as the service counts. People who are missing are looked for by their ids,
// appointments by time; what is still short ends with [guichet.ErrIncomplete].
//
// The shared-secret signature (X-Agent-Auth-Signature) was removed from
// /api/v1 in September 2026 and is out of scope, as are the namespaces beside
// /api/v1; Client.Do with WithHeader reaches them.
//
// # Words of the service
//
//   - absence: a time when an agent is away.
//   - agent: a person who works for a service and gives appointments. An agent has
//     a role in each of its organisations: basic, admin or intervenant.
//   - caisse d'affiliation: the fund to which a person belongs: caf, msa or aucune
//     (none).
//   - collectif: of an appointment, for several people.
//   - file d'attente: the waiting list; an appointment can come of it.
//   - intervenant: an agent without an e-mail, who cannot sign in.
//   - lieu: a place where appointments are held.
//   - motif: the reason for an appointment. Motifs of several organisations share a
//     category (motif_category).
//   - organisation: gives appointments, and belongs to a territory.
//   - participation: one person's part in an appointment, with a status of its own.
//   - plage d'ouverture: a time when an agent receives.
//   - prescripteur: one of those who may book an appointment for a person.
//   - rdv (rendez-vous): an appointment.
//   - référent: the agent who follows a person (referent_assignation).
//   - territoire: a département or another area that organisations share.
//   - usager, in JSON user: a person who has appointments.
//   - verticale: the kind of service that an organisation offers, such as
//     rdv_insertion or rdv_mairie.
//
// # Time
//
// Days and times without an offset are read in Paris: see [Today] and [Paris]. For
// an organisation overseas plain days are days of that place, and a query with moments
// needs the zone of the organisation: see [RDVQuery]. RDV.TimeZone names it since 2026,
// and the digits of RDV.StartsAt are the clock there. Before, they are the clock there
// with the offset of Paris, which is another moment.
package rdvsolidarites
