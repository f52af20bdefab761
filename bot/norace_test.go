//go:build !race

package main

const slackMessages, discordMessages, attackEach, badEach, badSkip, fewestBad, orderEach = 2000, 2000, 1, 3, 2, 300, 1
