//go:build !race

package main

const slackMessages, discordMessages, attackEach = 2000, 2000, 1
