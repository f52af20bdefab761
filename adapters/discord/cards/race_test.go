//go:build race

package cards

// The race detector slows the rendering down ten times.
const attackEach = 6
