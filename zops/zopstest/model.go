package zopstest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/guichet-go/guichet/internal/incomparable"
)

// Widths of the database's columns, in characters.
const (
	emailWidth        = 70
	personWidth       = 32
	organisationWidth = 100
	addressWidth      = 200
	phoneWidth        = 11
	nameWidth         = 70
	descriptionWidth  = 200
	keysWidth         = 255
	idWidth           = 32
)

const (
	projectLimit = 5
	userLimit    = 1000
)

// data is all stored data. Lists are not sorted: an updated row moves to the end, as in the service's
// database.
type data struct {
	seedText string
	count    int
	key      []byte
	// refused says that the database refused a query of this request: whatever the operation makes of the
	// missing row, the answer is 500.
	refused bool

	accounts    []*account
	users       []*user
	catalogue   []*catalogueEntry
	projects    []*project
	services    []*service
	consumers   []*consumer
	attachments []*attachment
	mails       []*mail

	// keys are the push keys by project. The service stores them outside its database.
	keys map[string]projectKeys
	// live are the user tokens that were not revoked.
	live map[string]map[string]bool
	// resets are the unused reset tokens.
	resets map[string]bool
	// consumerTokens are the tokens of consumers that can be exchanged or deleted.
	consumerTokens map[string]*consumerToken
	mailbox        map[string]Mail
}

type account struct {
	_ incomparable.Field

	id, organisation, email, approveCode string
	// address and phone are nil until they are first set.
	address, phone *string
	active         bool
	projects       int
}

type user struct {
	_ incomparable.Field

	id, email, password, firstName, lastName string
	role                                     role
	// account is empty for the manager, and the tenant for all others.
	account, tenant string
}

type catalogueEntry struct{ name, description, code string }

type project struct {
	_ incomparable.Field

	id, account, name, description string
	users                          int
}

type projectKeys struct{ fcmAPIKeys, fcmProjectNumber, apnsCert string }

type service struct {
	_ incomparable.Field

	id, project, account    string
	code, name, description string
	limit, used             int
}

type consumer struct{ id, account string }

type attachment struct{ project, consumer string }

// consumerToken is a token of a consumer. Deleting and exchanging it remove it. Detaching the service
// removes only those that came from an exchange.
type consumerToken struct {
	_ incomparable.Field

	// service is the id of the project and the code of the service.
	service string
	// ends is when it can no longer be exchanged; zero for one from an exchange, which lasts. It can be
	// deleted all the same.
	ends time.Time
}

type mail struct{ account, id, to, subject, text, category string }

func newData(seed int64) data {
	d := data{
		seedText: fmt.Sprint("zops/", seed),
		keys:     map[string]projectKeys{}, live: map[string]map[string]bool{}, resets: map[string]bool{},
		consumerTokens: map[string]*consumerToken{}, mailbox: map[string]Mail{},
	}
	d.key = []byte(d.newCode())
	return d
}

// newCode returns 64 new hexadecimal digits.
func (d *data) newCode() string {
	d.count++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", d.seedText, d.count))
	return hex.EncodeToString(sum[:])
}

// newID returns a random UUID without dashes.
//
//go:noinline
func (d *data) newID() string {
	code := d.newCode()
	return code[:12] + "4" + code[13:16] + "a" + code[17:32]
}

// first returns the first matching row, or nil. T is a pointer here and below: all
// pointers share one copy of the code.
//
//go:noinline
func first[T any](rows []T, fits func(T) bool) (row T) {
	if i := slices.IndexFunc(rows, fits); i >= 0 {
		row = rows[i]
	}
	return row
}

// moved returns the rows with one of them moved to the end.
//
//go:noinline
func moved[T comparable](rows []T, row T) []T {
	return append(without(rows, func(r T) bool { return r == row }), row)
}

//go:noinline
func without[T any](rows []T, goes func(T) bool) []T {
	return slices.DeleteFunc(rows, goes)
}

// ask notes whether the database refuses a query with this text. Inlined, it would make each lookup larger.
//
//go:noinline
func (d *data) ask(text string) { d.refused = d.refused || unstorable(text) }

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (d *data) accountByID(id string) *account {
	d.ask(id)
	return first(d.accounts, func(a *account) bool { return a.id == id })
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (d *data) accountByEmail(email string) *account {
	d.ask(email)
	return first(d.accounts, func(a *account) bool { return a.email == email })
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (d *data) userByEmail(email string) *user {
	d.ask(email)
	return first(d.users, func(u *user) bool { return u.email == email })
}

// userOf finds a user of an account, in any role.
func (d *data) userOf(account, id string) *user {
	d.ask(id)
	return first(d.users, func(u *user) bool { return u.id == id && u.account == account })
}

func (d *data) projectByID(id string) *project {
	d.ask(id)
	return first(d.projects, func(p *project) bool { return p.id == id })
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (d *data) projectOf(account, id string) *project {
	d.ask(id)
	return first(d.projects, func(p *project) bool { return p.id == id && p.account == account })
}

func (d *data) serviceOf(account, project, code string) *service {
	d.ask(project + code)
	return first(d.services, func(v *service) bool { return v.account == account && v.project == project && v.code == code })
}

func (d *data) consumerOf(account, id string) *consumer {
	d.ask(id)
	return first(d.consumers, func(c *consumer) bool { return c.id == id && c.account == account })
}

func (d *data) attached(project, consumer string) *attachment {
	d.ask(project + consumer)
	return first(d.attachments, func(a *attachment) bool { return a.project == project && a.consumer == consumer })
}

// column is a value to be stored.
type column struct {
	value string
	width int
}

// overflows reports whether one of the values is too long for its column or cannot be stored as text.
//
//go:noinline
func overflows(columns ...column) bool {
	return slices.ContainsFunc(columns, func(c column) bool { return utf8.RuneCountInString(c.value) > c.width || unstorable(c.value) })
}

// unstorable reports whether the database refuses a text: it has a NUL or half of a surrogate pair.
func unstorable(text string) bool { return strings.ContainsRune(text, 0) || hasHalf(text) }
