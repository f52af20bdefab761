//go:build race

package gate

// perturbEvery is how many Statements one is made wrong of: under the race detector, which is ten times as slow, some.
const perturbEvery = 6
