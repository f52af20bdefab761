package extract

import (
	"testing"

	"talksbot/knowledge/news"
)

// Sentences that sound like undertakings and are none.
func TestNothingUndertaken(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"The United States sent its envoy, who sat in the third row and signed nothing.",
		"Norway pledged nothing.",
		"Not one country pledged soldiers to the mission.",
		"Not a single bank has agreed to extend the loan.",
		"On one condition, that the Danes quit the port on the same day.",
		"The company's impact statement says the plant would draw 45 million litres a day from the river.",
		"The annex will be ready within six months, mediator Ann Bell said.",
	} {
		for _, r := range Read(news.Article{ID: "a", Text: s, Language: "en"}).Reports {
			if r.Stance != "" {
				t.Errorf("%q: %v %s %q", s, r.Actors, r.Stance, r.Undertaking)
			}
		}
	}
}
