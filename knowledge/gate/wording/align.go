package wording

// Hunk is where a statement's words leave those of its source: source words [D0,D1) stand as statement words [I0,I1).
type Hunk struct{ I0, I1, D0, D1 int }

// gains and costs of an alignment. A gap costs once, however long, so that one clause is cut rather than many words.
const (
	gainContent  = 5
	gainFunction = 2
	costGap      = 4
	costInsert   = 2
)

// Align lays a statement's words along its source's, in order, and gives the places where they differ, with what the
// source has before and after. matched counts the words that stand in both. The method is global alignment with
// affine gaps (Gotoh 1982), free at both ends of the source.
func Align(st, src []Word) (hunks []Hunk, matched int) {
	if at := RunAt(src, st); at >= 0 {
		if at > 0 {
			hunks = append(hunks, Hunk{0, 0, 0, at})
		}
		if end := at + len(st); end < len(src) {
			hunks = append(hunks, Hunk{len(st), len(st), end, len(src)})
		}
		return hunks, len(st)
	}
	n, m := len(st), len(src)
	w := m + 1
	const low = -1 << 20
	// on[i*w+j]: best score with st[i-1] matched to src[j-1]; gap: best score with the last step in a gap
	on, gap := make([]int32, (n+1)*w), make([]int32, (n+1)*w)
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			k := i*w + j
			on[k], gap[k] = low, low
			if i == 0 {
				gap[k] = 0
				if j == 0 {
					on[k] = 0
				}
				continue
			}
			if j > 0 && st[i-1].Same(src[j-1]) {
				g := int32(gainContent)
				if FunctionWords[st[i-1].Text] {
					g = gainFunction
				}
				on[k] = max(on[k-w-1], gap[k-w-1]) + g
			}
			open := int32(costGap)
			ins := max(on[k-w]-open, gap[k-w]) - costInsert
			if i == n { // a tail of the source is cut for nothing
				open = 0
			}
			gap[k] = ins
			if j > 0 {
				gap[k] = max(gap[k], on[k-1]-open, gap[k-1])
			}
		}
	}
	// walk back
	i, j := n, m
	inGap := gap[n*w+m] > on[n*w+m]
	h := Hunk{I1: n, D1: m}
	for i > 0 || j > 0 {
		k := i*w + j
		if !inGap {
			if i == 0 && j == 0 {
				break
			}
			if on[k] <= low/2 { // cannot be; keeps the walk finite
				inGap = true
				continue
			}
			h.I0, h.D0 = i, j
			if h.I0 < h.I1 || h.D0 < h.D1 {
				hunks = append(hunks, h)
			}
			matched++
			i, j = i-1, j-1
			h = Hunk{I1: i, D1: j}
			if i == 0 && j == 0 {
				break
			}
			inGap = gap[i*w+j] > on[i*w+j]
			continue
		}
		open := int32(costGap)
		if i == n {
			open = 0
		}
		switch {
		case i == 0:
			j = 0
		case j > 0 && gap[k] == gap[k-1]:
			j--
		case j > 0 && gap[k] == on[k-1]-open:
			j--
			inGap = false
		case gap[k] == gap[k-w]-costInsert:
			i--
		default:
			i--
			inGap = false
		}
	}
	h.I0, h.D0 = 0, 0
	if h.I0 < h.I1 || h.D0 < h.D1 {
		hunks = append(hunks, h)
	}
	for a, b := 0, len(hunks)-1; a < b; a, b = a+1, b-1 {
		hunks[a], hunks[b] = hunks[b], hunks[a]
	}
	return hunks, matched
}

// RunAt gives where a run of words stands in another; -1 for nowhere.
func RunAt(in, run []Word) int {
next:
	for at := 0; at+len(run) <= len(in); at++ {
		for k := range run {
			if !in[at+k].Same(run[k]) {
				continue next
			}
		}
		return at
	}
	return -1
}
