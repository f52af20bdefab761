package sources

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	// apartNames finds, in the words of a class or an id, the parts of a page that others than its author have written, or that are of
	// other articles.
	apartNames = regexp.MustCompile(` (?:` +
		`comments?|commenting|disqus|discussion|commentaires|kommentare|comentarios|commenti|comentários|reacties|` +
		`related|relatedposts|yarpp|recommended|recommendations?|recirc|recirculation|similar (?:articles|stories|posts|news)|` +
		`more (?:stories|articles|news|posts|from|on|in)|read (?:also|next)|also read|up next|next (?:article|story|post)|` +
		`most (?:read|popular|viewed)|popular (?:posts|articles|stories)|trending|outbrain|taboola) | (?:sidebar|footer) $`)
	// boxNames finds the boxes in which a site speaks for itself. What has such a name and most of a page's words is around all of it.
	boxNames = regexp.MustCompile(` (?:promos?|newsletters?|signup|sign up|cookiebot|onetrust|didomi|usercentrics|cookies?|cookielaw|cc window|` +
		`cmplz|truste|gdpr|consent|modal|popup|sponsored|advertisement|advert|ad slot|ticker|polls?|quiz|author (?:bio|box)|` +
		`latest (?:news|stories|articles|posts)|amp (?:list|ad)) `)
	// unseenNames finds what is read out only by machines.
	unseenNames = regexp.MustCompile(` (?:sr only|visually ?hidden|screen ?reader) `)
	// apartStates are words that tell how a part stands to another one, or what it is about, so that it is not that other one.
	apartStates = regexp.MustCompile(` (?:has|with|without|no|not|show|hide|open|closed|enabled|disabled|tag|category|term|topic|tone|type) `)
)

// takeApart takes out of a page what is not its article and would be read with it where the article is short: readers' comments, boxes of
// other articles and of the site, lines that lead to other pages, dialogs, what is not to be seen, and what is struck out. What holds the page's title or its
// article stays.
func takeApart(doc *html.Node) {
	t := taking{holds: map[*html.Node]bool{}, words: map[*html.Node]int{}}
	t.all = t.count(doc)
	t.hold(doc)
	var out []*html.Node
	gone := map[*html.Node]bool{}
	for n := range doc.Descendants() {
		if gone[n.Parent] {
			gone[n] = true
		} else if n.Type == html.ElementNode && !t.holds[n] && t.apart(n) {
			gone[n] = true
			out = append(out, n)
		}
	}
	for _, n := range out {
		n.Parent.RemoveChild(n)
	}
}

// taking is what is known of a page from which parts are taken.
type taking struct {
	holds map[*html.Node]bool // what the title and the article of the page are in, themselves included
	words map[*html.Node]int  // below each element
	all   int                 // words of the page
	one   bool                // it is known which article is that of the page
}

func (t *taking) hold(doc *html.Node) {
	up := func(n *html.Node) {
		for ; n != nil && !t.holds[n]; n = n.Parent {
			t.holds[n] = true
		}
	}
	var all, whole []*html.Node // articles, and those of them that stand here
	titled := false             // there is one with the title of the page
	for n := range doc.Descendants() {
		switch {
		case n.DataAtom == atom.Main, n.DataAtom == atom.Body, n.DataAtom == atom.Head, hasWord(attr(n, "itemprop"), "articleBody"):
			up(n)
		case n.DataAtom == atom.Article && !t.named(n):
			all = append(all, n)
			if !t.teases(n) {
				whole = append(whole, n)
			}
		case n.DataAtom == atom.H1 && !(titled && within(n, atom.Article)):
			up(n)
			titled = titled || within(n, atom.Article)
		}
	}
	t.one = len(whole) > 0
	switch {
	case len(whole) == 1:
		up(whole[0])
	case len(all) == 1:
		up(all[0])
	}
}

// apart says whether an element is a part of a page that is not its article.
func (t *taking) apart(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Del, atom.S, atom.Strike:
		return true
	case atom.Article:
		return t.named(n) || t.one && t.teases(n) || !within(n, atom.Article) && first(n, atom.H1) != nil // below the one that holds the title
	case atom.Script, atom.Meta, atom.Link, atom.Html:
		return false
	case atom.P:
		return t.named(n) || linked(n)
	case atom.A, atom.B, atom.I, atom.Em, atom.Strong, atom.Span, atom.Mark, atom.Abbr, atom.Time:
		return called(n, unseenNames)
	}
	switch strings.ToLower(attr(n, "role")) {
	case "dialog", "alertdialog", "complementary", "navigation":
		return true
	}
	return attr(n, "aria-modal") == "true" || t.named(n)
}

// named says whether an element is called by what is apart from an article.
func (t *taking) named(n *html.Node) bool {
	return called(n, unseenNames) || called(n, apartNames) || called(n, boxNames) && 2*t.words[n] <= t.all
}

// linked says whether a paragraph is all a link to another page, which is a headline there.
func linked(n *html.Node) bool {
	a := first(n, atom.A)
	return a != nil && attr(a, "href") != "" && !strings.Contains(attr(a, "href"), "#") && oneLine(text(a)) != "" && oneLine(text(a)) == oneLine(text(n))
}

// called says whether a class or the id of an element has such a name in it, or an element that HTML does not know is called that.
func called(n *html.Node, names *regexp.Regexp) bool {
	all := attr(n, "id") + " " + attr(n, "class")
	if n.DataAtom == 0 {
		all += " " + n.Data
	}
	for name := range strings.FieldsSeq(all) {
		if len(name) > 100 {
			continue
		}
		if words := wordsOf(name); names.MatchString(words) && !apartStates.MatchString(words) {
			return true
		}
	}
	return false
}

// wordsOf gives the words that a name such as related-posts, related_posts or relatedPosts is made of, each between spaces.
func wordsOf(name string) string {
	var b strings.Builder
	b.WriteByte(' ')
	lower := false
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = ' '
		case lower && unicode.IsUpper(r):
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		b.WriteRune(unicode.ToLower(r))
	}
	b.WriteByte(' ')
	return b.String()
}

// longTeaser is how many words there may be to a link to another article.
const longTeaser = 120

// teases says whether the heading of an <article> is a link to another page, where that article stands.
func (t *taking) teases(n *html.Node) bool {
	h := first(n, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)
	if h == nil || first(n, atom.H1) != nil {
		return false
	}
	a := first(h, atom.A)
	if a == nil && h.Parent != nil && h.Parent.DataAtom == atom.A {
		a = h.Parent
	}
	to := ""
	if a != nil {
		to = attr(a, "href")
	}
	return to != "" && !strings.Contains(to, "#") && (a == h.Parent || oneLine(text(a)) == oneLine(text(h))) && t.words[n] <= longTeaser
}

// first is the first element below a node that is one of those; nil where there is none.
func first(n *html.Node, which ...atom.Atom) *html.Node {
	for d := range n.Descendants() {
		for _, a := range which {
			if d.DataAtom == a {
				return d
			}
		}
	}
	return nil
}

// within says whether a node is in an element of that kind.
func within(n *html.Node, which atom.Atom) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == which {
			return true
		}
	}
	return false
}

// count counts the words that are to be read below a node, and below each in it.
func (t *taking) count(n *html.Node) (words int) {
	switch {
	case n.Type == html.TextNode:
		return count(n.Data)
	case n.DataAtom == atom.Script, n.DataAtom == atom.Style, n.DataAtom == atom.Noscript, n.DataAtom == atom.Template, n.DataAtom == atom.Iframe:
		return 0
	}
	for c := range n.ChildNodes() {
		words += t.count(c)
	}
	t.words[n] = words
	return words
}
