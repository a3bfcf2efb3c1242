package gopaastest

import (
	"fmt"
	"strconv"
	"time"
)

var (
	lastNames  = []string{"Bérenger", "Chevallier", "Dufresnoy", "Évrard", "Guérin", "Hébrard", "Jourdain", "Lemaître", "Noël", "Pelletier", "Quéméneur", "Rousselet", "Thévenin", "Vasseur"}
	firstNames = []string{"Agathe", "Bastien", "Céline", "Désiré", "Élodie", "François", "Gaëlle", "Hélène", "Ismaël", "Joëlle", "Lætitia", "Mathéo", "Noémie", "Raphaël"}
	trades     = []string{"Menuiserie", "Boulangerie", "Serrurerie", "Imprimerie", "Pépinière", "Librairie", "Transports", "Cabinet", "Ateliers", "Coopérative"}
	subjects   = []string{"Relance du devis", "Appel de courtoisie", "Rendez-vous sur site", "Envoi du contrat", "Point d'étape", "Réclamation"}
	statuses   = []string{"à faire", "en cours", "terminée"}
	places     = []struct{ code, town string }{
		{"77420", "Champs-sur-Marne"}, {"75011", "Paris"}, {"69003", "Lyon"}, {"35000", "Rennes"}, {"63000", "Clermont-Ferrand"},
		{"29200", "Brest"}, {"59800", "Lille"}, {"13006", "Marseille"}, {"67000", "Strasbourg"}, {"97410", "Saint-Pierre"},
	}
	// firstKey is the time in the first key.
	firstKey = time.Date(2024, 3, 25, 16, 49, 25, 0, time.UTC).UnixMilli()
)

// seed makes the tables, the views and the records.
func (s *Server) seed() {
	s.tables = map[string]*table{
		"compte":  newTable("compte", "nom", "cp", "ville", "siret", "chiffre_affaires", "contrat", "commentaire"),
		"contact": newTable("contact", "nom", "prenom", "email", "telephone", "compte", "photo", "commentaire"),
		"action":  newTable("action", "objet", "date_action", "statut", "contact", "compte", "commentaire"),
	}
	s.views = allViews
	for range s.options.Accounts {
		account := s.addAccount()
		for range 4 {
			contact := s.addContact(account)
			s.addAction(account, contact)
			s.addAction(account, contact)
		}
	}
}

// newKey returns a key as the application's forms make them: a time and a login.
func (s *Server) newKey() string {
	s.keys++
	return strconv.FormatInt(firstKey+int64(s.keys)*1000, 10) + "_mgoo"
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *Server) pick(from []string) string { return from[s.random.IntN(len(from))] }

// insert makes a record with the columns of every record.
func (s *Server) insert(tableName string, fields map[string]string) *record {
	r := s.tables[tableName].upsert(s.newKey(), fields)
	r.values["date_creation"], r.values["creation_par"] = "2026-03-02", "mgoo"
	r.values["date_modification"], r.values["gestion_par"] = "2026-03-02", "mgoo"
	return r
}

func (s *Server) addAccount() *record {
	place := places[s.random.IntN(len(places))]
	name := s.pick(trades) + " " + s.pick(lastNames)
	r := s.insert("compte", map[string]string{
		"nom": name, "cp": place.code, "ville": place.town,
		"siret":            fmt.Sprintf("%09d%05d", s.random.IntN(1_000_000_000), s.random.IntN(100_000)),
		"chiffre_affaires": fmt.Sprintf("%d.%02d", s.random.IntN(900_000), s.random.IntN(100)),
		"contrat":          "contrat.pdf",
		"commentaire":      "Client depuis " + strconv.Itoa(2008+s.random.IntN(16)),
	})
	s.files[fileKey{"compte", r.values["cle"], "contrat"}] = file{
		name: "contrat.pdf", contentType: "application/pdf", content: []byte("%PDF-1.4\n% Contrat de " + name + "\n%%EOF\n"),
	}
	return r
}

func (s *Server) addContact(account *record) *record {
	n := s.keys
	return s.insert("contact", map[string]string{
		"nom": s.pick(lastNames), "prenom": s.pick(firstNames), "email": fmt.Sprintf("contact%d@example.fr", n),
		"telephone": fmt.Sprintf("01990%05d", s.random.IntN(100_000)), "compte": account.values["cle"], "commentaire": "",
	})
}

func (s *Server) addAction(account, contact *record) *record {
	day := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC).AddDate(0, 0, s.random.IntN(300))
	return s.insert("action", map[string]string{
		"objet": s.pick(subjects), "date_action": day.Format(time.DateOnly), "statut": s.pick(statuses),
		"contact": contact.values["cle"], "compte": account.values["cle"], "commentaire": "",
	})
}
