package knowledge

import (
	"fmt"
	"strings"
)

// Explain tells operators how a Question was understood and what was found for it.
func (b *Base) Explain(q Question) string {
	st := b.state.Load()
	in := st.inquire(q)
	var w strings.Builder
	fmt.Fprintf(&w, "   kind=%d want=%d of=%v", in.kind, in.want, in.of)
	for _, c := range in.concepts {
		fmt.Fprintf(&w, " [%s%s %.1f", c.word, c.code, c.weight)
		if c.light {
			w.WriteString(" light")
		}
		if c.soft {
			w.WriteString(" soft")
		}
		if !c.known {
			w.WriteString(" UNKNOWN")
		}
		w.WriteString("]")
	}
	w.WriteString("\n")
	fs := st.retrieve(&in)
	chosen := map[place]bool{}
	for _, f := range st.choose(&in, fs) {
		chosen[f.place] = true
	}
	for i, f := range fs {
		if i >= 7 {
			break
		}
		mark := " "
		if chosen[f.place] {
			mark = "*"
		}
		var ms []string
		for k, m := range f.match {
			if m < 1 {
				ms = append(ms, fmt.Sprintf("%s=%.2g", in.concepts[k].word, m))
			}
		}
		fmt.Fprintf(&w, "  %s %.2f covers=%.2f want=%v parties=%v entry=%d %s | %.170s | %s\n", mark, f.score, f.covers, f.wanted, f.parties, f.entry, st.entries[f.place.entry].article.ID, st.text(f.place), strings.Join(ms, " "))
	}
	return w.String()
}

// Ranks lists what was found, for measuring.
func (b *Base) Ranks(q Question) (out [][3]string) {
	st := b.state.Load()
	for _, q := range partsOf(q) {
		in := st.inquire(q)
		fs := st.retrieve(&in)
		for i, f := range fs {
			if i > 30 {
				break
			}
			out = append(out, [3]string{st.entries[f.place.entry].article.ID, st.text(f.place), fmt.Sprintf("%d %.2f %.2f w%v p%v e%d", f.place.passage, f.score, f.covers, f.wanted, f.parties, f.entry)})
		}
	}
	return out
}
