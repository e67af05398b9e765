//go:build race

package kafka

// underRace: the race detector keeps several times the memory of the program.
const underRace = true
