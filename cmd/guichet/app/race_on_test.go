//go:build race

package app_test

// languages are those in which the scripts run. Under the race detector, where
// each command takes several times as long, one is enough: the other shows
// other words, not other goroutines.
func languages() []string { return []string{"fr"} }

// raced says that the race detector runs: it takes several times as long for what another
// step of ./test.sh has run without it.
const raced = true
