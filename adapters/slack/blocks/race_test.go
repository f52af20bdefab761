//go:build race

package blocks

// The race detector slows the rendering down ten times.
const attackEach = 6
