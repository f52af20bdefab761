package sources

import "strings"

// around settles what depends on where the text starts and ends: bylines stand before or after it, and its
// last sentences may carry an agency's initials as a caption does.
func around(units []unit) {
	first, last := len(units), -1
	for i, u := range units {
		if u.drop == "" && u.sentence {
			first, last = min(first, i), i
		}
	}
	for i := range units {
		switch u := &units[i]; {
		case u.drop == "caption" && last >= 0 && i > last && strings.Contains(u.text, ". "):
			u.drop = ""
		case u.drop == "" && !u.fixed && !u.listed && (i < first || i > last) && isByline(u.text):
			u.drop = "byline"
		}
	}
}

// calls drops what stands over "Read more" and the like in the same block: up to three short lines, and more
// than one of them only when the block starts there. It also drops advertisements that address the reader.
func calls(c *clutter, units []unit) {
	for i, u := range units {
		if !c.calls[bare(visible(u.text))] {
			continue
		}
		start := i
		for start > 0 && !units[start].gap && i-start < 3 && short(units[start-1]) {
			start--
		}
		for j := start; j < i; j++ {
			// A short sentence may be the article's own last one, unless it stands under a label of its block.
			under := (units[start].gap || start == 0) && !units[start].sentence
			if units[j].drop == "" && (under || !units[j].sentence) {
				units[j].drop = "teaser"
			}
		}
	}
	for i := 0; i+1 < len(units); i++ {
		u, q := &units[i], &units[i+1]
		alone := u.gap && !q.gap && (i+2 == len(units) || units[i+2].gap)
		if alone && label(*u) && q.drop == "" && !q.fixed && addresses(q.text) {
			u.drop, q.drop = "advertisement", "advertisement"
		}
	}
}

func short(u unit) bool { return u.words <= 14 && !u.fixed && !u.listed && !u.heading }

// addresses reports whether a line is a question to the reader, outside quotation marks.
func addresses(s string) bool {
	if !strings.HasSuffix(s, "?") || strings.ContainsAny(s, "\"“”«»") {
		return false
	}
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		if w = strings.Trim(w, ",?"); w == "you" || w == "your" {
			return true
		}
	}
	return false
}

// label reports whether a unit is a few words without a stop, which may be a heading, a section or a name.
func label(u unit) bool {
	return u.words <= 6 && !u.sentence && !u.fixed && !u.listed && !ends(visible(u.text)) && !strings.HasSuffix(u.text, ":")
}

// subheading reports whether unit i stands right over text of the article and is set off from what is above.
func subheading(units []unit, i int) bool {
	return units[i].drop == "" && i+1 < len(units) && units[i].words <= 10 && units[i+1].solid() &&
		(units[i].heading || units[i].gap && !units[i+1].gap)
}

// sections drops labels over lists of other articles together with the lists, up to the next sentence.
func sections(c *clutter, units []unit) {
	for i := 0; i < len(units); i++ {
		if units[i].fixed || !c.isSection(units[i].text) {
			continue
		}
		units[i].drop = "section"
		for i+1 < len(units) {
			u := &units[i+1]
			if u.drop == "" && (u.sentence || u.fixed || u.heading && !c.isSection(u.text) || subheading(units, i+1)) {
				break
			}
			if u.drop == "" {
				u.drop = "in a section"
			}
			i++
		}
	}
}

// headlines drops runs of other articles' headlines: three or more lines in title case without a stop
// anywhere, fewer at the end, and from four on at the end in any case when a blank line sets them off.
func headlines(units []unit) {
	text := lastSolid(units)
	for i := 0; i < len(units); i++ {
		end, caps := i, 0
		for end < len(units) && teaser(units[end]) {
			if titled(visible(units[end].text)) {
				caps++
			}
			end++
		}
		n := end - i
		if n == 0 {
			continue
		}
		last := text < i
		if !last && units[end-1].words <= 10 && (!units[end].gap || units[end-1].gap) {
			end-- // it may head the text that follows
			n--
		}
		if n == 0 {
			continue
		}
		led := i > 0 && strings.HasSuffix(units[i-1].text, ":") && units[i-1].drop == ""
		mostly := caps*10 >= n*7
		if !led && (mostly && n >= 3 || mostly && last && caps > 0 || last && n >= 4 && units[i].gap) {
			for j := i; j < end; j++ {
				units[j].drop = "headline"
			}
		}
		i = max(i, end-1)
	}
}

func teaser(u unit) bool {
	return u.drop == "" && u.words >= 4 && u.words <= 20 && !u.sentence && !u.fixed && !u.listed && !u.heading &&
		!strings.HasSuffix(u.text, ":")
}

func lastSolid(units []unit) int {
	for i := len(units) - 1; i >= 0; i-- {
		if units[i].solid() {
			return i
		}
	}
	return -1
}

// leading drops dates, section names and runs of labels before the article's first text. A line that stands
// right over a list or right over the text in its block heads it and stays; so does a single standfirst.
func leading(units []unit) {
	first := 0
	for first < len(units) && !units[first].solid() {
		first++
	}
	if first == len(units) {
		return
	}
	for i := 0; i < first; i++ {
		u := &units[i]
		if u.drop != "" {
			continue
		}
		s := visible(u.text)
		heads := i+1 == first && (u.heading || units[first].listed || units[first].fixed || !units[first].gap && u.words >= 3)
		beside := i > 0 && units[i-1].drop != "" && units[i-1].drop != "title" ||
			i+1 < first && (units[i+1].drop != "" || label(units[i+1]))
		switch {
		case isDate(u.text):
			u.drop = "date"
		case heads:
		case label(*u) && (u.words <= 2 || shouted(s) || beside):
			u.drop = "section name"
		}
	}
}

// trailing drops what hangs below the article's last text: dates, author notes and labels that head nothing.
func trailing(units []unit) {
	for range 3 { // authors at most
		last := lastSolid(units)
		if last < 0 {
			return
		}
		for i := last + 1; i < len(units); i++ {
			u := &units[i]
			below := i+1 == len(units) || units[i+1].drop != ""
			switch {
			case u.drop != "":
			case isDate(u.text):
				u.drop = "date"
			case label(*u) && (u.words <= 3 || below && i+1 < len(units)):
				u.drop = "label"
			}
		}
		if last > 0 && units[last].words <= 30 && author.MatchString(visible(units[last].text)) {
			units[last].drop = "author"
			continue
		}
		return
	}
}
