package english

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestDump(t *testing.T) {
	f := os.Getenv("DUMP")
	if f == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(f)
	for _, line := range strings.Split(string(b), "\n") {
		for _, s := range Sentences(line) {
			fmt.Print(Dump(Parse(line[s.Start:s.End])))
		}
	}
}

func Dump(p *Parsed) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n# %s\n  ", p.Text)
	names := []string{"?", "NP", "VG", "ADJ", "adv", "P", "SUB", "REL", "CC", ",", "BR", ".", "“", "”"}
	for i, ph := range p.Phrases {
		fmt.Fprintf(&b, "[%d%s %s]", i, names[ph.Kind], p.Span(i, i+1))
	}
	b.WriteString("\n")
	for k, c := range p.Clauses {
		v := p.VerbOf(c)
		fmt.Fprintf(&b, "   %d kind=%d link=%q par=%d rep=%v q=%v S=", k, c.Kind, c.Link, c.Parent, c.Report, c.Quoted)
		for _, s := range c.Subjects {
			fmt.Fprintf(&b, "<%s>", p.Span(s, s+1))
		}
		fmt.Fprintf(&b, " V=%s %s modal=%s neg=%v pass=%v perf=%v prog=%v past=%v | %s | speaker=%d\n", v.Lemma, v.Particle, v.Modal, v.Negated, v.Passive, v.Perfect, v.Progressive, v.Past, p.Span(c.Verb, c.End), p.Speaker(k))
	}
	return b.String()
}
