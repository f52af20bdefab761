package index

import "strings"

// number adds the terms of a word that begins with a digit: "1,000" is 1000, "06" and "6th" are 6,
// "30bn" is 30 and billion, "30k" is 30000. After a sign of money "b" and "m" are billion and million.
func (a *analysis) number(t token, i int) {
	end := 0
	for end < len(t.text) && strings.IndexByte("0123456789.,", t.text[end]) >= 0 {
		end++
	}
	digits := strings.TrimRight(t.text[:end], ".,")
	end = len(digits)
	unit := fold(t.text[end:])
	money := i > 0 && isMoney(a.tokens[i-1].text)
	whole := plainNumber(digits)
	switch unit {
	case "":
		a.add(whole, t.start, t.end)
	case "st", "nd", "rd", "th":
		a.add(whole, t.start, t.end)
	case "k":
		if !strings.Contains(whole, ".") {
			a.add(whole+"000", t.start, t.end)
			return
		}
		a.add(whole, t.start, t.start+end)
		a.add("thousand", t.start+end, t.end)
	default:
		if name := magnitude(unit, money); name != "" {
			a.add(whole, t.start, t.start+end)
			a.add(name, t.start+end, t.end)
			return
		}
		a.add(stem(plain(fold(withoutEnding(t.text)))), t.start, t.end)
	}
}

// plainNumber drops the commas of thousands and leading zeros; a comma before anything but three digits is a decimal one.
func plainNumber(digits string) string {
	parts := strings.Split(digits, ",")
	thousands := true
	for _, p := range parts[1:] {
		whole, _, _ := strings.Cut(p, ".")
		thousands = thousands && len(whole) == 3
	}
	sep := "."
	if thousands {
		sep = ""
	}
	n := strings.TrimLeft(strings.Join(parts, sep), "0")
	if n == "" || n[0] == '.' {
		n = "0" + n
	}
	return n
}

func magnitude(unit string, money bool) string {
	switch unit {
	case "bn", "bln":
		return "billion"
	case "mn", "mln":
		return "million"
	case "tn", "trn", "tln":
		return "trillion"
	case "pc", "pct":
		return "percent"
	}
	if money {
		switch unit {
		case "b":
			return "billion"
		case "m":
			return "million"
		case "t":
			return "trillion"
		}
	}
	return ""
}

func isMoney(sign string) bool { return sign != "%" && signName(sign) != "" }

// signName is the term of a sign that is read as a word, "" for any other.
func signName(sign string) string {
	switch sign {
	case "%", "％":
		return "percent"
	case "$":
		return "dollar"
	case "€":
		return "euro"
	case "£":
		return "pound"
	case "¥":
		return "yen"
	case "₴":
		return "hryvnia"
	case "₽":
		return "rubl"
	case "₹":
		return "rupe"
	case "₺":
		return "lira"
	case "₪":
		return "shekel"
	}
	return ""
}

// small is the number that a word from two to twenty, or a word of tens, names; 0 for any other.
// "one" is left a word: it is a pronoun as often as a number.
func small(w string) int {
	switch w {
	case "two":
		return 2
	case "three":
		return 3
	case "four":
		return 4
	case "five":
		return 5
	case "six":
		return 6
	case "seven":
		return 7
	case "eight":
		return 8
	case "nine":
		return 9
	case "ten":
		return 10
	case "eleven":
		return 11
	case "twelve":
		return 12
	case "thirteen":
		return 13
	case "fourteen":
		return 14
	case "fifteen":
		return 15
	case "sixteen":
		return 16
	case "seventeen":
		return 17
	case "eighteen":
		return 18
	case "nineteen":
		return 19
	case "twenty":
		return 20
	case "thirty":
		return 30
	case "forty":
		return 40
	case "fifty":
		return 50
	case "sixty":
		return 60
	case "seventy":
		return 70
	case "eighty":
		return 80
	case "ninety":
		return 90
	}
	return 0
}
