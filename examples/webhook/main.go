// Command webhook receives the webhooks of RDV-Solidarités and prints one line
// for each. Its settings are two variables: WEBHOOK_SECRET, the secret of the
// webhook endpoint, and WEBHOOK_ADDRESS, where to listen.
//
//	WEBHOOK_SECRET=… WEBHOOK_ADDRESS=127.0.0.1:8787 go run ./examples/webhook
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		log.Fatal(err)
	}
}

// run serves until ctx is over, and finishes what it has begun.
func run(ctx context.Context) error {
	handler, err := rdvsolidarites.NewWebhookHandler(os.Getenv("WEBHOOK_SECRET"), receive)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", cmp.Or(os.Getenv("WEBHOOK_ADDRESS"), "127.0.0.1:8787"))
	if err != nil {
		return err
	}
	log.Printf("listening on http://%s", listener.Addr())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		// The service gives up on a webhook after ten seconds.
		grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	})
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return <-stopped
}

// receive is called once the signature is known to be right. An error makes the
// service send the webhook again, so what arrives twice must do no harm.
// A webhook that cannot be decoded would not fare better the next time: its
// bytes are kept for a person to look at.
func receive(_ *http.Request, event *rdvsolidarites.Event, err error) error {
	if err != nil {
		log.Print(err)
		return keep(event.Body)
	}
	switch object := event.Data.(type) {
	case *rdvsolidarites.RDV:
		_, err := fmt.Printf("%s rdv %d: %s, %s\n", event.Meta.Event, object.ID, object.StartsAt, object.Status)
		return err
	case *rdvsolidarites.User:
		_, err := fmt.Printf("%s user %d\n", event.Meta.Event, object.ID)
		return err
	default:
		_, err := fmt.Printf("%s %s\n", event.Meta.Event, event.Meta.Model)
		return err
	}
}

// keep writes a webhook into a file of its own, in the working folder.
func keep(body []byte) error {
	file, err := os.CreateTemp(".", "webhook-*.json") // for its owner alone
	if err != nil {
		return err
	}
	_, err = file.Write(body)
	return errors.Join(err, file.Close())
}
