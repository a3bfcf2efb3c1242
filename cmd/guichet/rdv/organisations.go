package rdv

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func organisationList() list {
	var q rdvsolidarites.OrganisationQuery
	return list{
		Short:   message.RDVOrganisationList,
		Columns: []string{"id", "name", "phone_number", "email", "verticale"},
		Flags: func(f *command.Flags) {
			f.Text(&q.CityCode, "city-code", message.FlagCityCode)
			f.Text(&q.StreetBANID, "street-ban-id", message.FlagStreetBANID)
			f.Text(&q.DepartementNumber, "departement-number", message.FlagDepartementNumber)
		},
		Rows: func(ctx context.Context, c client, _ command.Input, options ...guichet.CallOption) iter.Seq2[json.RawMessage, error] {
			return c.Organisations.AllRaw(ctx, q, options...)
		},
	}
}

func organisationGet() object {
	return get(message.RDVOrganisationGet, "ORGANISATION_ID", "organisation",
		func(c client) func(context.Context, int64, ...guichet.CallOption) (*rdvsolidarites.Organisation, error) {
			return c.Organisations.Get
		})
}

func organisationUpdate() object {
	return send(object{
		Name: "update", Short: message.RDVOrganisationUpdate, Root: "organisation",
		Args: []command.Arg{{Name: "ORGANISATION_ID"}},
		Fields: []command.Field{
			{Name: "name", Help: message.FieldName},
			{Name: "phone_number", Help: message.FieldPhoneNumber},
			{Name: "email", Help: message.FieldEmail},
			{Name: "verticale", Help: message.FieldVerticale, Values: words(
				rdvsolidarites.VerticaleRDVInsertion, rdvsolidarites.VerticaleRDVSolidarites,
				rdvsolidarites.VerticaleRDVAideNumerique, rdvsolidarites.VerticaleRDVMairie)},
		},
	}, func(c client, ctx context.Context, id int64, in rdvsolidarites.OrganisationUpdate, options ...guichet.CallOption) (*rdvsolidarites.Organisation, error) {
		return c.Organisations.Update(ctx, id, in, options...)
	})
}
