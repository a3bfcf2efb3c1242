package fake_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/guichet-go/guichet/internal/fake"
)

func wire(t *testing.T, play func(*fake.WireConn)) (*fake.Wire, string) {
	t.Helper()
	w, err := fake.ListenWire(play)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w, "http://" + w.Addr
}

func TestAWireAnswersByteForByte(t *testing.T) {
	_, url := wire(t, func(c *fake.WireConn) {
		r, err := c.Request()
		if err != nil {
			return
		}
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(c, "HTTP/1.1 299 Presque\r\nContent-Length: 3\r\n\r\n"+strings.ToUpper(string(body)))
	})
	resp, err := http.Post(url, "text/plain", strings.NewReader("oui"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); resp.Status != "299 Presque" || err != nil || string(body) != "OUI" {
		t.Errorf("the answer is %s %q, %v", resp.Status, body, err)
	}
}

func TestAResetReachesTheClient(t *testing.T) {
	_, url := wire(t, func(c *fake.WireConn) {
		if c.Arrived() == nil {
			c.Reset()
		}
	})
	if _, err := http.Get(url); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the client saw %v", err)
	}
}

func TestClosingAWireEndsItsHeldConnections(t *testing.T) {
	begun, ended := make(chan bool), make(chan error)
	w, url := wire(t, func(c *fake.WireConn) {
		begun <- true
		c.Hold()
	})
	go func() {
		_, err := http.Get(url)
		ended <- err
	}()
	<-begun
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; err == nil {
		t.Error("the client was answered")
	}
}
