package dialog

import (
	"testing"
	"time"

	"talksbot/adapters/phrase"
	"talksbot/knowledge"
)

// What was corrected since a day is told where it was published before: Changes compares what is published since.
func TestCorrectedSince(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }
	article := func(id, title, publisher string, published time.Time, corrected ...time.Time) knowledge.Article {
		a := knowledge.Article{ID: id, Title: title, Publisher: publisher, Published: published}
		for _, c := range corrected {
			a.Earlier = append(a.Earlier, knowledge.Version{Until: c})
		}
		return a
	}
	port := article("a", "The port\nopens", "Coast Courier", at(1, 0), at(2, 0), at(6, 9))
	pilots := article("b", "", "", time.Time{}, at(6, 10))
	never, earlier := article("c", "Ships", "", at(1, 0)), article("d", "Cranes", "", at(1, 0), at(4, 23))
	late := article("e", "Tugs", "", at(5, 0), at(7, 0)) // whose changes are compared as they are told now
	tests := []struct {
		name string
		all  []knowledge.Article
		want string
	}{
		{"none", []knowledge.Article{never, earlier, late}, ""},
		{"one", []knowledge.Article{never, port, earlier, late},
			"1 older article was corrected since, which is not among the changes: “The port opens”, Coast Courier (6 Mar 2026)."},
		{"several", []knowledge.Article{port, pilots}, "2 older articles were corrected since, which is not among the changes: “b” (6 Mar 2026); “The port opens”, Coast Courier (6 Mar 2026)."},
		{"many", []knowledge.Article{port, port, port, port, pilots}, "5 older articles were corrected since, which is not among the changes: " +
			"“b” (6 Mar 2026); “The port opens”, Coast Courier (6 Mar 2026); “The port opens”, Coast Courier (6 Mar 2026); and 2 more."},
	}
	for _, tt := range tests {
		if got := CorrectedSince(tt.all, at(5, 0), phrase.Words{}); got != tt.want {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
}
