package rdv

import (
	"context"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/fold"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func userColumns() []string {
	return []string{"id", "first_name", "last_name", "birth_date", "email", "phone_number"}
}

// userTable has the phone before the email, which is long.
//
//go:noinline
func userTable() []string {
	return []string{"id", "first_name", "last_name", "birth_date", "phone_number", "email"}
}

// Inlined, its closures would be compiled anew for the suggestions.
//
//go:noinline
func userList() *list {
	var q rdvsolidarites.UserQuery
	return &list{
		Short:   message.RDVUserList,
		Noun:    message.NounUser,
		Columns: userColumns(), Table: userTable(),
		Flags: func(f *command.Flags) {
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationIDIgnored)
			f.IDs(&q.IDs, "ids", message.FlagIDs)
		},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.Users.AllRaw(ctx, q)
		},
	}
}

func userGet() *object {
	return get(message.RDVUserGet, "USER_ID", func(c client) getter { return c.Users.GetRaw })
}

// userFind reads every visible user: the service cannot search.
func userFind() *list {
	var q rdvsolidarites.UserQuery
	var want struct{ email, phone, name string }
	return &list{
		Name: "find", Short: message.RDVUserFind, Noun: message.NounUser, Columns: userColumns(), Table: userTable(), Searches: true,
		Flags: func(f *command.Flags) {
			f.Text(&want.email, "email", message.FlagFindEmail)
			f.Text(&want.phone, "phone", message.FlagFindPhone)
			f.Text(&want.name, "name", message.FlagFindName)
			f.OneOf("email", "phone", "name")
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationIDIgnored)
		},
		Check: func(r *command.Run) error {
			if want.email == "" && want.phone == "" && want.name == "" {
				return exit.Usage.New(message.LineFlagsOneOf, "--email, --phone, --name")
			}
			// Nothing is in every name, and is the e-mail of whoever has none.
			for _, text := range []struct{ flag, given, sought string }{
				{"--email", want.email, strings.TrimSpace(want.email)},
				{"--phone", want.phone, subscriber(want.phone)},
				{"--name", want.name, fold.Text(want.name)},
			} {
				if text.given != "" && text.sought == "" {
					return exit.Usage.New(message.ErrNothingToFind, text.flag, text.given)
				}
			}
			r.Notice(message.NoticeReadsEverybody)
			return nil
		},
		Keep: func(row json.RawMessage) (bool, error) {
			var user rdvsolidarites.User
			if err := json.Unmarshal(row, &user); err != nil {
				return false, err
			}
			return matches(user, want.email, want.phone, want.name), nil
		},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.Users.AllRaw(ctx, q)
		},
	}
}

// matches reports whether the person answers to all that was asked for.
func matches(u rdvsolidarites.User, email, phone, name string) bool {
	if email != "" && !strings.EqualFold(strings.TrimSpace(u.Email), strings.TrimSpace(email)) {
		return false
	}
	if phone != "" && subscriber(phone) != subscriber(u.PhoneNumber) && subscriber(phone) != subscriber(u.PhoneNumberFormatted) {
		return false
	}
	full := fold.Text(u.FirstName + " " + u.LastName + " " + u.BirthName + " " + u.LastName + " " + u.FirstName)
	return name == "" || strings.Contains(full, fold.Text(name))
}

// subscriber is the number without its country or trunk prefix: 06… and +336…
// are the same.
func subscriber(number string) string {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, number)
	if len(digits) > 9 {
		digits = digits[len(digits)-9:]
	}
	return digits
}

func userFields(creating bool) []command.Field {
	fields := []command.Field{
		{Name: "first_name", Required: creating, Help: message.FieldFirstName},
		{Name: "last_name", Required: creating, Help: message.FieldLastName},
		{Name: "organisation_ids", Kind: command.NumbersField, Required: creating, Help: message.FieldOrganisationIDs},
		{Name: "birth_name", Help: message.FieldBirthName},
		{Name: "birth_date", Kind: command.DateField, Help: message.FieldBirthDate},
		{Name: "email", Help: message.FieldEmail},
		{Name: "phone_number", Help: message.FieldPhoneNumber},
		{Name: "address", Help: message.FieldAddress},
		{Name: "city_code", Help: message.FlagCityCode},
		{Name: "post_code", Help: message.FieldPostCode},
		{Name: "city_name", Help: message.FieldCityName},
		{Name: "responsible_id", Kind: command.NumberField, Help: message.FieldResponsibleID},
		{Name: "caisse_affiliation", Help: message.FieldCaisseAffiliation,
			Values: words(rdvsolidarites.CaisseAucune, rdvsolidarites.CaisseCAF, rdvsolidarites.CaisseMSA)},
		{Name: "affiliation_number", Help: message.FieldAffiliationNumber},
		{Name: "family_situation", Help: message.FieldFamilySituation,
			Values: words(rdvsolidarites.FamilySingle, rdvsolidarites.FamilyInRelationship, rdvsolidarites.FamilyDivorced)},
		{Name: "number_of_children", Kind: command.NumberField, Help: message.FieldNumberOfChildren},
		{Name: "notify_by_sms", Kind: command.BoolField, Help: message.FieldNotifyBySMS},
		{Name: "notify_by_email", Kind: command.BoolField, Help: message.FieldNotifyByEmail},
		{Name: "referent_agent_ids", Kind: command.NumbersField, Help: message.FieldReferentAgentIDs},
	}
	if !creating {
		fields = append(fields, command.Field{Name: "notification_email", Help: message.FieldNotificationEmail})
	}
	return fields
}

func userCreate() *object {
	var known people
	return &object{
		Name: "create", Short: message.RDVUserCreate, Writes: true, Fields: userFields(true),
		Flags: func(f *command.Flags) {
			command.Words(f, &known.fields, "unless-known", []trait{knownEmail, knownPhone, knownName}, message.FlagUnlessKnown)
		},
		Looks: func() bool { return known.fields != nil },
		Call: command.Send(func(ctx context.Context, c client, in command.Input, user *rdvsolidarites.UserCreate, options ...guichet.CallOption) (json.RawMessage, error) {
			looks := known.fields != nil && !in.Run.Settings.DryRun
			if looks {
				if err := known.refuse(ctx, c, in, personOf(*user)); err != nil {
					return nil, err
				}
			}
			created, err := c.Users.CreateRaw(ctx, *user, options...)
			if looks && !in.Checking {
				known.after(personOf(*user), created, err)
			}
			if id, exists := rdvsolidarites.ExistingUserID(err); exists {
				err = standsInTheWay(in.Run, exit.Remote(err, exit.Situation{}), id)
			}
			return created, err
		}),
	}
}

func userUpdate() *object {
	return &object{
		Name: "update", Short: message.RDVUserUpdate, Args: []command.Arg{{Name: "USER_ID"}}, Writes: true, Fields: userFields(false),
		Call: command.Send(func(ctx context.Context, c client, in command.Input, change *rdvsolidarites.UserUpdate, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Users.UpdateRaw(ctx, in.Int(0), *change, options...)
		}),
	}
}

func userInvitationToken() *object {
	return &object{
		Name: "invitation-token", Short: message.RDVUserInvitationToken, Args: []command.Arg{{Name: "USER_ID"}}, Writes: true, ID: []string{"invitation_token"},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Users.InvitationTokenRaw(ctx, in.Int(0), options...)
		},
	}
}
