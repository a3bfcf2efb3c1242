package conform

import (
	"context"
	"fmt"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Outcome is how a call ends whose every attempt suffers the same fault. The
// zero Kind is a call that succeeds.
type Outcome struct {
	// Attempts are made before the call gives up.
	Attempts int
	// Kind and Sent are those of the error.
	Kind guichet.Kind
	Sent guichet.Sent
	// Exit is the exit code of the command.
	Exit int
	// Cause is the context's error that shows beside, or nil.
	Cause error
}

// Cell is one class under one group of faults.
type Cell struct {
	// Group is the heading of the faults in the table.
	Group string
	Class rest.Class
	// Statuses are those that the answers may have; none for no answer.
	Statuses []int
	// Interrupted says that a person ended the command.
	Interrupted bool
	Outcome
}

// group is a set of faults that all end in the same way.
type group struct {
	name     string
	statuses []int
	requests int // that the server may see of one attempt
	ends     map[rest.Class]Outcome
}

// classes are the rows of the table.
func classes() []rest.Class {
	return []rest.Class{rest.Read, rest.ReadEffect, rest.Idempotent, rest.Write, rest.SignIn}
}

func className(c rest.Class) string {
	return map[rest.Class]string{
		rest.Read: "read", rest.ReadEffect: "read with a side effect", rest.Idempotent: "idempotent write",
		rest.Write: "write", rest.SignIn: "sign-in",
	}[c]
}

// alike gives every class the same outcome.
func alike(o Outcome) map[rest.Class]Outcome {
	ends := map[rest.Class]Outcome{}
	for _, c := range classes() {
		ends[c] = o
	}
	return ends
}

// Names of the groups, which the faults refer to.
const (
	notReached  = "not reached"
	unreachable = "no such host, a stranger's certificate"
	brokenOff   = "reset or cut anywhere once sent"
	givenBack   = "given back unread (HTTP/2)"
	slowRequest = "408"
	tooMany     = "429"
	failed      = "500, 503"
	gateway     = "502, 504"
	cdn         = "520 to 524"
	aPage       = "HTML with 200"
	refusedEach = "401 each time"
	tooLong     = "Retry-After above a minute"
	noTimeLeft  = "Retry-After above the time left"
	timeIsUp    = "deadline while under way"
	cancelled   = "cancelled while under way"
	neverBegun  = "cancelled before"
)

const every = 1 + 4 // the first attempt and the retries that a client makes by itself

// groups is the table: what each class does under each group of faults.
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
		{givenBack, nil, 1, byClass( // of a read net/http does not say so; it is repeated in any case
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

// byClass has a read with a side effect end as a write does.
func byClass(read, idempotent, write, signIn Outcome) map[rest.Class]Outcome {
	return map[rest.Class]Outcome{
		rest.Read: read, rest.ReadEffect: write, rest.Idempotent: idempotent, rest.Write: write, rest.SignIn: signIn,
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

// Cells returns the whole table, for who turns the errors into something else.
func Cells() (cells []Cell) {
	for _, g := range groups() {
		for _, c := range classes() {
			cells = append(cells, Cell{g.name, c, g.statuses, g.name == cancelled || g.name == neverBegun, g.ends[c]})
		}
	}
	return cells
}

// Table writes the table in Markdown: how many requests the server may see of
// one call whose every attempt meets the fault, and how the call ends.
func Table() string {
	var out strings.Builder
	out.WriteString("| every attempt meets |")
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

// exitName is an exit code in a word or two.
func exitName(code int) string {
	return map[int]string{5: "refused", 7: "network", 8: "service", 12: "outcome unknown", 130: "interrupted"}[code]
}
