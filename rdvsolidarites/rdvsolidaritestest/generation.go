package rdvsolidaritestest

// Generation is the year whose state of the service a server reproduces. Every value but the first two
// constants is Generation2026.
type Generation int

// The generations: the server of October 2024, of autumn 2025, and of November 2026.
const (
	Generation2024 Generation = 2024
	Generation2025 Generation = 2025
	Generation2026 Generation = 2026
)

// Instance is one of the two instances of the service in 2026: the same code with other settings.
type Instance string

// The instances: www.rdv-solidarites.fr with sign-in by password and OAuth, and www.rdv.numerique.gouv.fr
// with OAuth only. Every value but InstanceNumerique is InstanceHistoric.
const (
	InstanceHistoric  Instance = "historic"
	InstanceNumerique Instance = "numerique"
)

// rules are the differences between the generations, a field for each row of the contract's table. Rows 5
// and 47 cannot be seen here; all generations send two events for row 42.
type rules struct {
	oauth                    bool // 1: OAuth bearers are read
	passwords                bool // 2: agents sign in with a password
	packedTokens             bool // 3: a session is read from a base64 bearer and from parameters
	sharedSecret             bool // 4: X-Agent-Auth-Signature is read on /api/v1
	publicLinks              bool // 6
	success                  bool // 7: 404 and 422 have "success":false
	jsonExceptions           bool // 8: an unhandled error is JSON
	challenge                bool // 9: a 401 has no body, but WWW-Authenticate
	scopeChecked             bool // 10: 403 for an organisation or territory out of scope
	flatRDVs                 bool // 11: GET rdvs, and its filters by user and agent
	rdvIDs, rdvIDCommas      bool // 12: id[], and id=1,2
	rdvStatus                bool // 13
	rdvInclude               bool // 14
	repeatedRDVs             bool // 15: an rdv has a row for each of its agents
	unassignedRDVs           bool // 16: basic agents see rdvs of motifs without a service
	updateStatus             bool // 17
	lieuRoutes               bool // 18
	lieuPlace                bool // 19: latitude, longitude and enabled
	agentsMe                 bool // 20
	planRoutes, earlierPlans bool // 21: rdv_plans; an own earlier plan gives access to a person
	teamRoutes               bool // 22
	rdvLinks                 bool // 23: created_at and url_for_agents
	rdvTimeZone              bool // 24: visio_url and time_zone
	localOffsets             bool // 25: rdvs have the offset of their organisation
	motifDelays              bool // 26
	unassignedMotifs         bool // 27: motifs without a service
	socialFields             bool // 28: caisse_affiliation and the like are sent
	deletedHidden            bool // a deleted user is 404 instead of 403 (measured in 2024)
	notificationEmail        bool // 29
	invitations              bool // 30: invitation_created_at and invitation_accepted_at are sent
	userCity                 bool // 31
	repeatedEmails           bool // 32: two persons may have one e-mail
	confirmedEmailsFixed     bool // 33
	hiddenReferentsKept      bool // 34: referents out of sight are neither added nor removed
	absenceOfCaller          bool // 35
	absenceEndTime           bool // 35a: errors.end_time instead of errors.ends_time
	organisationWebsite      bool // 36: website, and the verticale rdv_etat
	endpointsOfTerritory     bool // 37: only territorial admins list webhook endpoints, by id
	endpointsMove            bool // 38: PATCH moves an endpoint
	endpointHosts            bool // 39: hosts of webhook endpoints are on a list
	webhookInstants          bool // 40: event_occurred_at and payload_computed_at
	lateBodies               bool // 41: a webhook's body is made when it is sent
	rdvinsertionByOAuth      bool // 43
	rdvinsertionChecked      bool // 44
	receptionRole            bool // 45: an agent d'accueil has a role instead of a service
	inclusionConnect         bool // 46
	rdvinsertion             bool // historic instance only since 2026
	jsonRouteErrors          bool // an unknown route is 500 for a client that accepts JSON only (measured in 2024)
	copyRoutes               bool // POST agents, organisations, motifs, plage_ouvertures and rdvs
}

func rulesOf(g Generation, i Instance) *rules {
	is2024, is2025 := g == Generation2024, g == Generation2025
	is2026 := !is2024 && !is2025
	historic := !is2026 || i != InstanceNumerique
	return &rules{
		oauth:                !is2024,
		passwords:            historic,
		packedTokens:         !is2026,
		sharedSecret:         !is2026,
		publicLinks:          is2024,
		success:              is2024,
		jsonExceptions:       is2026,
		challenge:            !is2024,
		scopeChecked:         is2026,
		flatRDVs:             !is2024,
		rdvIDs:               !is2024,
		rdvIDCommas:          is2026,
		rdvStatus:            !is2024,
		rdvInclude:           is2026,
		repeatedRDVs:         !is2026,
		unassignedRDVs:       !is2024,
		updateStatus:         is2026,
		lieuRoutes:           !is2024,
		lieuPlace:            !is2024,
		agentsMe:             !is2024,
		planRoutes:           !is2024,
		earlierPlans:         is2026,
		teamRoutes:           !is2024,
		rdvLinks:             !is2024,
		rdvTimeZone:          is2026,
		localOffsets:         is2026,
		motifDelays:          is2026,
		unassignedMotifs:     !is2024,
		socialFields:         is2024,
		deletedHidden:        is2024,
		notificationEmail:    is2025,
		invitations:          !is2026,
		userCity:             is2026,
		repeatedEmails:       is2026,
		confirmedEmailsFixed: !is2024,
		hiddenReferentsKept:  !is2024,
		absenceOfCaller:      !is2024,
		absenceEndTime:       !is2024,
		organisationWebsite:  is2026,
		endpointsOfTerritory: is2026,
		endpointsMove:        !is2026,
		endpointHosts:        is2026,
		webhookInstants:      is2026,
		lateBodies:           is2026,
		rdvinsertionByOAuth:  is2026,
		rdvinsertionChecked:  is2026,
		receptionRole:        is2026,
		inclusionConnect:     is2024,
		rdvinsertion:         historic,
		jsonRouteErrors:      is2024,
		copyRoutes:           !is2024,
	}
}
