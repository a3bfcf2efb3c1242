package rdv

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// Inlined, its closures would be compiled anew for the suggestions.
//
//go:noinline
func organisationList() *list {
	var q rdvsolidarites.OrganisationQuery
	return &list{
		Short:   message.RDVOrganisationList,
		Noun:    message.NounOrganisation,
		Columns: []string{"id", "name", "phone_number", "email", "verticale"},
		Flags: func(f *command.Flags) {
			f.Text(&q.CityCode, "city-code", message.FlagCityCode)
			f.Text(&q.StreetBANID, "street-ban-id", message.FlagStreetBANID)
			f.Text(&q.DepartementNumber, "departement-number", message.FlagDepartementNumber)
		},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.Organisations.AllRaw(ctx, q)
		},
	}
}

func organisationGet() *object {
	return get(message.RDVOrganisationGet, "ORGANISATION_ID", func(c client) getter { return c.Organisations.GetRaw })
}

func organisationUpdate() *object {
	return &object{
		Name: "update", Short: message.RDVOrganisationUpdate, Args: []command.Arg{{Name: "ORGANISATION_ID"}}, Writes: true,
		Fields: []command.Field{
			{Name: "name", Help: message.FieldName},
			{Name: "phone_number", Help: message.FieldPhoneNumber},
			{Name: "email", Help: message.FieldEmail},
			{Name: "verticale", Help: message.FieldVerticale, Values: words(
				rdvsolidarites.VerticaleRDVInsertion, rdvsolidarites.VerticaleRDVSolidarites,
				rdvsolidarites.VerticaleRDVAideNumerique, rdvsolidarites.VerticaleRDVMairie, rdvsolidarites.VerticaleRDVEtat)},
			{Name: "website", Help: message.FieldWebsite},
		},
		Call: command.Send(func(ctx context.Context, c client, in command.Input, change *rdvsolidarites.OrganisationUpdate, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Organisations.UpdateRaw(ctx, in.Int(0), *change, options...)
		}),
	}
}
