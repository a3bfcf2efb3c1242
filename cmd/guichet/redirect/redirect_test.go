package redirect_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/redirect"
)

func parse(t *testing.T, text string) *redirect.URI {
	t.Helper()
	u, err := redirect.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestARedirectURIIsHTTPSOrThisMachine(t *testing.T) {
	for text, loopback := range map[string]bool{
		"https://exemple.fr/retour": false, "https://exemple.fr": false, "https://127.0.0.1/retour": false, "https://exemple.fr/r?a=b": false,
		"http://127.0.0.1:8765/retour": true, "http://localhost:8765": true, "http://[::1]:8765/": true, "http://localhost/": true,
	} {
		if u := parse(t, text); u.Loopback() != loopback {
			t.Errorf("%s: this machine: %t", text, u.Loopback())
		}
	}
	for _, text := range []string{
		"", "retour", "/retour", "http://exemple.fr/", "ftp://127.0.0.1/", "https:///retour", "https://a:b@exemple.fr/", "https://exemple.fr/#a",
		"http://127.0.0.1:0/retour", "urn:ietf:wg:oauth:2.0:oob", "https://exemple.fr:x/", "http://127.0.0.1.exemple.fr/",
	} {
		if _, err := redirect.Parse(text); exit.Of(err) != exit.Usage {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestTheCodeIsTakenFromAnAddressOfThisLoginOnly(t *testing.T) {
	u := parse(t, "https://Exemple.fr/retour")
	for address, want := range map[string]exit.Code{
		"https://exemple.fr/retour?code=c&state=s":            exit.OK,
		" https://exemple.fr/retour?state=s&code=c&iss=x#_\n": exit.OK,
		"c":                                exit.Usage,
		"":                                 exit.Usage,
		"?code=c&state=s":                  exit.Usage,
		"/retour?code=c&state=s":           exit.Usage,
		"exemple.fr/retour?code=c&state=s": exit.Usage,
		"http://exemple.fr/retour?code=c&state=s":                                        exit.Usage,
		"https://autre.fr/retour?code=c&state=s":                                         exit.Usage,
		"https://exemple.fr/?code=c&state=s":                                             exit.Usage,
		"https://exemple.fr/retour/?code=c&state=s":                                      exit.Usage,
		"https://exemple.fr/retour?code=c&state=S":                                       exit.Usage,
		"https://exemple.fr/retour?code=c&state=":                                        exit.Usage,
		"https://exemple.fr/retour?code=c":                                               exit.Usage,
		"https://exemple.fr/retour?code=c&state=s&state=s":                               exit.Usage,
		"https://exemple.fr/retour?code=c&code=d&state=s":                                exit.Usage,
		"https://exemple.fr/retour?code=&state=s":                                        exit.Usage,
		"https://exemple.fr/retour?code=c;state=s":                                       exit.Usage,
		"https://exemple.fr/retour?error=access_denied&state=x":                          exit.Usage,
		"https://exemple.fr/retour?error=access_denied&state=s":                          exit.Refused,
		"https://exemple.fr/retour?error=access_denied&code=c&state=s":                   exit.Refused,
		"https://exemple.fr/retour?error=invalid_scope&state=s":                          exit.Refused,
		"https://exemple.fr/retour?error=server_error&state=s":                           exit.Service,
		"https://exemple.fr/retour?error=temporarily_unavailable&state=s":                exit.Service,
		"https://exemple.fr/retour?error=%3Cb%3E&code=c&state=s":                         exit.Usage,
		"https://exemple.fr/retour?error=" + strings.Repeat("e", 40) + "&code=c&state=s": exit.Refused,
		"https://exemple.fr/retour?error=" + strings.Repeat("e", 41) + "&code=c&state=s": exit.Usage,
	} {
		code, err := u.Code(address, "s")
		if exit.Of(err) != want || (code == "c") != (want == exit.OK) || err != nil && strings.ContainsAny(err.Error(), "\n<") {
			t.Errorf("%q: %q, %v", address, code, err)
		}
	}
	if code, err := parse(t, "https://exemple.fr").Code("https://exemple.fr/?code=c&state=s", "s"); code != "c" {
		t.Errorf("a redirect URI without a path: %q, %v", code, err)
	}
}

func TestTheAnswerIsWaitedForTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		_, err := parse(t, "https://exemple.fr/retour").Await(t.Context(), message.For("fr"), "s", func() error { return nil },
			func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", ctx.Err()
			})
		if exit.Of(err) != exit.Network || time.Since(begun) != 10*time.Minute {
			t.Errorf("%v after %s", err, time.Since(begun))
		}
	})
}

// free is a redirect URI of this machine at which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return "http://" + strings.Replace(listener.Addr().String(), "127.0.0.1", "localhost", 1) + "/retour"
}

func TestTheBrowserIsAnsweredInTheReadersLanguageAndThenNoMore(t *testing.T) {
	for lang, want := range map[string]string{"fr": "Revenez à guichet dans le terminal", "en": "Go back to guichet in the terminal"} {
		uri := free(t)
		pages := make(chan string, 1)
		code, err := parse(t, uri).Await(t.Context(), message.For(lang), "s", func() error {
			go func() {
				answer, err := http.Get(uri + "?code=c&state=s")
				if err != nil {
					pages <- err.Error()
					return
				}
				defer answer.Body.Close()
				page, _ := io.ReadAll(answer.Body)
				pages <- answer.Header.Get("Cache-Control") + string(page)
			}()
			return nil
		}, nil)
		if code != "c" || err != nil {
			t.Errorf("%s: %q, %v", lang, code, err)
		}
		if page := <-pages; !strings.HasPrefix(page, "no-store") || !strings.Contains(page, `lang="`+lang+`"`) || !strings.Contains(page, want) {
			t.Errorf("%s: the page is %s", lang, page)
		}
		if _, err := http.Get(uri); err == nil {
			t.Errorf("%s: it still listens", lang)
		}
	}
}

func TestAnInterruptionEndsTheWaitAndTheListening(t *testing.T) {
	uri := free(t)
	ctx, interrupt := context.WithCancelCause(t.Context())
	why := errors.New("interrupted")
	_, err := parse(t, uri).Await(ctx, message.For("en"), "s", func() error { interrupt(why); return nil }, nil)
	if !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
	if _, err := http.Get(uri); err == nil {
		t.Error("it still listens")
	}
	full := errors.New("full")
	if _, err := parse(t, uri).Await(t.Context(), message.For("en"), "s", func() error { return full }, nil); !errors.Is(err, full) {
		t.Errorf("an address that cannot be printed gave %v", err)
	}
	again, err := net.Listen("tcp", strings.Replace(strings.TrimSuffix(strings.TrimPrefix(uri, "http://"), "/retour"), "localhost", "127.0.0.1", 1))
	if err != nil {
		t.Fatalf("it still listens: %v", err)
	}
	_ = again.Close()
}

func TestAnAddressThatIsTakenIsSaidBeforeAnythingIsShown(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, err = parse(t, "http://"+taken.Addr().String()+"/retour").Await(t.Context(), message.For("en"), "s", func() error {
		t.Error("the address was shown")
		return nil
	}, nil)
	if exit.Of(err) != exit.Usage {
		t.Errorf("got %v", err)
	}
}
