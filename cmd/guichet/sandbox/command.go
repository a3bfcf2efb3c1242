package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/loopback"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
	"github.com/spf13/cobra"
)

// Build makes "sandbox" serve.
func Build(e *command.Env, cmd *cobra.Command) {
	var o options
	var asJSON bool
	listen := "127.0.0.1:0"
	f := command.NewFlags(e, cmd)
	command.Value(f, &listen, "listen", message.PlaceAddress, onlyHere, message.FlagListen)
	f.Switch(&asJSON, "json", message.FlagSandboxJSON)
	f.Switch(&o.empty, "empty", message.FlagSandboxEmpty)
	command.Value(f, &o.seed, "seed", message.PlaceNumber, whole, message.FlagSeed)
	command.Value(f, &o.organisations, "organisations", message.PlaceNumber, count, message.FlagOrganisations)
	command.Value(f, &o.rdvs, "rdvs", message.PlaceNumber, count, message.FlagRDVs)
	command.Value(f, &o.people, "users", message.PlaceNumber, count, message.FlagUsers)
	command.Value(f, &o.latency, "latency", message.PlaceDuration, duration, message.FlagLatency)
	f.Switch(&o.chaos, "chaos", message.FlagChaos)
	command.Value(f, &o.generation, "generation", message.PlaceNumber, generation, message.FlagGeneration)
	command.Value(f, &o.today, "today", message.PlaceDate, e.SandboxDay, message.FlagSandboxToday)
	f.OfferDays("today")
	cmd.RunE = e.Runs(func(ctx context.Context, r *command.Run, args []string) error {
		if len(args) > 0 {
			return command.TooMany(cmd, args)
		}
		o.instance = rdvsolidaritestest.Instance(r.SandboxInstance())
		switch {
		case o.instance == rdvsolidaritestest.InstanceNumerique && o.generation != 0 && o.generation != rdvsolidaritestest.Generation2026:
			return exit.Usage.New(message.ErrInstanceTooEarly)
		case o.today.IsZero():
			var err error
			if o.today, err = e.SandboxToday(); err != nil {
				return err
			}
		}
		return serve(ctx, r, all(o), listen, asJSON)
	})
}

// serve runs the services until the command is interrupted, which is how a
// sandbox ends well.
func serve(ctx context.Context, r *command.Run, services []service, listen string, asJSON bool) error {
	for n, s := range services {
		address, err := next(listen, n)
		if err != nil {
			return err
		}
		if err := s.server.StartAt(address); err != nil {
			return exit.Usage.New(message.WithCause, "--listen "+address, err)
		}
		defer s.server.Close()
	}
	text := exports(services)
	if asJSON {
		text = line(services)
	}
	if _, err := r.Out.Write([]byte(text)); err != nil {
		return err
	}
	r.Notice(message.NoticeSandbox)
	<-ctx.Done()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil // --timeout says how long to serve
	}
	return ctx.Err()
}

// line is the services as one line of JSON, in their order.
func line(services []service) string {
	var b bytes.Buffer
	for i, s := range services {
		fmt.Fprintf(&b, "%s%s:", [...]string{"{", ","}[min(i, 1)], quoted(s.name))
		writeObject(&b, s.describe())
	}
	b.WriteString("}\n")
	return b.String()
}

func writeObject(b *bytes.Buffer, entries []entry) {
	b.WriteByte('{')
	for i, e := range entries {
		fmt.Fprintf(b, "%s%s:", [...]string{"", ","}[min(i, 1)], quoted(e.name))
		if e.inner != nil {
			writeObject(b, e.inner)
			continue
		}
		b.WriteString(quoted(e.value))
	}
	b.WriteByte('}')
}

func quoted(s string) string { text, _ := json.Marshal(s); return string(text) }

// exports is the services as variables for a shell.
func exports(services []service) string {
	var b strings.Builder
	for _, s := range services {
		for _, e := range s.describe() {
			if e.variable != "" && e.value != "" {
				fmt.Fprintf(&b, "export %s='%s'\n", e.variable, strings.ReplaceAll(e.value, "'", `'\''`))
			}
		}
	}
	return b.String()
}

// next is the address of the n-th service: a fixed port counts up.
func next(listen string, n int) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", err
	}
	number, err := strconv.Atoi(port)
	if err != nil || number == 0 {
		return listen, err
	}
	return net.JoinHostPort(host, strconv.Itoa(number+n)), nil
}

// onlyHere refuses addresses that others could reach: the data is invented, the
// credentials are public.
func onlyHere(address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", message.Fail(message.ErrSandboxAddress)
	}
	if !loopback.Host(host) {
		return "", message.Fail(message.ErrSandboxLoopback, port)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65531 {
		return "", message.Fail(message.ErrSandboxPort)
	}
	return address, nil
}

func count(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, message.Fail(message.ErrNoCount, text)
	}
	return n, nil
}

func generation(text string) (rdvsolidaritestest.Generation, error) {
	n, err := strconv.Atoi(text)
	switch g := rdvsolidaritestest.Generation(n); {
	case err == nil && g >= rdvsolidaritestest.Generation2024 && g <= rdvsolidaritestest.Generation2026:
		return g, nil
	}
	return 0, message.Fail(message.ErrNoGeneration, text)
}

func duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, message.Fail(message.ErrNoDuration, text)
	}
	return d, nil
}

func whole(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, message.Fail(message.ErrNoNumber, text)
	}
	return n, nil
}
