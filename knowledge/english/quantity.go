package english

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"
)

// Quantity is a number of a text with what it counts. Offsets are bytes of the text.
type Quantity struct {
	Start, End int     // byte offsets
	Value      float64 // in full: "1bn" is 1e9
	Unit       string  // "$", "€", "%", "year", or "" for a bare count
}

var (
	// CurrencyWords gives a currency's sign or code by its word in the singular.
	CurrencyWords = map[string]string{"dollar": "$", "euro": "€", "pound": "£", "yen": "¥", "yuan": "CNY", "kroner": "kr", "krone": "kr", "crown": "kr", "rouble": "RUB", "ruble": "RUB", "rupee": "INR", "franc": "CHF", "won": "KRW", "real": "BRL", "rand": "ZAR", "peso": "peso", "shekel": "ILS", "lira": "TRY", "zloty": "PLN", "naira": "NGN", "kwacha": "kwacha", "shilling": "shilling", "dirham": "AED", "riyal": "SAR"}
	// CurrencyCode gives a currency's sign or code by what stands before or after a figure, in lower case.
	CurrencyCode = map[string]string{"usd": "$", "eur": "€", "gbp": "£", "nok": "kr", "nkr": "kr", "sek": "kr", "skr": "kr", "dkk": "kr", "dkr": "kr", "chf": "CHF", "rs": "INR", "inr": "INR", "rm": "MYR", "cny": "CNY", "us$": "$", "a$": "A$", "c$": "C$", "hk$": "HK$", "nz$": "NZ$", "s$": "S$", "r$": "BRL"}
	// Scales gives what a word after a number multiplies it by: "bn" is 1e9.
	Scales = map[string]float64{"hundred": 100, "thousand": 1e3, "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "bn": 1e9, "bln": 1e9, "billion": 1e9, "trn": 1e12, "tn": 1e12, "trillion": 1e12, "dozen": 12}
	// SmallNumbers gives the values of the number words up to a hundred, and of "half".
	SmallNumbers = map[string]float64{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "half": 0.5}
	numeral      = regexp.MustCompile(`(?i)(?:(us\$|a\$|c\$|hk\$|nz\$|s\$|r\$|[$€£¥₹]|\b(?:usd|eur|gbp|nok|nkr|sek|skr|dkk|dkr|chf|rs|rm|inr|cny))\s?)?(\d+(?:[.,]\d+)*)(?:[\s-]?(hundred|thousand|million|billion|trillion|dozen|bn|mn|bln|mln|trn|tn|m|k)\b)?(\s?%|\s?(?:per\s?cent|percent|pc|pct)\b)?`)
	// groups: "half" before "a", its scale; the number, its unit after a ten, its scales; per cent
	wordNumeral = regexp.MustCompile(`(?i)\b(?:(half\s+)?an?\s+(hundred|thousand|million|billion|trillion|dozen)|` +
		`(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\s](one|two|three|four|five|six|seven|eight|nine))?|` +
		`(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|half))` +
		`((?:[\s-](?:hundred|thousand|million|billion|trillion|dozen))*))\b(\s?(?:per\s?cent|percent))?`)
	unitAfter = regexp.MustCompile(`(?i)^[\s-]*(?:(?:u\.?s\.?|american|canadian|australian|norwegian|swedish|danish|swiss)\s+)?([\p{L}]+)`)
)

// Quantities finds the numbers of a text, figures and words. Years and days of a date are quantities too.
func Quantities(text string) []Quantity {
	var out []Quantity
	for _, m := range numeral.FindAllStringSubmatchIndex(text, -1) {
		q := Quantity{Start: m[0], End: m[1]}
		digits := text[m[4]:m[5]]
		code, at := "", 0
		if m[2] < 0 && inName(text[:m[4]]) {
			sign := signBefore.FindString(text[:m[4]])
			if sign == "" || m[6] < 0 && !strings.ContainsAny(digits, ".,") {
				continue
			}
			code, at = sign, m[4]-len(sign)
		} else {
			code, at = isoBefore(text, m[0])
		}
		q.Value = ParseNumber(digits)
		if m[6] >= 0 {
			q.Value *= Scales[strings.ToLower(text[m[6]:m[7]])]
		}
		switch {
		case m[2] >= 0:
			c := strings.ToLower(strings.TrimSpace(text[m[2]:m[3]]))
			q.Unit = c
			if u, ok := CurrencyCode[c]; ok {
				q.Unit = u
			}
		case code != "":
			q.Unit, q.Start = code, at
		case m[8] >= 0:
			q.Unit = "%"
		default:
			q.Unit, q.End = unitOf(text, q.End)
		}
		out = append(out, q)
	}
	for _, m := range wordNumeral.FindAllStringSubmatchIndex(text, -1) {
		word := func(group int) string {
			if m[2*group] < 0 {
				return ""
			}
			return strings.ToLower(text[m[2*group]:m[2*group+1]])
		}
		q := Quantity{Start: m[0], End: m[1], Value: SmallNumbers[word(3)] + SmallNumbers[word(4)] + SmallNumbers[word(5)]}
		if word(2) != "" { // a million, half a million
			q.Value = 1
			if word(1) != "" {
				q.Value = 0.5
			}
		}
		for _, s := range strings.FieldsFunc(word(2)+word(6), func(r rune) bool { return !unicode.IsLetter(r) }) {
			q.Value *= Scales[s]
		}
		if word(7) != "" {
			q.Unit = "%"
		} else {
			q.Unit, q.End = unitOf(text, q.End)
		}
		out = append(out, q)
	}
	return out
}

// isoBefore gives the ISO 4217 code of a currency that stands before a number, and where it begins; "" for none.
func isoBefore(text string, number int) (code string, start int) {
	head := strings.TrimSuffix(text[:number], " ")
	if len(head) < 3 || len(head) > 3 && IsWordByte(head[len(head)-4]) {
		return "", 0
	}
	code = head[len(head)-3:]
	if strings.ToUpper(code) != code {
		return "", 0
	}
	u, err := currency.ParseISO(code)
	if err != nil {
		return "", 0
	}
	return u.String(), len(head) - 3
}

// signBefore finds the letters of a currency that stand right before a sum: "R9.8bn", "RM640 million".
var signBefore = regexp.MustCompile(`\b[A-Z][A-Za-z]?$`)

// inName says whether a figure after these words is part of a name: COP30, F-16; mid-2027 and “20 are figures.
func inName(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return true
	}
	head, ok := strings.CutSuffix(before, "-")
	if !ok {
		return false
	}
	word := head[strings.LastIndexFunc(head, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	return IsCapital(word) && !datePrefix[strings.ToLower(word)]
}

var datePrefix = Set(`mid pre post early late sub non`)

// IsWordByte says whether a byte is a letter, a digit or part of a letter outside ASCII.
func IsWordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= 0x80
}

// ParseNumber reads 1,000.5 and 4.5; a comma before other than three digits is a decimal one.
func ParseNumber(s string) float64 {
	if i := strings.LastIndexByte(s, ','); i >= 0 && len(s)-i-1 != 3 && strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = s[:i] + "." + s[i+1:]
	}
	s = strings.ReplaceAll(s, ",", "")
	if strings.Count(s, ".") > 1 {
		s = strings.ReplaceAll(s, ".", "")
	}
	v, _ := strconv.ParseFloat(s, 64)
	return v
}

