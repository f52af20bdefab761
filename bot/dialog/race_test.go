//go:build race

package dialog

// The race detector slows SQLite down ten times.
const chaosMessages = 1000
