//go:build !race

package gate

// perturbEvery is how many Statements one is made wrong of.
const perturbEvery = 1
