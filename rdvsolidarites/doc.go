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
// that object's id: see [ExistingUserID].
//
// The types decode the answers of 2024 and of 2025: a field that the service
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
package rdvsolidarites
