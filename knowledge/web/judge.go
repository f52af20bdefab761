package web

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"talksbot/knowledge/sources"
)

// Sizes in words, by which a page is judged. An article is longer than a form, and a notice is short; what lies between is believed to be
// an article, unless its words or its marks say otherwise.
const (
	fewWords   = 30  // with less there is no article
	briefWords = 120 // with less, words such as “log in to read on” say what the page is
	shortWords = 250 // with less, a form for passwords or a box called paywall does
	formWords  = 900 // with more a page is no consent form, whatever it speaks of
	wholeWords = 120 // with less what a feed gives is not the whole article
)

// signs are what a page shows of what it is, beside its text.
type signs struct {
	title    string
	article  bool // it says of itself that it is an article
	locked   bool // it says of itself that not everybody may read it
	wall     bool // it has a box called paywall, with words in it
	password bool // it asks for one
	agree    bool // it has a button to agree
	articles int  // how many there are on it
	feed     string
	visible  string
}

var (
	lostTitle  = regexp.MustCompile(`(?i)\b404\b|^\W*(?:error|fehler|erreur)\W*$|\b(?:page|seite|página|pagina|content|article|site)\b.{0,20}(?:not (?:be )?found|nicht gefunden|introuvable|n'existe pas|no encontrad|no existe|non trovat|não (?:foi )?encontrad|niet gevonden|unavailable|does ?n.t exist)|^\W*(?:not found|nicht gefunden|introuvable|no encontrad[oa]|non trovat[oa]|niet gevonden)\b|(?:сторінк|страниц)\S* .{0,20}не (?:знайдено|найдена|існує|существует)`)
	lostText   = regexp.MustCompile(`(?i)(?:page|article|story|content)\b.{0,60}(?:could not be found|can ?not be found|can't be found|was not found|does ?n.t exist|does not exist|no longer (?:exists|available)|has been (?:removed|deleted))|(?:seite|artikel)\b.{0,40}(?:nicht gefunden|existiert nicht|nicht mehr verfügbar)|page .{0,40}(?:introuvable|n.existe (?:pas|plus))|página .{0,40}(?:no (?:existe|se encuentra)|não (?:existe|foi encontrada))|(?:сторінк|страниц)\S* .{0,30}(?:не знайдено|не найдена|не існує|не существует)`)
	brokenText = regexp.MustCompile(`(?i)internal server error|service (?:is )?(?:temporarily )?unavailable|bad gateway|gateway time-?out|database error|temporarily down for maintenance|wartungsarbeiten|too many requests|access denied|request (?:was )?blocked|are you (?:a )?(?:human|robot)|verify (?:that )?you are (?:a )?human|checking your browser|enable javascript|unusual traffic|security check|captcha`)
	readOn     = regexp.MustCompile(`(?i)(?:subscribe|sign ?in|log ?in|register|join|sign ?up)(?: now| today| for free)? to (?:continue|keep|read|access|unlock)|(?:to|and) (?:continue|keep|finish) reading|continue reading (?:with|by)|unlock (?:this|the full) (?:article|story)|for (?:our )?(?:subscribers|members) only|subscribers? only|exclusive(?:ly)? (?:for|to) (?:our )?(?:subscribers|members)|already a (?:subscriber|member)\b|weiterlesen mit|mit .{0,25}abo\S* (?:weiter)?lesen|(?:nur )?für abonnent|jetzt abonnieren|réservé\S* (?:aux|à nos) abonnés|pour lire la suite|abonnez-vous pour|suscr[ií]b\S+ para|(?:exclusivo|solo) para (?:suscriptores|assinantes)|riservat\S+ agli abbonati|per continuare a leggere|voor abonnees|для (?:передплатників|подписчиков)`)
	signIn     = regexp.MustCompile(`(?i)^/(?:[\w-]+/)*(?:log-?in|sign-?in|sso|oauth2?|authorize|anmelden|connexion|iniciar-sesion)(?:[/.]|$)`)
	subscribe  = regexp.MustCompile(`(?i)^/(?:[\w-]+/)*(?:subscri(?:be|ption)s?|paywall|registration|register|abo|abonnement|suscripcion)(?:[/.]|$)`)
	consentAt  = regexp.MustCompile(`(?i)^consent\.|^/(?:[\w-]+/)*(?:consent|gdpr|cookie-?wall|privacy-?gate|privacywall)(?:[/.?]|$)`)
	consent    = regexp.MustCompile(`(?i)\b(?:cookies?|consent\w*|partners?|vendors?|personal data|personali[sz]ed|privacy|gdpr|iab|tracking|preferences?|legitimate interest|einwilligung\w*|zustimm\w*|datenschutz\w*|partnern?|personenbezogene\w*|consentement\w*|partenaires?|données personnelles|confidentialité|consentimiento\w*|socios|datos personales|privacidad|consenso|riservatezza|toestemming)\b|(?:згод|конфіденційн|соглас|конфиденциальн|файл\S+ cookie)`)
	agreeing   = regexp.MustCompile(`(?i)^\W*(?:i |we )?(?:accept|agree|allow|consent|got it|ok(?:ay)?|akzeptieren|alle akzeptieren|zustimmen|einverstanden|(?:tout )?accepter|j.accepte|aceptar|aceitar|accett|accepteren|akkoord|прийняти|погоджу|принять|соглас)`)
	wallNames  = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:pay-?wall|reg-?wall|subscriber-?wall|subscribers?-only|premium-?wall|meter-?wall)`)
	cutShort   = regexp.MustCompile(`(?i)(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&hellip;\]|read more|continue reading|weiterlesen|lire la suite|leer más)\W*$`)
)

// look reads the signs of a page.
func look(text string) signs {
	var s signs
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return s
	}
	var visible strings.Builder
	around := map[*html.Node]bool{} // what is in the head of the site, in its foot, or its navigation
	for n := range doc.Descendants() {
		if around[n.Parent] || n.DataAtom == atom.Nav || n.DataAtom == atom.Footer || n.DataAtom == atom.Header && n.Parent.DataAtom == atom.Body {
			around[n] = true
		}
		switch {
		case n.Type == html.TextNode && n.Parent != nil && shown(n.Parent) && !around[n]:
			visible.WriteString(n.Data + " ")
		case n.Type == html.ElementNode:
			s.element(n)
		}
	}
	s.visible = strings.Join(strings.Fields(visible.String()), " ")
	if len(s.visible) > maxVisible {
		s.visible = strings.ToValidUTF8(s.visible[:maxVisible], "")
	}
	return s
}

// maxVisible is how much of what is seen on a page is looked through, in bytes.
const maxVisible = 64 << 10

func (s *signs) element(n *html.Node) {
	if wallNames.MatchString(attribute(n, "class")+" "+attribute(n, "id")) && words(textOf(n)) >= 5 {
		s.wall = true
	}
	switch n.DataAtom {
	case atom.Title:
		if s.title == "" {
			s.title = strings.TrimSpace(textOf(n))
		}
	case atom.Article:
		s.articles++
	case atom.Button, atom.A, atom.Input:
		label := textOf(n) + attribute(n, "value")
		s.agree = s.agree || len(label) < 60 && agreeing.MatchString(label)
		s.password = s.password || strings.EqualFold(attribute(n, "type"), "password")
	case atom.Link:
		if s.feed == "" && strings.EqualFold(attribute(n, "rel"), "alternate") && feedType.MatchString(attribute(n, "type")) {
			s.feed = attribute(n, "href")
		}
	case atom.Meta:
		s.meta(strings.ToLower(attribute(n, "property")+attribute(n, "name")+attribute(n, "itemprop")), strings.ToLower(strings.TrimSpace(attribute(n, "content"))))
	case atom.Script:
		if strings.EqualFold(strings.TrimSpace(attribute(n, "type")), "application/ld+json") {
			s.linked(sources.LinkedData(textOf(n)), 0, false)
		}
	}
}

var feedType = regexp.MustCompile(`(?i)^application/(?:rss|atom|feed)\+(?:xml|json)`)

func (s *signs) meta(name, content string) {
	switch name {
	case "og:type":
		s.article = s.article || strings.HasSuffix(content, "article")
	case "article:published_time", "datepublished":
		s.article = true
	case "article:content_tier":
		s.locked = s.locked || content == "locked"
	case "isaccessibleforfree":
		s.locked = s.locked || content == "false"
	}
}

// linked reads schema.org data: an article that says, of itself or of a part, that it is not free to read.
func (s *signs) linked(v any, depth int, inArticle bool) {
	if depth > 8 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, in := range v {
			s.linked(in, depth+1, inArticle)
		}
	case map[string]any:
		own := articleType.MatchString(strings.Join(texts(v["@type"]), " "))
		s.article = s.article || own
		if inArticle || own {
			if free, ok := v["isAccessibleForFree"]; ok {
				b, isBool := free.(bool)
				t, _ := free.(string)
				s.locked = s.locked || isBool && !b || strings.HasSuffix(strings.ToLower(t), "false")
			}
		}
		s.linked(v["@graph"], depth+1, inArticle)
		s.linked(v["mainEntity"], depth+1, inArticle || own)
		s.linked(v["hasPart"], depth+1, inArticle || own)
	}
}

var articleType = regexp.MustCompile(`(?:Article|Posting|Report)\b`)

func texts(v any) (out []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, in := range v {
			out = append(out, texts(in)...)
		}
	}
	return out
}

// before says why a page is no article from where it is and what it says of itself; nil where that says nothing.
func (s signs) before(from, at *url.URL) *Problem {
	moved := at.String() != from.String()
	front := at.Path == "/" && at.RawQuery == ""
	switch {
	case moved && (consentAt.MatchString(at.Hostname()) || consentAt.MatchString(at.Path)):
		return problem(from, closed, "leads to a form that asks for consent (%s)", at.Hostname())
	case moved && signIn.MatchString(at.Path) && !signIn.MatchString(from.Path):
		return problem(from, closed, "leads to a login (%s)", at.Path)
	case moved && subscribe.MatchString(at.Path) && !subscribe.MatchString(from.Path):
		return problem(from, closed, "leads to an offer of a subscription (%s)", at.Path)
	case front && from.Path != "/":
		return problem(from, gone, "leads to the front page of its site; the article is not there")
	case s.locked:
		return problem(from, closed, "is behind a paywall, as it says itself")
	case front:
		return problem(from, bad, "is the front page of a site, no article%s", s.hint(at))
	case !s.article && s.articles >= 4:
		return problem(from, bad, "lists articles, and is none%s", s.hint(at))
	}
	return nil
}

// hint names the feed of a page that is no article.
func (s signs) hint(at *url.URL) string {
	if u, err := at.Parse(s.feed); err == nil && s.feed != "" {
		return "; its feed is " + u.Redacted()
	}
	return ""
}

// after says why a page is no article from the text that was read in it; nil where it may be one. before is how many words it had when
// it was one, 0 when that is not known.
func (s signs) after(from *url.URL, text string, before int) *Problem {
	n := words(text)
	if 3*n < 2*before && (s.wall || readOn.MatchString(s.visible)) {
		return problem(from, closed, "is behind a paywall by now: it shows %d of %d words, and asks to subscribe or to log in", n, before)
	}
	if n >= formWords {
		return nil
	}
	asks := len(consent.FindAllStringIndex(s.visible, -1))
	all := words(s.visible)
	lost := lostTitle.MatchString(s.title)
	switch {
	case n < shortWords && !s.article && lost, n < briefWords && (!s.article || lost) && lostText.MatchString(s.visible):
		return problem(from, gone, "says that the page is not there, though its host does not (a soft 404)")
	case n < briefWords && !s.article && brokenText.MatchString(s.title+" "+s.visible):
		return problem(from, passing, "shows an error or a check for robots in the place of the article")
	case !s.article && s.agree && asks >= 4 && asks*25 >= all:
		return problem(from, closed, "asks for consent in the place of the article")
	case n < shortWords && !s.article && s.password:
		return problem(from, closed, "asks for a login in the place of the article")
	case n < shortWords && s.wall, n < briefWords && readOn.MatchString(s.visible):
		return problem(from, closed, "is behind a paywall: it shows %d words, and asks to subscribe or to log in", n)
	case n < fewWords:
		return problem(from, closed, "has next to no text (%d words); perhaps it is made by scripts", n)
	}
	return nil
}

// words counts words; scripts written without spaces count two characters as a word.
func words(s string) int {
	dense := 0
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			dense++
		}
	}
	return len(strings.Fields(s)) + dense/2
}

// shown says whether the text right in an element is seen.
func shown(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Title, atom.Head:
		return false
	}
	return true
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
