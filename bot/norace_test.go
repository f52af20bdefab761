//go:build !race

package main

const slackMessages, attackEach = 2000, 1
