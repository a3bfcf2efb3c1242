//go:build race

package rdvsolidarites_test

// raceDetector is on: allocations are not those of a normal program.
const raceDetector = true
