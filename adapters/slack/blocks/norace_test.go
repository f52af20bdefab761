//go:build !race

package blocks

const attackEach = 1
