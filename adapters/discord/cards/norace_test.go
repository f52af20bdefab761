//go:build !race

package cards

const attackEach = 1
