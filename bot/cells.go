package main

import (
	"slices"
	"strings"

	"talksbot/adapters/console"
	"talksbot/bot/dialog"
	"talksbot/knowledge"
)

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func orUnknown(actor string) string {
	if actor == "" {
		return "(unknown)"
	}
	return actor
}

// cited gives the csv cells of Citations: articles, addresses, and the first quote.
func cited(cs []knowledge.Citation) []string {
	var articles, urls []string
	for _, c := range dialog.Articles(cs) {
		articles = append(articles, c.Article)
		if c.URL != "" {
			urls = append(urls, c.URL)
		}
	}
	quote := ""
	if len(cs) > 0 {
		quote = cs[0].Quote
	}
	return []string{strings.Join(articles, " "), strings.Join(urls, " "), quote}
}

// reported says when something was last reported, and by whom.
func reported(day string, cs []knowledge.Citation) string {
	lines := []string{}
	if day != "" {
		lines = append(lines, dialog.Day(day))
	}
	for _, c := range dialog.Articles(cs) {
		if line := nameOf(c); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func nameOf(c knowledge.Citation) string {
	name := c.Publisher
	if name == "" {
		name = c.Article
	}
	name = console.Plain(name)
	if c.Brief {
		name += " (brief)"
	}
	return name
}
