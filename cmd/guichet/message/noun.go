package message

import (
	"strconv"
	"strings"
)

// The nouns are what lists consist of, in three forms with "|" between them: none of
// it, one, many.
const (
	NounRDV          Key = "no appointments|appointment|appointments" + fr + "aucun rendez-vous|rendez-vous|rendez-vous"
	NounUser         Key = "no users|user|users" + fr + "aucun usager|usager|usagers"
	NounAgent        Key = "no agents|agent|agents" + fr + "aucun agent|agent|agents"
	NounTeam         Key = "no teams|team|teams" + fr + "aucune équipe|équipe|équipes"
	NounMotif        Key = "no motifs|motif|motifs" + fr + "aucun motif|motif|motifs"
	NounLieu         Key = "no places|place|places" + fr + "aucun lieu|lieu|lieux"
	NounAbsence      Key = "no absences|absence|absences" + fr + "aucune absence|absence|absences"
	NounOrganisation Key = "no organisations|organisation|organisations" + fr + "aucune organisation|organisation|organisations"
	NounPublicLink   Key = "no public links|public link|public links" + fr + "aucun lien public|lien public|liens publics"
	NounWebhook      Key = "no webhook endpoints|webhook endpoint|webhook endpoints" + fr + "aucune adresse de webhook|adresse de webhook|adresses de webhook"
	NounDuplicate    Key = "no duplicates|duplicate|duplicates" + fr + "aucun doublon|doublon|doublons"
	NounProject      Key = "no projects|project|projects" + fr + "aucun projet|projet|projets"
	NounService      Key = "no services|service|services" + fr + "aucun service|service|services"
	NounConsumer     Key = "no consumers|consumer|consumers" + fr + "aucun consommateur|consommateur|consommateurs"
	NounAccount      Key = "no accounts|account|accounts" + fr + "aucun compte|compte|comptes"
	NounRecord       Key = "no records|record|records" + fr + "aucune fiche|fiche|fiches"
	NounOperation    Key = "no operations|operation|operations" + fr + "aucune opération|opération|opérations"
	NounProfile      Key = "no profiles|profile|profiles" + fr + "aucun profil|profil|profils"
	NounSetting      Key = "no settings|setting|settings" + fr + "aucun réglage|réglage|réglages"
	NounRow          Key = "no rows|row|rows" + fr + "aucune ligne|ligne|lignes"
	NounResult       Key = "no results|result|results" + fr + "aucun résultat|résultat|résultats"
)

// Counted is a number of things in the reader's language: "no users", "1 user",
// "2450 users". An empty noun is [NounResult].
func (c *Catalogue) Counted(noun Key, n int) string {
	if noun == "" {
		noun = NounResult
	}
	none, rest, _ := strings.Cut(noun.in(c), "|")
	one, many, _ := strings.Cut(rest, "|")
	switch n {
	case 0:
		return none
	case 1:
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
