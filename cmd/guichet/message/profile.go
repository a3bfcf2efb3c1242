package message

import (
	"unicode"
	"unicode/utf8"
)

// Profiles: which one is meant, and where its credentials are.
const (
	ErrNoProfile         Key = `there is no profile "%s"` + fr + "il n'y a pas de profil «\u00a0%s\u00a0»"
	HintProfileNear      Key = `did you mean "%s"? To add one: guichet profile create %s` + fr + "vouliez-vous dire «\u00a0%s\u00a0»\u00a0? Pour en ajouter un\u00a0: guichet profile create %s"
	HintProfileCreate    Key = "add it with: guichet profile create %s" + fr + "ajoutez-le par\u00a0: guichet profile create %s"
	HintProfileUse       Key = "run: guichet profile use %s" + fr + "lancez\u00a0: guichet profile use %s"
	ErrProfileInUse      Key = `profile "%s" is in use: the next commands would go to another server` + fr + "le profil «\u00a0%s\u00a0» est utilisé\u00a0: les commandes suivantes iraient à un autre serveur"
	ErrProfileSetting    Key = `"%s" is not a setting: another command chooses the profile` + fr + "«\u00a0%s\u00a0» n'est pas un réglage\u00a0: pour choisir un profil, utilisez la commande prévue"
	ProfileUse           Key = "Choose the profile for all later commands" + fr + "Choisir le profil des commandes suivantes"
	NoticeProfileCreated Key = "profile %s created" + fr + "profil %s créé"
	NoticeSettingSet     Key = "setting %s saved" + fr + "réglage %s enregistré"
	NoticeSettingUnset   Key = "setting %s removed" + fr + "réglage %s retiré"
	NoticeProfileDeleted Key = "profile %s deleted; its stored credentials were not deleted" + fr + "profil %s supprimé\u00a0; ses identifiants mémorisés n'ont pas été supprimés"
	NoticeProfileUsed    Key = "profile used from now on: %s" + fr + "profil utilisé désormais\u00a0: %s"

	AskAt                Key = "%s for %s (profile %s):" + fr + "%s pour %s (profil %s)\u00a0:"
	AskOfAt              Key = "%s of %s for %s (profile %s):" + fr + "%s de %s pour %s (profil %s)\u00a0:"
	WarnOtherSessions    Key = "signing in at %s ends all other sessions of agent %s, on every machine." + fr + "la connexion à %s mettra fin à toutes les autres sessions de l'agent %s, sur tous ses postes."
	ErrNoEmail           Key = `"%s" is not an e-mail address: an @ between a name and a host is missing` + fr + "«\u00a0%s\u00a0» n'est pas une adresse de courriel\u00a0: il manque un @ entre un nom et un domaine"
	NoticeStoreKept      Key = "profile %s now looks for its credentials in: %s" + fr + "le profil %s cherchera ses identifiants dans\u00a0: %s"
	HintCredentialInFile Key = "a credential for %s is in the credentials file; to use it, run: guichet config set store file" + fr + "des identifiants pour %s se trouvent dans le fichier d'identifiants\u00a0; pour les utiliser, lancez\u00a0: guichet config set store file"
)

// Capital returns a text that begins with a capital letter, as questions do.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
