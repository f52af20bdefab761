package gate

import "slices"

// claim takes a term of the quotes from all that have other words for it where the Statement has it as it stands: "its promise to give
// guarantees" has no promise from the guarantees.
func (r *rewording) claim() {
	claimed := map[found]bool{}
	for i, t := range r.st.terms {
		for _, f := range r.match[i] {
			if len(r.match[i]) == 1 && f.term().text == t.text {
				claimed[f] = true
			}
		}
	}
	for i, t := range r.st.terms {
		r.match[i] = slices.DeleteFunc(r.match[i], func(f found) bool {
			return claimed[f] && !slices.ContainsFunc(f.term().lemmas, func(l string) bool { return slices.Contains(t.lemmas, l) })
		})
	}
}

// align keeps, of several terms of the quotes that may say a term of the Statement, the ones that stand best: near those that say its
// neighbours.
func (r *rewording) align() {
	for range 2 {
		next := make([][]found, len(r.match))
		for i, fs := range r.match {
			next[i] = r.bestOf(i, fs)
		}
		r.match = next
	}
}

func (r *rewording) bestOf(i int, fs []found) []found {
	if len(fs) < 2 {
		return fs
	}
	var out []found
	best := -1.0
	for _, f := range fs {
		switch n := r.company(i, f); {
		case n > best:
			best, out = n, append(out[:0:0], f)
		case n == best:
			out = append(out, f)
		}
	}
	return out
}

// company tells how well what says the neighbours of term i stands around f.
func (r *rewording) company(i int, f found) float64 {
	sum := 0.0
	t, o := r.st.terms[i], f.term()
	if t.text == o.text {
		sum++
	}
	for j, gs := range r.match {
		u := r.st.terms[j]
		if j == i || len(gs) == 0 || r.idle(u) {
			continue
		}
		near := 0.0
		for _, g := range gs {
			if g.src != f.src || g.at == f.at {
				continue
			}
			v := g.term()
			n := 1 / float64(2+apartBy(o, v))
			if v.clause == o.clause {
				n += 0.2
			}
			near = max(near, n/float64(len(gs)))
		}
		weight := 1 / float64(1+apartBy(t, u))
		if u.clause == t.clause {
			weight += 0.1
		}
		sum += weight * near
	}
	return sum
}

func apartBy(a, b term) int {
	if a.from > b.from {
		a, b = b, a
	}
	return max(0, b.from-a.to+1)
}
