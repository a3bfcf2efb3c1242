// Command guichet is the command on the morning of 16 November 2026, the day that the
// pages of docs and README show.
package main

import (
	"os"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
)

func main() {
	start, morning := time.Now(), time.Date(2026, time.November, 16, 7, 30, 0, 0, time.UTC)
	os.Exit(app.MainAt(func() time.Time { return morning.Add(time.Since(start)) }))
}
