package sources

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// render writes the text below a node as Markdown: paragraphs, `## ` headings, `- ` and `1. ` points,
// `> ` quotes and tables as rows. Links and emphasis leave their words; scripts, forms and figures leave nothing.
func render(n *html.Node) string {
	r := renderer{point: map[*html.Node]int{}}
	r.node(n, 0)
	r.end()
	return strings.Join(r.blocks, "\n\n")
}

type renderer struct {
	blocks []string
	line   strings.Builder    // the words of the block at hand; \n where the page breaks a line
	mark   string             // what the block at hand starts with
	point  map[*html.Node]int // numbered list → points so far
}

// maxDepth bounds the nesting that is followed; deeper nodes are left out.
const maxDepth = 400

// end closes the block at hand.
func (r *renderer) end() {
	var lines []string
	for l := range strings.SplitSeq(r.line.String(), "\n") {
		if l = oneLine(l); l != "" {
			lines = append(lines, l)
		}
	}
	r.line.Reset()
	mark := r.mark
	r.mark = ""
	if len(lines) == 0 {
		return
	}
	if strings.HasPrefix(mark, "#") || strings.HasSuffix(mark, ". ") || mark == "- " {
		lines = []string{strings.Join(lines, " ")}
	}
	r.add(mark + strings.Join(lines, "\n"))
}

func (r *renderer) add(block string) {
	if n := len(r.blocks); n > 0 && bullet(block) && bullet(r.blocks[n-1]) {
		r.blocks[n-1] += "\n" + block
		return
	}
	r.blocks = append(r.blocks, block)
}

func (r *renderer) children(n *html.Node, depth int) {
	for c := range n.ChildNodes() {
		r.node(c, depth+1)
	}
}

func (r *renderer) node(n *html.Node, depth int) {
	if depth > maxDepth {
		return
	}
	if n.Type == html.TextNode {
		r.line.WriteString(strings.Map(func(c rune) rune {
			if c == '\n' {
				return ' '
			}
			return c
		}, n.Data))
		return
	}
	if n.Type != html.ElementNode || hidden(n) {
		if n.Type == html.DocumentNode {
			r.children(n, depth)
		}
		return
	}
	switch n.DataAtom {
	case atom.Br:
		if strings.HasSuffix(strings.TrimRight(r.line.String(), " \t"), "\n") {
			r.end()
		} else {
			r.line.WriteByte('\n')
		}
	case atom.Hr:
		r.end()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.end()
		r.mark = "## "
		r.children(n, depth)
		r.end()
	case atom.Li:
		r.end()
		r.mark = "- "
		if n.Parent != nil && n.Parent.DataAtom == atom.Ol {
			r.point[n.Parent]++
			r.mark = strconv.Itoa(r.point[n.Parent]) + ". "
		}
		r.children(n, depth)
		r.end()
	case atom.Blockquote:
		r.end()
		in := inside(n, depth)
		if in != "" {
			r.add("> " + strings.ReplaceAll(strings.ReplaceAll(in, "\n\n", "\n"), "\n", "\n> "))
		}
	case atom.Table:
		r.end()
		if rows := table(n, depth); len(rows) > 0 {
			r.add(strings.Join(rows, "\n"))
		} else {
			r.children(n, depth)
			r.end()
		}
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd,
		atom.Pre, atom.Address, atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Body, atom.Html, atom.Details, atom.Summary:
		// The first paragraph in a list point belongs to the point.
		if r.mark == "" || strings.TrimSpace(r.line.String()) != "" {
			r.end()
		}
		r.children(n, depth)
		r.end()
	default:
		r.children(n, depth)
	}
}

// inside renders what is below a node apart from what is around it.
func inside(n *html.Node, depth int) string {
	r := renderer{point: map[*html.Node]int{}}
	r.children(n, depth)
	r.end()
	return strings.Join(r.blocks, "\n\n")
}

// hidden reports whether an element is not read with the text: scripts, controls, the page's own parts, captions.
func hidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Embed, atom.Svg, atom.Math,
		atom.Canvas, atom.Audio, atom.Video, atom.Button, atom.Form, atom.Input, atom.Select, atom.Textarea, atom.Label,
		atom.Nav, atom.Aside, atom.Footer, atom.Head, atom.Title, atom.Meta, atom.Link, atom.Figcaption, atom.Dialog, atom.Menu:
		return true
	case atom.Figure:
		for d := range n.Descendants() {
			if d.DataAtom == atom.Table || d.DataAtom == atom.Blockquote {
				return false
			}
		}
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" {
			return true
		}
	}
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// table gives a table's rows as Markdown, the first one as its head, and nothing for tables that only lay out
// a page: of one row or column, or with tables, lists or headings in the cells.
func table(n *html.Node, depth int) []string {
	var rows [][]string
	width := 0
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.Table, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.Blockquote:
			return nil
		case atom.Tr:
			var row []string
			for c := range d.ChildNodes() {
				if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
					continue
				}
				cell := strings.ReplaceAll(oneLine(inside(c, depth)), "|", "\\|")
				row = append(row, cell)
				for i := span(c); i > 1; i-- {
					row = append(row, "")
				}
			}
			if strings.Join(row, "") != "" {
				rows = append(rows, row)
				width = max(width, len(row))
			}
		}
	}
	if len(rows) < 2 || width < 2 {
		return nil
	}
	var out []string
	for i, row := range rows {
		for len(row) < width {
			row = append(row, "")
		}
		out = append(out, "| "+strings.Join(row, " | ")+" |")
		if i == 0 {
			out = append(out, strings.Repeat("|---", width)+"|")
		}
	}
	return out
}

// span is how many columns a cell takes, at most 20.
func span(cell *html.Node) int {
	n := 0
	for _, r := range attr(cell, "colspan") {
		if r < '0' || r > '9' {
			return 1
		}
		n = min(n*10+int(r-'0'), 20)
	}
	return max(n, 1)
}
