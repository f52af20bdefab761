//go:build !race

package main

const slackMessages, discordMessages, attackEach, badEach = 2000, 2000, 1, 3
