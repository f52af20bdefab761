package sources

import (
	"embed"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed data/*.txt
var lists embed.FS

// clutter knows lines that belong to a page and not to its article, whatever the article is about.
type clutter struct {
	exact, sections, calls map[string]bool
	sectionStarts          []string
	begins                 []string
	labels                 []string
	contains               []string
}

func newClutter() *clutter {
	c := &clutter{exact: set("exact"), calls: set("calls"), sections: map[string]bool{}, begins: words("begins"), labels: words("labels"), contains: words("contains")}
	for _, s := range words("sections") {
		if open, ok := strings.CutSuffix(s, "*"); ok {
			c.sectionStarts = append(c.sectionStarts, open)
		} else {
			c.sections[s] = true
		}
	}
	return c
}

// words reads one of the embedded lists; they are part of the program, so that a missing one is a bug.
func words(name string) (out []string) {
	raw, err := lists.ReadFile("data/" + name + ".txt")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(raw)) {
		line = strings.Trim(line, " \r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

func set(name string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words(name) {
		m[w] = true
	}
	return m
}

const (
	dateWords = `(?:\d{1,4}(?:st|nd|rd|th)?|\d{1,4}[/.:-]\d{1,2}(?:[/.:-]\d{2,4})?|\d{1,2}h\d{0,2}|` +
		`(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?|` +
		`(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?|` +
		`am|pm|a\.m\.|p\.m\.|gmt|utc|cet|cest|est|edt|et|pt|pst|pdt|bst|ist|at|on|of|updated|published|posted|modified|last|first|date|hrs|hours|ago|minutes?|days?)`
)

var (
	dateLine  = regexp.MustCompile(`^(?:` + dateWords + `[\s,|·•:–—-]*)+$`)
	dateStart = regexp.MustCompile(`^(?:` + dateWords + `[\s,|·•:–—-]*){2,}`)
	anyDigit  = regexp.MustCompile(`\d`)
	isoTime   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(?:t[\d:.]+(?:z|[+-][\d:]+)?)?$`)

	readTime = regexp.MustCompile(`^(?:reading time:? |read time:? )?(?:about |approx\.? |est\.? )?\d{1,3}[\s-]*(?:min|mins|minute|minutes)\.?(?:[\s-]*(?:read|reading|reading time|lesezeit|de lecture|de lectura|de leitura|listen))?\.?$`)
	counts   = regexp.MustCompile(`^\(?\d[\d.,]*k?\)? (?:comments?|shares?|views?|likes?|reactions?|replies|reads)$|^(?:comments?|shares?|views?) ?\(?\d+\)?$`)
	byline   = regexp.MustCompile(`^(?:By|BY|Von|Par|Por|Di|Door|by)\s+\S`)
	credit   = regexp.MustCompile(`(?:\bGetty Images|\bGetty|\bAP Photo|/\s*(?:AFP|AP|AA|EPA|EFE|DPA|dpa|PA|ANI|PTI|Xinhua|Anadolu|Bloomberg|Reuters|REUTERS|Shutterstock|Alamy|iStock|Pool|POOL|Handout|Unsplash|File|FILE))\s*[\])]?\.?$|` +
		`[\[(](?:[^\])]*\b)?(?:Photo|Image|Picture|Courtesy|Handout|Getty|Shutterstock|Alamy)\b[^\])]*[\])]\.?$|` +
		`(?:Photo|Image|Picture|Photograph|Credit|Courtesy)(?: by| credit| courtesy)?:\s+\S[^.]*$|\b(?:Alamy|Shutterstock|iStockphoto)\.?$`)
	crumbs    = regexp.MustCompile(`^[^>›»|]{1,40}(?:\s[›»]\s[^>›»|]{1,60})+$|^[^>|]{1,30}(?:\s>\s[^>|]{1,60}){2,}$|^[^|]{1,25}(?:\s\|\s[^|]{1,25}){2,}$`)
	homeCrumb = regexp.MustCompile(`(?i)^(?:home|startseite|accueil|inicio|início)\s*[/|·•>›»:-]\s*\S`)
	image     = regexp.MustCompile(`^(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?\s*)+$`)
	comment   = regexp.MustCompile(`^<!--.*-->$`)
	mdLink    = regexp.MustCompile(`!?\[([^\]]*)\]\([^)\s]*\)`)
	// Follow … on a network, sign up for … newsletter: the page speaking to its reader.
	invite = regexp.MustCompile(`^(?:follow|find|like|join) .{1,80} on (?:whatsapp|facebook|twitter|x|linkedin|instagram|youtube|telegram|tiktok|google news|bluesky|threads|mastodon|social media)\b|^(?:sign up|signup|subscribe|register|join|get|download) .{0,80}\b(?:newsletters?|alerts?|podcast|app|channel|inbox)\b[^,;]{0,40}$`)
	// The page asking for consent or money.
	appeal      = regexp.MustCompile(`^by (?:signing up|subscribing|submitting|clicking|continuing|registering|using|entering)\b.*\byou\b|^(?:support|donate|help us|help fund|back) .*\b(?:journalism|journalists|newsroom)\b`)
	teaserLabel = regexp.MustCompile(`^(?i:live|live blog|live updates|watch|listen|podcast|quiz|gallery|video|opinion|read|more)\s*[:|]\s*\S`)
	author      = regexp.MustCompile(`^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,3} (?:is|are) (?:an? |the |our )?(?:\S+ ){0,5}(?:reporter|correspondent|journalist|editor|writer|columnist|contributor)\b.*(?:\b(?:at|for|with|based|covering|covers|who|of)\b|\.$)`)
	// A note on what the article said before it was put right, which is what nobody says any more. An earlier draft of the text, or version
	// of the report, is one of those that the article tells of.
	correction = regexp.MustCompile(`^(?:corrections?|corrections? (?:and|&) clarifications?|clarification|erratum|errata|korrektur|berichtigung|richtigstellung|correctif|rectificatif|rectification|` +
		`corrección|rectificación|fe de errores|fe de erratas|errata corrige|correzione|correção|rectificatie|correctie|виправлення|исправление)\s*[:(,–—-]|` +
		`\b(?:earlier|previous|prior|original|initial|first|older) (?:version|edition|headline)s? of (?:this (?:article|story|report|post|piece|page|text|headline|live ?blog)|the (?:article|story|headline|live ?blog))\b|^an? (?:earlier|previous|original) headline\b|` +
		`\bthis (?:article|story|report|post|piece|headline|page|live ?blog) (?:(?:has been|was|originally|previously|initially|earlier|incorrectly|wrongly|mistakenly) (?:since )?)+(?:amended|corrected|updated|edited|revised|changed|stated|said|reported|suggested|misstated|attributed|named|identified|quoted)\b|` +
		`\bin einer (?:früheren|ersten|vorherigen|ursprünglichen|älteren) (?:version|fassung) (?:dieses (?:artikels|textes|beitrags|berichts)|des (?:artikels|beitrags))|` +
		`\bune (?:(?:première|précédente|ancienne) version|version (?:précédente|antérieure|initiale)) de (?:cet article|ce texte)|` +
		`\buna versi(?:ón|one) (?:anterior|previa|inicial|precedente) (?:de est[ea]|di quest[oa]) (?:artículo|nota|noticia|texto|información|articolo|testo)|` +
		`\buma versão (?:anterior|prévia) dest[ea] (?:artigo|matéria|reportagem|texto|notícia)|\been (?:eerdere|vorige) versie van dit (?:artikel|bericht|stuk)|` +
		`(?:попередн\S+|перш\S+|предыдущ\S+|ранн\S+|перв\S+) верс\S+ (?:цієї|цього|этой|этого) (?:статті|матеріалу|новини|статьи|материала|новости|текст\S*)`)
	social = regexp.MustCompile(`^(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|email|e-mail|print|copy link|instagram|youtube|pinterest|threads|bluesky|share|tweet|save|comments?|rss|pocket|flipboard|messenger|sms|[\s|,·•/-])+$`)
)

// visible is a line as a reader of the page sees it: without the marks of Markdown at its ends and around links.
func visible(line string) string {
	s := strings.TrimSpace(line)
	if strings.Contains(s, "](") {
		s = mdLink.ReplaceAllString(s, "$1")
	}
	s = strings.TrimLeft(s, "#*_~`>+ \t")
	if rest, ok := strings.CutPrefix(s, "- "); ok {
		s = rest
	}
	return strings.TrimSpace(strings.TrimRight(s, "*_~`# \t"))
}

// bare is a visible line in lower case without the punctuation, arrows and counters that pages put at the ends.
func bare(s string) string {
	return strings.TrimFunc(strings.ToLower(s), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsSymbol(r) || strings.ContainsRune(".,:;!?…|·•»«›‹→←↓↑-–—*[]()", r)
	})
}

// maxClutter is the longest line, in bytes, that is looked at for signs of clutter; longer ones are text.
const maxClutter = 2000

// reason says why a line of its own is not part of an article, "" when it may well be.
func (c *clutter) reason(line string) string {
	if len(line) > maxClutter {
		return ""
	}
	s := visible(line)
	low := strings.ToLower(s)
	switch b := bare(s); {
	case image.MatchString(strings.TrimSpace(line)), comment.MatchString(strings.TrimSpace(line)):
		return "image"
	case c.exact[b]:
		return "navigation"
	case social.MatchString(low):
		return "sharing"
	case hashtags(strings.TrimSpace(line)):
		return "hashtags"
	case readTime.MatchString(b), counts.MatchString(b):
		return "counter"
	case invite.MatchString(low):
		return "invitation"
	}
	for _, p := range c.begins {
		if starts(low, p) {
			return "begins " + p
		}
	}
	n := len(strings.Fields(s))
	for _, p := range c.labels {
		if starts(low, p) && (n <= 8 || !ends(s)) {
			return "begins " + p
		}
	}
	for _, p := range c.contains {
		if n <= 45 && strings.Contains(low, p) {
			return "contains " + p
		}
	}
	switch {
	case n <= 14 && !ends(s) && teaserLabel.MatchString(s):
		return "teaser"
	case n <= 80 && correction.MatchString(low):
		return "correction"
	case n <= 30 && appeal.MatchString(low):
		return "invitation"
	case n <= 60 && credit.MatchString(s):
		return "caption"
	case n <= 25 && !ends(s) && !strings.ContainsAny(s, "«‹") && (homeCrumb.MatchString(s) || crumbs.MatchString(s)):
		return "breadcrumb"
	}
	return ""
}

// isByline reports whether a line names who wrote the article. It is asked of lines around the text only:
// "By Region" may be a heading inside it.
func isByline(line string) bool {
	s := visible(line)
	return len(strings.Fields(s)) <= 12 && byline.MatchString(s) && !ends(s) && !strings.HasSuffix(s, ":") && names(s)
}

// starts reports whether s begins with the words of p, and not with a longer word.
func starts(s, p string) bool {
	rest, ok := strings.CutPrefix(s, p)
	if !ok || rest == "" {
		return ok
	}
	last, _ := utf8.DecodeLastRuneInString(p)
	next, _ := utf8.DecodeRuneInString(rest)
	return !unicode.IsLetter(last) || !unicode.IsLetter(next)
}

// isSection reports whether a line is a label over a list of other articles.
func (c *clutter) isSection(line string) bool {
	s := visible(line)
	b := bare(s)
	if c.sections[b] {
		return true
	}
	if ends(s) || len(strings.Fields(s)) > 5 {
		return false
	}
	for _, p := range c.sectionStarts {
		if strings.HasPrefix(b, p) {
			return true
		}
	}
	return false
}

// isDate reports whether a line holds a date and nothing else, or a date and up to two words of label.
func isDate(line string) bool {
	s := strings.ToLower(visible(line))
	if !anyDigit.MatchString(s) || len(s) > 80 {
		return false
	}
	if dateLine.MatchString(s) || isoTime.MatchString(s) {
		return true
	}
	at := dateStart.FindStringIndex(s)
	return at != nil && anyDigit.MatchString(s[:at[1]]) && !ends(s) && len(strings.Fields(s[at[1]:])) <= 2
}

// hashtags reports whether at least half of a line's words are hashtags; "# Title" is none.
func hashtags(s string) bool {
	n, all := 0, 0
	for w := range strings.FieldsSeq(s) {
		all++
		if len(w) > 1 && w[0] == '#' && w[1] != '#' {
			n++
		}
	}
	return n > 0 && s[0] == '#' && n*2 >= all
}

// names reports whether most of a byline's words after the first are written as names are.
func names(s string) bool {
	up, all := 0, 0
	for i, w := range strings.Fields(s) {
		if i == 0 {
			continue
		}
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsLetter(r) {
			all++
		}
		if unicode.IsUpper(r) {
			up++
		}
	}
	return up > 0 && up*2 >= all
}
