//go:build !race

package slack

const attackEach = 1
