package message

import "strings"

// headers are the titles of columns and labels of objects, a line each: the path, the
// English title, the French one. A path has one title everywhere, so that a column chosen
// with --columns has it too. A table writes them in capitals. They are one constant
// because a table of structs would weigh twice as much.
const headers = `
id|ID|ID
name|Name|Nom
title|Title|Titre
status|Status|Statut
email|E-mail|Courriel
phone_number|Phone|Téléphone
phone_number_formatted|Phone, international|Téléphone international
first_name|First name|Prénom
last_name|Last name|Nom
birth_name|Birth name|Nom de naissance
birth_date|Birth date|Né(e) le
address|Address|Adresse
address_details|Address details|Complément d'adresse
post_code|Postcode|Code postal
city_code|City code|Code commune
city_name|City|Commune
affiliation_number|Affiliation number|N° d'allocataire
caisse_affiliation|Fund|Caisse d'affiliation
family_situation|Family situation|Situation familiale
number_of_children|Children|Nombre d'enfants
notify_by_email|Notify by e-mail|Notifié par courriel
notify_by_sms|Notify by SMS|Notifié par SMS
responsible|Responsible person|Responsable
responsible_id|Responsible person (ID)|ID du responsable
case_number|Case number|N° de dossier
logement|Housing|Logement
notes|Notes|Notes
user|User|Usager
user_id|User (ID)|ID de l'usager
users|Users|Usagers
users_count|Number of users|Nombre d'usagers
user_profiles|Organisations|Organisations
agent|Agent|Agent
agent_id|Agent (ID)|ID de l'agent
agents|Agents|Agents
referents|Referent agents|Référents
organisation|Organisation|Organisation
organisation.name|Organisation|Organisation
organisation_id|Organisation|Organisation
organisation_ids|Organisations|Organisations
service|Service|Service
service_id|Service (ID)|ID du service
services|Services|Services
territory|Territory|Territoire
territory_id|Territory (ID)|ID du territoire
departement_number|Département|Département
motif|Reason|Motif
motif.name|Reason|Motif
motifs|Reasons|Motifs
motif_category|Category|Catégorie
motif_category.name|Category|Catégorie
motif_categories|Categories|Catégories
lieu|Place|Lieu
rdvs|Appointments|Rendez-vous
participations|Participations|Participations
participations.id|Participation|Participation
participations.status|Participation status|Statut de la participation
enabled|Active|Actif
group|Group|Groupe
reasons|In common|En commun
verticale|Platform|Plateforme
website|Website|Site web
starts_at|Starts at|Début
ends_at|Ends at|Fin
created_at|Created at|Créé le
updated_at|Updated at|Modifié le
cancelled_at|Cancelled at|Annulé le
deleted_at|Deleted at|Supprimé le
created_by|Created by|Créé par
created_by_type|Created by (kind)|Type d'auteur
created_by_id|Created by (ID)|ID de l'auteur
created_by_agent_prescripteur|Created by a prescriber|Créé par un prescripteur
send_lifecycle_notifications|Notify changes|Notifier les changements
send_reminder_notification|Send a reminder|Envoyer un rappel
invitation_created_at|Invited at|Invité le
invitation_accepted_at|Invitation accepted at|Invitation acceptée le
duration_in_min|Min|Min
default_duration_in_min|Duration (min)|Durée (min)
max_participants_count|Maximum participants|Participants au maximum
max_public_booking_delay|Longest notice (s)|Délai maximal (s)
min_public_booking_delay|Shortest notice (s)|Délai minimal (s)
instruction_for_rdv|Instructions|Consignes
follow_up|Follow-up|Suivi
context|Context|Contexte
visio_url|Video link|Lien visio
url_for_agents|Link for agents|Lien agent
time_zone|Time zone|Fuseau horaire
uuid|UUID|UUID
location_type|Held|Modalité
bookable_by|Bookable by|Réservable par
bookable_publicly|Bookable online|Réservable en ligne
collectif|Collective|Collectif
latitude|Latitude|Latitude
longitude|Longitude|Longitude
single_use|Single use|Usage unique
short_name|Short name|Nom court
first_day|First day|Premier jour
start_time|Start|Début
end_day|Last day|Dernier jour
end_time|End|Fin
ical|iCalendar|iCalendar
ical_uid|iCalendar UID|UID iCalendar
rrule|Recurrence|Récurrence
external_id|External ID|N° externe
external_url|External link|Lien externe
external_reference|External reference|Référence externe
return_url|Return link|Lien de retour
dossier_url|Case link|Lien du dossier
public_link|Public link|Lien public
target_url|Target URL|Adresse
subscriptions|Subscriptions|Objets suivis
invitation_token|Invitation token|Jeton d'invitation
description|Description|Description
userUsed|Used|Utilisés
userLimit|Limit|Limite
itemUsed|Used|Utilisés
itemLimit|Limit|Limite
codeName|Code|Code
serviceCatalogCode|Service code|Code du service
projectId|Project (ID)|ID du projet
consumerId|Consumer (ID)|ID du consommateur
registrationId|Registration (ID)|ID de l'inscription
organizationName|Organisation|Organisation
firstName|First name|Prénom
lastName|Last name|Nom
role|Role|Rôle
token|Token|Jeton
current|Active|Actif
value|Value|Valeur
origin|Origin|Origine
base_urls|Addresses|Adresses
shadows.value|Overridden value|Valeur remplacée
shadows.origin|Overrides|Remplace
path|Path|Chemin
method|Method|Méthode
url|URL|URL
auth|Auth|Auth
refused|Refused|Refusé
aspect|What|Élément
before|Before|Avant
after|After|Après
note|Note|Remarque
profile|Profile|Profil
instance|Instance|Instance
source|Source|Source
present|Credential present|Identifiants présents
readable|Credential readable|Identifiants lisibles
accepted|Credential accepted|Identifiants acceptés
expires_at|Expires at|Expire le
renew_before|Renew before|À renouveler avant
account|Account|Compte
way|Sign-in|Connexion
dataset|Dataset|Jeu de données
datasets|Datasets|Jeux de données
key|Key|Clé
reading|Read by|Lecture
filters|Filters|Filtres
schema_version|Schema version|Version du schéma
change|Change|Changement
part|Part|Partie
rows|Rows|Lignes
pages|Pages|Pages
requests|Requests|Requêtes
directory|Directory|Dossier
result|Result|Résultat
lock|Lock|Verrou
checkpoint|Checkpoint|Reprise
changed|Changed files|Fichiers modifiés
started|Started|Commencé
ended|Ended|Terminé
tool|Program|Programme
tool_version|Version|Version
version|Version|Version
file|File|Fichier
files|Files|Fichiers
counts|Counts|Nombres
read|Read|Lus
unique|Distinct|Distincts
created|New|Nouveaux
updated|Changed|Modifiés
unchanged|Unchanged|Inchangés
gone|Gone|Disparus
completeness|Complete|Complétude
warnings|Warnings|Avertissements
since|Since|Depuis
age|Age (s)|Âge (s)
host|Machine|Machine
pid|Process|Processus
answers|Answers|Réponses
table|Table|Table
written|Written|Écrites
command|Command|Commande
not_written|Not written|Non écrites
unknown|Uncertain|Incertaines
resume_file|Resume file|Fichier de reprise
error|Error|Erreur
format|Format|Format
format_version|Format version|Version du format
bytes|Bytes|Octets
sha256|SHA-256|SHA-256
checksum|Checksum|Somme de contrôle
changes|Changes|Changements
since_previous|Since the last run|Depuis la fois précédente
from|From|Du
to|To|Au
operation|Operation|Opération
operations|Operations|Opérations
scripts|Scripts|Scripts
variables|Variables|Variables
segments|IDs in the path|Identifiants du chemin
query|URL parameters|Paramètres de l'URL
headers|Headers|En-têtes
body|Body|Corps
template|Template|Modèle
body_variables|GraphQL variables|Variables GraphQL
fields|Fields|Champs
examples|Saved responses|Réponses enregistrées
package|Package|Paquet
out|Directory|Dossier
folders|Folders|Dossiers
ignored|Ignored|Ignorés
missing|Missing|Manquants
form|Form|Format
findings|Findings|Remarques
language|Language|Langue
check|Check|Vérification
state|State|État
detail|Finding|Constat
hint|What to do|À faire
`

// Header gives the title of a column by its path: a path of known names has that of the
// last one, and in brackets that of what it belongs to. It is empty for a path that the
// catalogue does not know.
func (c *Catalogue) Header(path string) string {
	if texts := entry(headers, path); texts != "" {
		return c.choose(texts)
	}
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 {
		return ""
	}
	above, own := c.Header(path[:dot]), c.Header(path[dot+1:])
	if above == "" || own == "" {
		return ""
	}
	return own + " (" + above + ")"
}

// entry is what follows a key on its line.
func entry(lines, key string) string {
	_, rest, _ := strings.Cut(lines, "\n"+key+"|")
	line, _, _ := strings.Cut(rest, "\n")
	return line
}

// choose gives one of two texts with "|" between them.
func (c *Catalogue) choose(texts string) string {
	english, french, _ := strings.Cut(texts, "|")
	if c != nil && c.Lang == French {
		return french
	}
	return english
}
