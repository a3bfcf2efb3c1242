package rdv

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func lieuList() *list {
	var q rdvsolidarites.LieuQuery
	return &list{
		Short:    message.RDVLieuList,
		Noun:     message.NounLieu,
		Columns:  []string{"id", "name", "address", "phone_number", "organisation_id", "enabled"},
		Constant: []command.Constant{{Flag: "organisation-id", Column: "organisation_id"}},
		Flags: func(f *command.Flags) {
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationID)
		},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.Lieux.AllRaw(ctx, q)
		},
	}
}

func lieuCreate() *object {
	return &object{
		Name: "create", Short: message.RDVLieuCreate, Writes: true, NoNull: true,
		Fields: []command.Field{
			{Name: "organisation_id", Kind: command.NumberField, Required: true, Help: message.FlagOrganisationIDRequired},
			{Name: "name", Required: true, Help: message.FieldName},
			{Name: "address", Required: true, Help: message.FieldAddress},
			{Name: "latitude", Kind: command.DecimalField, Required: true, Check: degrees(90), Help: message.FieldLatitude},
			{Name: "longitude", Kind: command.DecimalField, Required: true, Check: degrees(180), Help: message.FieldLongitude},
			{Name: "phone_number", Help: message.FieldPhoneNumber},
			{Name: "external_id", In: "external_reference", Help: message.FieldExternalID},
			{Name: "external_url", In: "external_reference", Help: message.FieldExternalURL},
		},
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, lieu *rdvsolidarites.LieuCreate, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Lieux.CreateRaw(ctx, *lieu, options...)
		}),
	}
}

// degrees refuses what is not a number of degrees, at most so many to either side.
func degrees(most float64) func(text string) error {
	return func(text string) error {
		if n, err := strconv.ParseFloat(text, 64); err != nil || !(n >= -most && n <= most) {
			return message.Fail(message.ErrNoDegrees, text, int(most), int(most))
		}
		return nil
	}
}
