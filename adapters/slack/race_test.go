//go:build race

package slack

// The race detector slows the rendering down ten times.
const attackEach = 6
