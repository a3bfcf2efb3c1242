package message

// Nouns of what is written and not listed, in the forms of noun.go.
const (
	NounParticipation Key = "no participations|participation|participations" + fr + "aucune participation|participation|participations"
	NounPlan          Key = "no draft appointments|draft appointment|draft appointments" + fr + "aucun rendez-vous à finaliser|rendez-vous à finaliser|rendez-vous à finaliser"
	NounRegistration  Key = "no registrations|registration|registrations" + fr + "aucune inscription|inscription|inscriptions"
	NounTable         Key = "no tables|table|tables" + fr + "aucune table|table|tables"
	NounView          Key = "no views|view|views" + fr + "aucune vue|vue|vues"
)

// What people read about errors.
const (
	// LabelHint stands before a hint on stderr.
	LabelHint     Key = "hint: " + fr + "conseil\u00a0: "
	RemoteNoThing Key = "%s not found" + fr + "%s introuvable"
	HintNotARDV   Key = `an appointment id is not a participation id; run "guichet rdv rdv list --columns id,participations.id"` + fr + "un identifiant de rendez-vous n'est pas un identifiant de participation\u00a0; lancez «\u00a0guichet rdv rdv list --columns id,participations.id\u00a0»"
	RemoteThingIn Key = "%s (%s)" + fr + "%s (%s)"
)

// What a write did to a thing: the French forms of a masculine and of a feminine word.
const (
	DoneCreated Key = "created" + fr + "créé|créée"
	DoneChanged Key = "changed" + fr + "modifié|modifiée"
	DoneDeleted Key = "deleted" + fr + "supprimé|supprimée"
)

// What a pull read. The adjectives have the forms of one and of many things, in French
// of a masculine and then of a feminine word.
const (
	PullDone       Key = "%s: %s" + fr + "%s\u00a0: %s"
	PullComplete   Key = "complete" + fr + "complet"
	PullMoving     Key = "rows were added or removed during the reading" + fr + "des ajouts ou des suppressions pendant la lecture"
	PullUnproven   Key = "perhaps incomplete" + fr + "peut-être incomplet"
	PullNothingNew Key = "no change" + fr + "aucun changement"
	PullNew        Key = "new|new" + fr + "nouveau|nouveaux|nouvelle|nouvelles"
	PullChanged    Key = "changed|changed" + fr + "modifié|modifiés|modifiée|modifiées"
	PullGone       Key = "gone|gone" + fr + "disparu|disparus|disparue|disparues"
	PullSame       Key = "no difference" + fr + "aucune différence"
)

// What a write did, in one sentence.
const (
	SaidAbsence          Key = "%s, from %s %s to %s %s" + fr + "%s, du %s %s au %s %s"
	SaidAccountChanged   Key = "account of %s changed" + fr + "compte de %s modifié"
	SaidAccountDeleted   Key = "account deleted" + fr + "compte supprimé"
	SaidCodeMailed       Key = "registration %s: a code was sent by e-mail to %s" + fr + "inscription %s\u00a0: un code a été envoyé par courriel à %s"
	SaidCodeMailedAgain  Key = "the code was sent by e-mail again to %s" + fr + "le code a été renvoyé par courriel à %s"
	SaidConsumerAttached Key = "consumer %s attached to project %s" + fr + "consommateur %s attaché au projet %s"
	SaidConsumerDetached Key = "consumer %s detached from project %s" + fr + "consommateur %s détaché du projet %s"
	SaidKeysChanged      Key = "keys of project %s changed" + fr + "clés du projet %s modifiées"
	SaidParticipation    Key = "participation %s: %s (appointment %s, %s)" + fr + "participation %s\u00a0: %s (rendez-vous %s, %s)"
	SaidPasswordChanged  Key = "password changed" + fr + "mot de passe modifié"
	SaidPlan             Key = "draft appointment %s created; open %s" + fr + "rendez-vous à finaliser %s créé\u00a0; ouvrez %s"
	SaidRDVStatus        Key = "appointment %s: %s" + fr + "rendez-vous %s\u00a0: %s"
	SaidReferentAdded    Key = "agent %s is now a referent of user %s" + fr + "agent %s désormais référent de l'usager %s"
	SaidReferentRemoved  Key = "agent %s is no longer a referent of user %s" + fr + "agent %s retiré des référents de l'usager %s"
	SaidResetMailed      Key = "a reset token was sent by e-mail to %s" + fr + "un jeton de réinitialisation a été envoyé par courriel à %s"
	SaidServiceAttached  Key = "service %s attached to project %s" + fr + "service %s attaché au projet %s"
	SaidServiceDetached  Key = "service %s detached from project %s" + fr + "service %s détaché du projet %s"
	SaidTokenRevoked     Key = "consumer token of service %s in project %s revoked" + fr + "jeton de consommateur du service %s révoqué dans le projet %s"
	SaidUserAdded        Key = "user %s added to organisation %s" + fr + "usager %s ajouté à l'organisation %s"
	SaidUserRemoved      Key = "user %s removed from organisation %s" + fr + "usager %s retiré de l'organisation %s"
	SaidWebhook          Key = "webhook endpoint %s in place: %s (%s)" + fr + "adresse de webhook %s en place\u00a0: %s (%s)"
)
