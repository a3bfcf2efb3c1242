package app_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// follow opens an address as the browser of an agent who consents, and returns the
// address to which it is sent back.
func follow(address string) (*url.URL, error) {
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(address)
	if err != nil {
		return nil, err
	}
	response.Body.Close()
	return response.Location()
}

// consenting is a login that waits for the browser.
type consenting struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	// address is what the login printed, and back where the browser was sent back.
	address string
	back    *url.URL
	errors  strings.Builder
}

// begin starts a login by consent, gives it the client secret and opens the address
// that it prints. Without an address the login has ended.
func begin(cmd *exec.Cmd, secret string) (*consenting, error) {
	c := &consenting{cmd: cmd}
	cmd.Stderr = &c.errors
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr); err != nil {
		return nil, err
	}
	c.in = in
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	_, _ = io.WriteString(in, secret+"\n") // a login that was refused reads nothing
	line, err := bufio.NewReader(out).ReadString('\n')
	if c.address = strings.TrimSpace(line); err == nil {
		c.back, err = follow(c.address)
	} else if err == io.EOF {
		err = nil
	}
	return c, err
}

// wait gives the login the address as its second line, unless it is "", and returns
// its exit code.
func (c *consenting) wait(pasted string) (code int, err error) {
	if pasted != "" {
		_, _ = io.WriteString(c.in, pasted+"\n")
	}
	_ = c.in.Close()
	err = c.cmd.Wait()
	if status, ended := errors.AsType[*exec.ExitError](err); ended {
		return status.ExitCode(), nil
	}
	return 0, err
}

// altered is the address of the redirect after something happened to it on its way.
func altered(back url.URL, how string) string {
	query := back.Query()
	switch how {
	case "code":
		return query.Get("code")
	case "state":
		query.Set("state", "autre")
	case "stateless":
		query.Del("state")
	case "denied":
		query.Del("code")
		query.Set("error", "access_denied")
	case "broken":
		query.Del("code")
		query.Set("error", "server_error")
	case "odd":
		query.Set("error", "<b>canari</b>")
	case "used": // the service forgets a code that was used
		query.Set("code", "canari-code")
	case "two":
		query.Add("code", "autre")
	case "elsewhere":
		back.Host = "autre.exemple.fr"
	}
	back.RawQuery = query.Encode()
	return back.String()
}

// consents is "consents CODE HOW ARGUMENTS…": a login by consent ends with that code.
// What the browser was sent back to is altered as HOW says; "listening-HOW" opens it,
// anything else pastes it. The page and the output are in the files page, out and err.
func consents(ts *testscript.TestScript, _ bool, args []string) {
	want, how, args := args[0], args[1], args[2:]
	cmd := exec.Command("guichet", args...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "GUICHET_CONFIG_DIR", "GUICHET_STATE_DIR", "GUICHET_STORE", "GUICHET_LANG", "GUICHET_RDV_BASE_URL", "GUICHET_DEBUG", "GORACE"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	secret := rdvsolidaritestest.ClientSecret
	if how == "secret" {
		secret = "canari-secret"
	}
	c, err := begin(cmd, secret)
	ts.Check(err)
	pasted, page := "", []byte(nil)
	if c.back != nil {
		way, listening := strings.CutPrefix(how, "listening-")
		if pasted = altered(*c.back, way); listening {
			page = open(ts, pasted)
			pasted = ""
		}
	}
	code, err := c.wait(pasted)
	ts.Check(err)
	for name, text := range map[string]string{"page": string(page), "out": c.address + "\n", "err": c.errors.String()} {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o600))
	}
	if strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d, not %s: %s", code, want, c.errors.String())
	}
	for _, secret := range []string{"canari", rdvsolidaritestest.ClientSecret} {
		if strings.Contains(c.errors.String()+c.address+string(page), secret) {
			ts.Fatalf("%s is shown: %s", secret, c.errors.String())
		}
	}
	if c.back != nil && c.back.Query().Has("code") && strings.Contains(c.errors.String(), c.back.Query().Get("code")) {
		ts.Fatalf("the code is shown: %s", c.errors.String())
	}
}

// open is the browser at the address of the login, after requests that must not count.
func open(ts *testscript.TestScript, address string) []byte {
	for _, other := range []struct {
		method, path string
		status       int
	}{{"GET", "/favicon.ico", 404}, {"POST", "", 405}, {"HEAD", "", 405}} {
		u, err := url.Parse(address)
		ts.Check(err)
		if other.path != "" {
			u.Path = other.path
		}
		request, err := http.NewRequest(other.method, u.String(), nil)
		ts.Check(err)
		answer, err := http.DefaultClient.Do(request)
		ts.Check(err)
		answer.Body.Close()
		if answer.StatusCode != other.status {
			ts.Fatalf("%s %s: %s", other.method, other.path, answer.Status)
		}
	}
	answer, err := http.Get(address)
	ts.Check(err)
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	ts.Check(err)
	return page
}

// port is "port NAME": a port of this machine where nobody listens.
func port(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	defer listener.Close()
	_, number, err := net.SplitHostPort(listener.Addr().String())
	ts.Check(err)
	ts.Setenv(args[0], number)
}
