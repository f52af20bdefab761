//go:build !race

package main

const slackMessages = 2000
