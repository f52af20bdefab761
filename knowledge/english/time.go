package english

import "regexp"

// TimeWord says whether a word in lower case names a day of the week, a month, a day as seen from today, noon or
// midnight.
func TimeWord(w string) bool {
	switch w {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july",
		"august", "september", "october", "november", "december", "today", "yesterday", "tomorrow", "midnight", "noon":
		return true
	}
	return false
}

// TimeWords finds what tells when or how long: dates, years, "next week", "ten days".
var TimeWords = regexp.MustCompile(`(?i)\b(?:` + Months + `\s+\d{1,2}|\d{1,2}\s+` + Months + `|(?:in|by|from|until|since|of|late|early|mid-|this|next|last|end of)\s*` + Months + `\b|(?:19|20)\d\d\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|next\s+(?:week|month|year|spring|summer|autumn|fall|winter)|this\s+(?:week|month|year|spring|summer|autumn|fall|winter)|last\s+(?:week|month|year)|\d+\s+(?:years?|months?|weeks?|days?|hours?)|(?:two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-](?:years?|months?|weeks?|days?|hours?)|decade|midnight|noon|\d{1,2}(?::\d\d)?\s?[ap]\.?m\b)`)
