package main

import (
	"fmt"
	"slices"
	"strings"
)

// step is something that is done, and what comes of it.
type step struct {
	before string // blank and # lines
	does   string
	came   []string // an entry a call or an acknowledgement, with the lines that belong to it
}

func readSteps(text string) (all []step) {
	before := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		does, isStep := strings.CutPrefix(line, "> ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			before += line + "\n"
		case isStep || len(all) == 0:
			all = append(all, step{before: before, does: does})
			before = ""
		default:
			last := &all[len(all)-1]
			if acks, ok := strings.CutPrefix(line, "< "); ok {
				for one := range strings.SplitSeq(acks, " · ") {
					last.came = append(last.came, "< "+one)
				}
			} else if strings.HasPrefix(line, " ") && len(last.came) > 0 {
				last.came[len(last.came)-1] += "\n" + line
			} else {
				last.came = append(last.came, line)
			}
		}
	}
	return all
}

// writeSteps is the opposite of readSteps. Entries are in order of kind where the story leaves it open.
func writeSteps(all []step) string {
	var b strings.Builder
	for _, st := range all {
		fmt.Fprintf(&b, "%s> %s\n", st.before, st.does)
		came := slices.Clone(st.came) // by HTTP what is acknowledged first is left to chance
		rest := slices.IndexFunc(came, func(e string) bool { return !strings.HasPrefix(e, "< ") || strings.Contains(e, "\n") })
		if rest < 0 {
			rest = len(came)
		}
		slices.Sort(came[:rest])
		acks := 0
		for _, e := range came {
			ack, isAck := strings.CutPrefix(e, "< ")
			switch {
			case isAck && !strings.Contains(ack, "\n") && acks > 0:
				b.WriteString(" · " + ack)
				acks++
				continue
			case acks > 0:
				b.WriteString("\n")
				acks = 0
			}
			b.WriteString(e)
			if isAck && !strings.Contains(ack, "\n") {
				acks++
			} else {
				b.WriteString("\n")
			}
		}
		if acks > 0 {
			b.WriteString("\n")
		}
	}
	return b.String()
}
