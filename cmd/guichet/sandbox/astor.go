package sandbox

import (
	"os"

	"github.com/guichet-go/guichet/astor/astortest"
	"github.com/guichet-go/guichet/internal/joined"
)

func astor(o options) (server, func() []entry) {
	server, err := astortest.New(astortest.Options{Seed: o.seed, Latency: o.latency, Chaos: o.chaos})
	if err != nil {
		// It reads the invented collection, which is part of the program.
		panic("the invented collection cannot be read: " + err.Error())
	}
	s := &astorServer{Server: server}
	return s, func() []entry {
		return []entry{
			{name: "base_url", variable: "GUICHET_ASTOR_BASE_URL", value: s.URL},
			{name: "cams_base_url", variable: "GUICHET_ASTOR_CAMS_BASE_URL", value: s.CamsURL},
			{name: "token", variable: "GUICHET_ASTOR_TOKEN", value: astortest.Token},
			{name: "collection", variable: "GUICHET_ASTOR_COLLECTION", value: s.collection},
		}
	}
}

// astorServer has a second address, and a collection in a file for as long as
// it listens.
type astorServer struct {
	*astortest.Server
	collection string
}

// StartAt listens on the address and, for cameras, on the port after it.
func (s *astorServer) StartAt(address string) error {
	cameras, err := next(address, 1)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp("", "guichet-sandbox-astor-*.json")
	if err != nil {
		return err
	}
	s.collection = file.Name()
	_, err = file.Write(astortest.Collection())
	if err = joined.Errors(err, file.Close()); err == nil {
		err = s.Server.StartAt(address, cameras)
	}
	if err != nil {
		_ = os.Remove(s.collection)
	}
	return err
}

// Close stops listening and removes the file.
func (s *astorServer) Close() error { return joined.Errors(s.Server.Close(), os.Remove(s.collection)) }
