package render_test

import (
	"encoding/json"
	"io"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// benchRow has the size and shape of an appointment.
const benchRow = `{"id":184467,"address":"12 rue des Écoles, 69001 Lyon","cancelled_at":null,"context":null,"created_by":"agent",` +
	`"duration_in_min":30,"ends_at":"2026-07-01T10:30:00+02:00","starts_at":"2026-07-01T10:00:00+02:00","status":"unknown",` +
	`"lieu":{"id":3,"name":"Maison des solidarités","address":"12 rue des Écoles, 69001 Lyon","phone_number":"0199000304"},` +
	`"motif":{"id":9,"name":"Suivi","location_type":"public_office","service_id":2,"collectif":false},` +
	`"organisation":{"id":1,"name":"MDS Lyon 1","verticale":"rdv_solidarites"},` +
	`"agents":[{"id":4,"email":"agent@exemple.fr","first_name":"Zoé","last_name":"Bernard"}],` +
	`"users":[{"id":5,"first_name":"Ada","last_name":"Lovelace","email":"ada@exemple.fr","birth_date":"1990-12-10"},` +
	`{"id":6,"first_name":"Éloïse","last_name":"Noël","email":null,"birth_date":null}],"uuid":"9f1c1f4e-1111-4222-8333-444455556666"}`

func BenchmarkRow(b *testing.B) {
	for _, format := range render.Formats() {
		b.Run(format, func(b *testing.B) {
			w, err := render.New(io.Discard, render.Options{Format: format, Columns: []string{"id", "starts_at", "motif.name", "users.last_name"}})
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
