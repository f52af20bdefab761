//go:build race

package main

// The race detector slows the program down ten times.
const slackMessages, discordMessages, attackEach = 200, 400, 6
