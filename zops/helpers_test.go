package zops_test

import (
	"errors"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

const unknownID = "00000000000040008000000000000000"

// start returns a server over a real socket.
func start(t testing.TB, o zopstest.Options) *zopstest.Server {
	t.Helper()
	server := zopstest.New(o)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// connect returns a client of a server.
func connect(t testing.TB, server *zopstest.Server, credential zops.Credential, options ...guichet.Option) *zops.Client {
	t.Helper()
	client, err := zops.New(credential, append(options,
		guichet.WithBaseURL(server.URL), guichet.WithBackoff(func(int) time.Duration { return 0 }))...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// admin returns a server and a client of the admin of its tenant.
func admin(t testing.TB) (*zopstest.Server, *zops.Client) {
	t.Helper()
	server := start(t, zopstest.Options{})
	return server, connect(t, server, zops.Login(zopstest.Email, zopstest.Password))
}

// project returns the project of a name.
func project(t testing.TB, client *zops.Client, name string) zops.Project {
	t.Helper()
	for project, err := range client.Projects.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if project.Name == name {
			return project
		}
	}
	t.Fatalf("there is no project %q", name)
	return zops.Project{}
}

// count returns how many requests a server saw with a method and a path.
func count(server *zopstest.Server, method, path string) (n int) {
	for _, r := range server.Requests() {
		if r.Method == method && r.Path == path {
			n++
		}
	}
	return n
}

// want fails the test unless err is of a kind.
func want(t testing.TB, err error, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("the call returned %v, not %q", err, kind)
	}
}

// failure returns the *guichet.Error that err must be.
func failure(t testing.TB, err error) *guichet.Error {
	t.Helper()
	var e *guichet.Error
	if !errors.As(err, &e) {
		t.Fatalf("the call returned %v, which is no *Error", err)
	}
	return e
}

func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func user(email string) zops.UserCreate {
	return zops.UserCreate{Email: email, Password: guichet.NewSecret("mot-de-passe"), FirstName: "Ada", LastName: "Lefèvre"}
}

// approval makes the same person the first admin of an account.
func approval(code, email string) zops.RegistrationApprove {
	u := user(email)
	return zops.RegistrationApprove{ApproveCode: code, Email: u.Email, Password: u.Password, FirstName: u.FirstName, LastName: u.LastName}
}
