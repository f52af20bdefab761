package english

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{ // want: the tokens with a bar between
		{"stop", "The port reopened.", "The|port|reopened|."},
		{"commas", "Lund, Voss, and Roe left.", "Lund|,|Voss|,|and|Roe|left|."},
		{"possessives", "Lund’s port, the owners' ships, Voss's crew.", "Lund|’s|port|,|the|owners|'|ships|,|Voss|'s|crew|."},
		{"contractions", "They won't sell, and it isn’t ours.", "They|wo|n't|sell|,|and|it|is|n’t|ours|."},
		{"hyphens stay", "A U.S.-led, state-owned fleet.", "A|U.S.-led|,|state-owned|fleet|."},
		{"dashes part", "The deal—if any—holds; 2019–2021.", "The|deal|—|if|any|—|holds|;|2019|–|2021|."},
		{"quotation marks part", "He said “no”, ‘never’ and \"none\".", "He|said|“|no|”|,|‘|never|’|and|\"|none|\"|."},
		{"guillemets", "She said «no».", "She|said|«|no|»|."},
		{"brackets", "The fund (FPX) paid [late].", "The|fund|(|FPX|)|paid|[|late|]|."},
		{"money", "It cost $3bn, €2.5m or £40.", "It|cost|$|3bn|,|€|2.5m|or|£|40|."},
		{"figures", "Of 1,000 ships 3.5 per cent sank.", "Of|1,000|ships|3.5|per|cent|sank|."},
		{"share", "Wages rose 3%.", "Wages|rose|3%|."},
		{"abbreviations keep their stops", "Gen. Roe met J. Lund in the U.S. at 4 p.m. sharp.", "Gen.|Roe|met|J.|Lund|in|the|U.S.|at|4|p.m.|sharp|."},
		{"short words at the end", "The city said no.", "The|city|said|no|."},
		{"short words at the end that are days", "The crew sat.", "The|crew|sat|."},
		{"initials", "J. Lund and K.L. Voss and Ada B. Tarbert left.", "J.|Lund|and|K.L.|Voss|and|Ada|B.|Tarbert|left|."},
		{"letter at the end", "“They chose plan B.”", "“|They|chose|plan|B|.|”"},
		{"abbreviations inside", "It was port vs. city on Sept. 5, etc., in No. 7.", "It|was|port|vs.|city|on|Sept.|5|,|etc.|,|in|No.|7|."},
		{"straight single quotation marks", "'It's over,' said the owners' aide.", "'|It|'s|over|,|'|said|the|owners|'|aide|."},
		{"years without a century", "The '90s and the ’80s, for 'em.", "The|'90s|and|the|’80s|,|for|'em|."},
		{"ellipsis", "We are… not ready... yet.", "We|are|…|not|ready|...|yet|."},
		{"question in a quotation", "“Why?” she asked.", "“|Why|?|”|she|asked|."},
		{"emphasis is not read", "The **fund** paid _late_.", "The|fund|paid|late|."},
		{"letters with marks", "Él Ñandú lost.", "Él|Ñandú|lost|."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, k := range Tokens(tt.text) {
				got = append(got, k.Text)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "|")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A tag and a dictionary form for words that news turns on.
func TestTags(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, word, tag, lemma string }{
		{"The port will reopen.", "will", "MD", "will"},
		{"The port will reopen.", "reopen", "VB", "reopen"},
		{"His will was read aloud.", "will", "NN", "will"},
		{"There is no will to act.", "will", "NN", "will"},
		{"The political will to act is there.", "will", "NN", "will"},
		{"The poor will pay.", "will", "MD", "will"},
		{"This will cost the port dear.", "will", "MD", "will"},
		{"The ’90s were hard.", "’90s", "CD", "'90s"},
		{"The deal may fail.", "may", "MD", "may"},
		{"It closed in May 2024.", "May", "NNP", "may"},
		{"They won't sell.", "wo", "MD", "will"},
		{"Lund won the vote.", "won", "VBD", "win"},
		{"The owners have agreed to sell.", "agreed", "VBN", "agree"},
		{"The owners have agreed to sell.", "owners", "NNS", "owner"},
		{"Lund's offer stands.", "'s", "POS", "'s"},
		{"It's late.", "'s", "VBZ", "be"},
		{"Harrow paid $3bn.", "$", "$", "$"},
		{"Harrow paid $3bn.", "3bn", "CD", "3bn"},
		{"Twenty ships sailed.", "Twenty", "CD", "twenty"},
		{"No ship sailed.", "No", "DT", "no"},
		{"They did not sail.", "not", "RB", "not"},
		{"Voss said “no”.", "“", "``", `"`},
		{"Voss said “no”.", "”", "''", `"`},
		{"The deal—if any—holds.", "—", "--", "—"},
		{"The envoy of the league arrived.", "envoy", "NN", "envoy"},
		{"The talks are pending.", "pending", "JJ", "pending"},
	}
	for _, tt := range tests {
		found := false
		for _, k := range Tokens(tt.text) {
			if k.Text != tt.word {
				continue
			}
			found = true
			if k.Tag != tt.tag || k.Lemma != tt.lemma {
				t.Errorf("%s: %s is %s %s, want %s %s", tt.text, tt.word, k.Tag, k.Lemma, tt.tag, tt.lemma)
			}
		}
		if !found {
			t.Errorf("%s: no %s", tt.text, tt.word)
		}
	}
}

// checkTokens fails the test unless the tokens are in order, apart, and each is the text at its offsets.
func checkTokens(t *testing.T, text string, toks []Token) {
	t.Helper()
	last := 0
	for _, k := range toks {
		if k.Start < last || k.End <= k.Start || k.End > len(text) {
			t.Fatalf("token %d–%d after %d in %d bytes: %q", k.Start, k.End, last, len(text), text)
		}
		if k.Text != text[k.Start:k.End] {
			t.Fatalf("token %q stands at %q in %q", k.Text, text[k.Start:k.End], text)
		}
		if strings.TrimSpace(k.Text) != k.Text {
			t.Fatalf("space around token %q of %q", k.Text, text)
		}
		if gap := strings.Trim(text[last:k.Start], "*_"); strings.TrimSpace(strings.Trim(strings.TrimSpace(gap), "*_")) != "" {
			t.Fatalf("left out %q of %q", gap, text)
		}
		if utf8.ValidString(text) && !utf8.ValidString(k.Text) {
			t.Fatalf("token %q cuts a letter of %q", k.Text, text)
		}
		if k.Tag == "" {
			t.Fatalf("token %q of %q has no tag", k.Text, text)
		}
		last = k.End
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range sentences {
		f.Add(barless(s.barred))
	}
	f.Add("\xff* “\x80’s—")
	f.Add("a\u2003b\u00a0c\u200bd")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			t.Skip("longer than a sentence")
		}
		checkTokens(t, text, Tokens(text))
	})
}
