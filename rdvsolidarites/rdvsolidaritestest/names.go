package rdvsolidaritestest

import "strings"

// Words for the invented data. Telephone numbers come from the range reserved for fiction, e-mail
// addresses from a domain reserved for examples.

type city struct{ name, postcode, insee string }

// These tables are variables that nothing changes: a function that returns them would hold the code to build
// them.
var (
	firstNames = []string{"Ada", "Agathe", "Aïcha", "Alain", "Anaïs", "Bastien", "Béatrice", "Cédric", "Chloé",
		"Clément", "Denise", "Élodie", "Éric", "Fatou", "Florian", "François", "Gaëlle", "Hélène", "Hugo", "Inès",
		"Jérôme", "Joël", "Karim", "Léa", "Loïc", "Maëlle", "Maryam", "Mickaël", "Noémie", "Océane", "Pascal",
		"Quentin", "Renée", "Sébastien", "Thaïs", "Ugo", "Valérie", "William", "Yacine", "Zoé"}
	lastNames = []string{"Auger", "Bailly", "Barré", "Benoît", "Blondel", "Caron", "Chevalier", "Colin", "Cordier",
		"D'Angelo", "Delattre", "Devaux", "Dupré", "Évrard", "Fournier", "Gaillard", "Guérin", "Hamel", "Hébert",
		"Jacquet", "Klein", "Lacroix", "Lefèvre", "Lemaître", "Mahé", "Marchand", "Ménard", "Naudin", "Ollivier",
		"Pélissier", "Perrin", "Prévost", "Rivière", "Saunier", "Tessier", "Vasseur", "Vidal", "Wagner", "Le Goff",
		"Saint-Martin"}
	streets = []string{"rue de la Gare", "rue du Moulin", "avenue Jean-Jaurès", "place de l'Église", "rue des Écoles",
		"boulevard de la République", "rue Pasteur", "impasse des Lilas", "chemin du Lavoir", "rue Victor-Hugo",
		"allée des Tilleuls", "rue du 8-Mai-1945"}
	titles  = []string{"Congés", "Formation", "Réunion d'équipe", "Visite à domicile", "Permanence", "Astreinte"}
	offices = []string{"Maison des solidarités", "Centre médico-social", "Espace insertion",
		"Maison du département", "Point d'accueil"}
)

// cities returns the cities of a département.
func cities(departement string) []city {
	switch departement {
	case "62":
		return citiesOf62
	case "26":
		return citiesOf26
	}
	return citiesOf972
}

var (
	citiesOf62 = []city{{"Arras", "62000", "62041"}, {"Lens", "62300", "62498"}, {"Béthune", "62400", "62119"},
		{"Calais", "62100", "62193"}, {"Boulogne-sur-Mer", "62200", "62160"}, {"Saint-Omer", "62500", "62765"}}
	citiesOf26 = []city{{"Valence", "26000", "26362"}, {"Montélimar", "26200", "26198"},
		{"Romans-sur-Isère", "26100", "26281"}, {"Die", "26150", "26113"}}
	citiesOf972 = []city{{"Fort-de-France", "97200", "97209"}}
)

func newUnaccented() *strings.Replacer {
	return strings.NewReplacer("à", "a", "â", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i",
		"ô", "o", "ö", "o", "û", "u", "ü", "u", "'", "", " ", "-")
}

type motifTemplate struct {
	name         string
	service      int64
	locationType string
	bookableBy   string
	collectif    bool
	followUp     bool
	deleted      bool
	category     string
	instruction  string
	minutes      int64
}

var motifTemplates = []motifTemplate{
	{name: "Consultation du nourrisson", service: serviceMaternity, locationType: "public_office", bookableBy: "everyone",
		minutes: 30, instruction: "Merci d'apporter le carnet de santé."},
	{name: "Visite à domicile", service: serviceMaternity, locationType: "home", bookableBy: "agents", followUp: true, minutes: 60},
	{name: "Entretien social", service: serviceSocial, locationType: "public_office",
		bookableBy: "agents_and_prescripteurs", minutes: 45},
	{name: "Rappel téléphonique", service: serviceSocial, locationType: "phone", bookableBy: "everyone", minutes: 15},
	{name: "Suivi à distance", service: serviceSocial, locationType: "visio",
		bookableBy: "agents_and_prescripteurs_and_invited_users", followUp: true, minutes: 30},
	{name: "Orientation RSA", service: serviceIntegration, locationType: "public_office",
		bookableBy: "agents_and_prescripteurs_and_invited_users", category: "rsa_orientation", minutes: 60},
	{name: "Atelier CV", service: serviceIntegration, locationType: "public_office", bookableBy: "everyone",
		collectif: true, category: "rsa_atelier", minutes: 120, instruction: "Prévoir un curriculum vitæ, même ancien."},
	{name: "Signature du contrat", service: serviceIntegration, locationType: "public_office", bookableBy: "agents",
		deleted: true, category: "rsa_contrat", minutes: 30},
}
