package astor

import (
	"slices"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// bind gives the environment of this call the hosts of --host. A credential goes to
// one of them only where --send-token-to names it.
func (w *wish) bind(c client) error {
	if len(w.hosts) > 0 && c.run.Sandboxed != nil {
		return exit.Usage.New(message.LineFlagsExclusive, "--sandbox, --host")
	}
	for _, name := range w.trusted {
		if _, bound := w.hosts[name]; !bound {
			return exit.Usage.New(message.ErrNotAHost, name)
		}
	}
	for name, address := range w.hosts {
		if err := c.run.CheckAddress("astor", "host", address, true); err != nil {
			return err
		}
		host := astor.Host{Name: name, BaseURL: address, SendToken: slices.Contains(w.trusted, name)}
		c.environment.Hosts = append(c.environment.Hosts, host)
	}
	return nil
}

// reached refuses a host that the request does not go to, and says what did not go to
// the one of the request.
func (w *wish) reached(c client, op *astor.Operation, request *astor.Request) error {
	for _, host := range c.environment.Hosts {
		switch own := string(request.Service) == "{{"+host.Name+"}}"; {
		case !own && !slices.ContainsFunc(op.Variables(), func(u astor.Use) bool { return u.Name == host.Name }):
			return exit.Usage.New(message.ErrUnusedHost, host.Name).WithHint(message.HintTakes)
		case own && !host.SendToken && op.Auth.Needed():
			c.run.Notice(message.NoticeNoToken, host.BaseURL, host.Name)
		}
	}
	return nil
}
