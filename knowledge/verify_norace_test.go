//go:build !race

package knowledge

// perturbEvery is how many Statements one is made wrong of.
const perturbEvery = 1
