package astor

import (
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
)

// rehearsal is a call of a dry run: what stands for its token, and the request
// that the engine would have sent.
type rehearsal struct {
	token   string
	planned guichet.Planned
}

// show prints the request of a dry run. The engine leaves out the headers of the
// credential: built has them. path is the file that the body is, "" for none.
func (h *rehearsal) show(r *command.Run, built *astor.Request, path string) {
	plan := command.Plan{Planned: h.planned, File: path, Variables: []command.Variable{{Value: h.token, Name: "GUICHET_ASTOR_TOKEN"}}}
	plan.Anonymous = true
	for _, header := range built.Header {
		if !header.Secret.IsZero() {
			plan.Header.Add(header.Name, header.Secret.Reveal())
		}
	}
	// What a collection calls a secret may be a part of another text.
	for _, secret := range plan.Secrets {
		plan.Variables = append(plan.Variables, command.Variable{Value: secret.Reveal()})
	}
	r.Show(name, plan)
}
