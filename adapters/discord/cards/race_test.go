//go:build race

package cards

// The race detector slows the rendering and its readers down ten times.
const attackEach = 20
