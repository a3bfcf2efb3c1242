package conform

import (
	"context"
	"fmt"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Outcome is the result of a call when every attempt meets the same fault. An
// empty Kind means that the call succeeds.
type Outcome struct {
	// Attempts is the number of attempts before the call fails.
	Attempts int
	// Kind and Sent are fields of the error.
	Kind guichet.Kind
	Sent guichet.Sent
	// Exit is the exit code of the command.
	Exit int
	// Cause is the error of the context that the error wraps, or nil.
	Cause error
}

// Cell is the outcome of one class under one group of faults.
type Cell struct {
	// Group is the heading of the faults in the table.
	Group string
	Class rest.Class
	// Statuses are the possible statuses of the answers; empty for no answer.
	Statuses []int
	// Interrupted says that the user interrupted the command.
	Interrupted bool
	Outcome
}

// group is a set of faults with the same outcome.
type group struct {
	name     string
	statuses []int
	requests int // requests of one attempt that the server may get
	ends     map[rest.Class]Outcome
}

// classes returns the columns of the table.
func classes() []rest.Class {
	return []rest.Class{rest.Read, rest.ReadEffect, rest.Idempotent, rest.Write, rest.SignIn, rest.Refresh}
}

func className(c rest.Class) string {
	return map[rest.Class]string{
		rest.Read: "read", rest.ReadEffect: "read with a side effect", rest.Idempotent: "idempotent write",
		rest.Write: "write", rest.SignIn: "sign-in", rest.Refresh: "token refresh",
	}[c]
}

// alike returns the same outcome for every class.
func alike(o Outcome) map[rest.Class]Outcome {
	ends := map[rest.Class]Outcome{}
	for _, c := range classes() {
		ends[c] = o
	}
	return ends
}

// Names of the groups, which the faults refer to.
const (
	notReached  = "the connection cannot be opened"
	unreachable = "unknown host, untrusted certificate, or no TLS"
	brokenOff   = "connection broken at any point after sending"
	givenBack   = "returned unprocessed (HTTP/2)"
	slowRequest = "408"
	tooMany     = "429"
	failed      = "500, 503"
	gateway     = "502, 504"
	cdn         = "520 to 524"
	aPage       = "an HTML page with 200"
	refusedEach = "401 every time"
	tooLong     = "429 with Retry-After above a minute"
	noTimeLeft  = "429 with Retry-After above the time left"
	timeIsUp    = "deadline during the request"
	cancelled   = "cancelled during the request"
	neverBegun  = "cancelled before the request"
)

const every = 1 + 4 // the first attempt and the retries that a client makes by itself

// groups returns the table: the outcome of each class under each group.
func groups() []group {
	const (
		no, maybe, answered = guichet.NotSent, guichet.MaybeSent, guichet.Answered
		network, service    = guichet.ErrNetwork, guichet.ErrUnavailable
	)
	over, stopped := context.DeadlineExceeded, context.Canceled
	return []group{
		{notReached, nil, 0, alike(Outcome{every, network, no, 7, nil})},
		{unreachable, nil, 0, alike(Outcome{1, network, no, 7, nil})},
		{brokenOff, nil, 1, byClass(
			Outcome{every, network, maybe, 7, nil}, Outcome{every, network, maybe, 12, nil},
			Outcome{1, network, maybe, 12, nil}, Outcome{1, network, maybe, 7, nil})},
		{givenBack, nil, 1, byClass( // net/http does not report it for a read, which is retried anyway
			Outcome{every, network, maybe, 7, nil}, Outcome{every, network, no, 7, nil},
			Outcome{every, network, no, 7, nil}, Outcome{every, network, no, 7, nil})},
		{slowRequest, []int{408}, 1, byClass(
			Outcome{every, network, answered, 7, nil}, Outcome{every, network, answered, 7, nil},
			Outcome{1, network, answered, 7, nil}, Outcome{1, network, answered, 7, nil})},
		{tooMany, []int{429}, 1, alike(Outcome{every, guichet.ErrRateLimited, answered, 8, nil})},
		{failed, []int{500, 503}, 1, byClass(
			Outcome{every, service, answered, 8, nil}, Outcome{every, service, answered, 8, nil},
			Outcome{1, service, answered, 8, nil}, Outcome{1, service, answered, 8, nil})},
		{gateway, []int{502, 504}, 1, byClass(
			Outcome{every, service, answered, 8, nil}, Outcome{every, service, maybe, 12, nil},
			Outcome{1, service, maybe, 12, nil}, Outcome{1, service, maybe, 8, nil})},
		{cdn, []int{520, 521, 522, 523, 524}, 1, byClass(
			Outcome{1, service, answered, 8, nil}, Outcome{1, service, maybe, 12, nil},
			Outcome{1, service, maybe, 12, nil}, Outcome{1, service, maybe, 8, nil})},
		{aPage, []int{200}, 1, alike(Outcome{1, guichet.ErrUnusableAnswer, answered, 8, nil})},
		{refusedEach, []int{401}, 1, byClass(
			Outcome{2, guichet.ErrUnauthorized, answered, 5, nil}, Outcome{2, guichet.ErrUnauthorized, answered, 5, nil},
			Outcome{2, guichet.ErrUnauthorized, answered, 5, nil}, Outcome{1, guichet.ErrUnauthorized, answered, 5, nil})},
		{tooLong, []int{429}, 1, alike(Outcome{1, guichet.ErrRateLimited, answered, 8, nil})},
		{noTimeLeft, []int{429}, 1, alike(Outcome{1, guichet.ErrRateLimited, answered, 8, over})},
		{timeIsUp, nil, 1, byClass(
			Outcome{1, network, maybe, 7, over}, Outcome{1, network, maybe, 12, over},
			Outcome{1, network, maybe, 12, over}, Outcome{1, network, maybe, 7, over})},
		{cancelled, nil, 1, byClass(
			Outcome{1, network, maybe, 130, stopped}, Outcome{1, network, maybe, 12, stopped},
			Outcome{1, network, maybe, 12, stopped}, Outcome{1, network, maybe, 130, stopped})},
		{neverBegun, nil, 0, alike(Outcome{0, network, no, 130, stopped})},
	}
}

// byClass gives a read with a side effect the outcome of a write, and a refresh that
// of a sign-in, after one more attempt where a write has one only and a read more.
func byClass(read, idempotent, write, signIn Outcome) map[rest.Class]Outcome {
	refresh := signIn
	if read.Attempts == every && write.Attempts == 1 {
		refresh.Attempts = 2
	}
	return map[rest.Class]Outcome{
		rest.Read: read, rest.ReadEffect: write, rest.Idempotent: idempotent, rest.Write: write, rest.SignIn: signIn, rest.Refresh: refresh,
	}
}

func groupOf(name string) group {
	for _, g := range groups() {
		if g.name == name {
			return g
		}
	}
	panic("conform: no group of faults is called " + name)
}

// Cells returns the whole table, for tests of code that translates the errors.
func Cells() (cells []Cell) {
	for _, g := range groups() {
		for _, c := range classes() {
			cells = append(cells, Cell{g.name, c, g.statuses, g.name == cancelled || g.name == neverBegun, g.ends[c]})
		}
	}
	return cells
}

// Table returns the table in Markdown: how many requests of one call the server
// may get when every attempt meets the fault, and how the call ends.
func Table() string {
	var out strings.Builder
	out.WriteString("| fault in every attempt |")
	for _, c := range classes() {
		out.WriteString(" " + className(c) + " |")
	}
	out.WriteString("\n|---|" + strings.Repeat("---|", len(classes())) + "\n")
	for _, g := range groups() {
		out.WriteString("| " + g.name + " |")
		for _, c := range classes() {
			o := g.ends[c]
			fmt.Fprintf(&out, " %d, %s (%d) |", g.requests*o.Attempts, exitName(o.Exit), o.Exit)
		}
		out.WriteString("\n")
	}
	return out.String()
}

// exitName returns a short name of an exit code.
func exitName(code int) string {
	return map[int]string{5: "refused", 7: "network", 8: "service", 12: "outcome unknown", 130: "interrupted"}[code]
}
