package render_test

import (
	"encoding/json"
	"io"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// benchRow is an appointment as the service writes it.
const benchRow = `{"id":10664,"address":"36 rue de la Gare, Béthune, 62400","agents":[{"id":207,"email":"joel.saunier@example.fr","first_name":"Joël","last_name":"Saunier"}],"cancelled_at":null,"collectif":false,"context":null,"created_at":"2026-11-22 03:24:46 +0100","created_by":"agent","created_by_id":207,"created_by_type":"Agent","duration_in_min":45,"ends_at":"2026-12-14 10:00:00 +0100","lieu":{"id":50100,"address":"36 rue de la Gare, Béthune, 62400","enabled":true,"latitude":50.25,"longitude":2.75,"name":"Maison des solidarités Arras, bâtiment A","organisation_id":101,"phone_number":"01 99 00 30 58","single_use":false},"max_participants_count":null,"motif":{"id":30102,"bookable_by":"agents_and_prescripteurs","bookable_publicly":false,"collectif":false,"default_duration_in_min":45,"deleted_at":null,"follow_up":false,"instruction_for_rdv":null,"location_type":"public_office","max_public_booking_delay":7776000,"min_public_booking_delay":1800,"motif_category":null,"name":"Entretien social","organisation_id":101,"service_id":3},"name":null,"organisation":{"id":101,"email":"accueil-1@example.fr","name":"Maison des solidarités Arras","phone_number":"01 99 00 11 10","verticale":"rdv_solidarites","website":null},"participations":[{"id":170624,"created_by":"agent","created_by_agent_prescripteur":false,"created_by_id":207,"created_by_type":"Agent","send_lifecycle_notifications":true,"send_reminder_notification":true,"status":"unknown","user":{"id":1092,"address":"82 rue Pasteur, Saint-Omer, 62500","address_details":null,"affiliation_number":null,"birth_date":"1976-04-18","birth_name":null,"city_code":null,"city_name":null,"created_at":"2026-09-05 16:48:29 +0200","email":"beatrice.fournier.1092@example.fr","first_name":"Béatrice","last_name":"Fournier","notify_by_email":true,"notify_by_sms":false,"phone_number":"01 99 00 10 25","phone_number_formatted":"+33199001025","post_code":null,"responsible":null,"responsible_id":null,"user_profiles":null}}],"starts_at":"2026-12-14 09:15:00 +0100","status":"unknown","time_zone":"Europe/Paris","url_for_agents":"https://rdv.example.fr/agents/rdvs/10664","users":[{"id":1092,"address":"82 rue Pasteur, Saint-Omer, 62500","address_details":null,"affiliation_number":null,"birth_date":"1976-04-18","birth_name":null,"city_code":null,"city_name":null,"created_at":"2026-09-05 16:48:29 +0200","email":"beatrice.fournier.1092@example.fr","first_name":"Béatrice","last_name":"Fournier","notify_by_email":true,"notify_by_sms":false,"phone_number":"01 99 00 10 25","phone_number_formatted":"+33199001025","post_code":null,"responsible":null,"responsible_id":null,"user_profiles":null}],"users_count":1,"uuid":"0011a587-7b41-4eeb-a15e-57373af9f563","visio_url":null}`

func BenchmarkRow(b *testing.B) {
	for _, format := range render.Formats() {
		b.Run(format, func(b *testing.B) {
			w, err := render.New(io.Discard, render.Options{
				Format:  format,
				Event:   event,
				Default: []string{"id", "starts_at", "duration_in_min", "status", "motif.name", "users.last_name", "agents.last_name", "organisation.name"},
				Table:   []string{"id", "starts_at", "duration_in_min", "status", "users", "motif.name", "participations.id", "agents", "organisation.name"},
			})
			if err != nil {
				b.Fatal(err)
			}
			row := json.RawMessage(benchRow)
			b.SetBytes(int64(len(row)))
			b.ReportAllocs()
			for b.Loop() {
				if err := w.Row(row); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
