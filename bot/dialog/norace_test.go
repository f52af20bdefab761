//go:build !race

package dialog

const chaosMessages = 2000
