//go:build race

package render_test

// raced says that the race detector runs.
const raced = true
