//go:build race

package main

// The race detector slows the program down ten times.
const slackMessages, attackEach = 200, 6
