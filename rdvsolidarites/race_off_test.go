//go:build !race

package rdvsolidarites_test

const raceDetector = false