// unitOf reads the word after a number: a currency, or the singular of what is counted in time.
func unitOf(text string, end int) (unit string, newEnd int) {
	m := unitAfter.FindStringSubmatchIndex(text[end:])
	if m == nil {
		return "", end
	}
	w := strings.ToLower(text[end+m[2] : end+m[3]])
	w = strings.TrimSuffix(w, "s")
	if c, ok := CurrencyWords[w]; ok {
		return c, end + m[1]
	}
	switch w {
	case "year", "month", "week", "day", "hour", "minute":
		return w, end + m[1]
	}
	return "", end
}

// Money says whether a quantity is a sum in some currency.
func (q Quantity) Money() bool {
	return q.Unit != "" && q.Unit != "%" && !q.Duration()
}

// Duration says whether a quantity is a length of time.
func (q Quantity) Duration() bool {
	switch q.Unit {
	case "year", "month", "week", "day", "hour", "minute":
		return true
	}
	return false
}

// HasSum says whether tokens name a sum of money.
func HasSum(toks []Token) bool {
	for _, q := range Quantities(JoinTokens(toks)) {
		if q.Money() {
			return true
		}
	}
	return false
}

// Months is a regular expression for the names of the months and their short forms, in lower case.
const Months = `(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)`

var deadlines = regexp.MustCompile(`(?i)\b(?:(?:by|before|until|no later than|not before|from)\s+(?:the end of\s+|late\s+|early\s+|mid-)?(?:` + Months + `(?:\s+\d{1,2})?(?:,?\s+\d{4})?|\d{1,2}\s+` + Months + `(?:\s+\d{4})?|(?:19|20)\d\d(?:\s+is over)?|next\s+(?:year|month|week|summer|spring|autumn|winter)|the end of (?:the|this|next) (?:year|month|week|decade)|the (?:spring|summer|autumn|winter)(?: of \d{4})?|year-end|end-(?:` + Months + `|(?:19|20)\d\d)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|(?:over|for|within|in) (?:the )?(?:next |coming |following )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)[\s-](?:years?|months?|weeks?|days?)|over a decade|next (?:year|month|week))\b`)

// Deadline gives the words of a text that say by when or over what time; "" for none.
func Deadline(text string) string { return deadlines.FindString(text) }

// Amount gives the first sum of money or share in a text, verbatim; "" for none.
func Amount(text string) string {
	for _, q := range Quantities(text) {
		if q.Money() || q.Unit == "%" {
			return strings.TrimSpace(text[q.Start:q.End])
		}
	}
	return ""
}
