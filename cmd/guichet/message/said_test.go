package message_test

import (
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

func TestADurationIsInTheReadersWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		10 * time.Minute: "10 min", 90 * time.Second: "1 min 30 s", 90 * time.Minute: "1 h 30 min", time.Hour + time.Second: "1 h 1 s",
		30 * time.Second: "30 s", 1500 * time.Millisecond: "1 s", 300 * time.Millisecond: "300 ms", 0: "0 ms",
	} {
		want = strings.ReplaceAll(want, " ", "\u00a0")
		for lang, text := range map[string]string{"fr": "x\u00a0: " + want, "en": "x: " + want} {
			if got := message.For(lang).Text(message.WithCause, "x", d); got != text {
				t.Errorf("%s: %q, not %q", d, got, text)
			}
		}
	}
}
