//go:build race

package main

// The race detector slows the program down ten times.
const slackMessages, discordMessages, attackEach, badEach, badSkip, fewestBad, orderEach = 200, 400, 6, 1, 6, 50, 10
