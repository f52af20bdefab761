//go:build !race

package main

const slackMessages, discordMessages, attackEach, badEach, badSkip, orderEach = 2000, 2000, 1, 3, 2, 1
