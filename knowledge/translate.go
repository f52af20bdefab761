package knowledge

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"talksbot/knowledge/english"
	"talksbot/knowledge/foreign"
	"talksbot/knowledge/gazetteer"
	"talksbot/knowledge/lexicon"
)

// Translation says how a Translator did with an Answer.
type Translation struct {
	By         string     `json:"by"`                // Translator.Name
	Language   string     `json:"language"`          // as in BCP 47
	Translated int        `json:"translated"`        // Statements with an Original; the others are in the articles' own language
	Problem    string     `json:"problem,omitempty"` // why none is, in a sentence without secrets
	Dropped    []Rejected `json:"dropped,omitempty"` // translations that were not let out
}

// translated puts Statements that the gate has let out into the language of a Question that was understood in another one. A
// translation is let out where what it comes to in English, for a Translator that sees nothing else, is carried by the same
// Citations as the Statement, by the same Actor, Stance and speaker, and lacks nothing that it says. ask is the Translator's.
func (b *Base) translated(ctx, ask context.Context, st *state, from understood, said []Statement) ([]Statement, *Translation, error) {
	by := b.opt.Parts.Translator
	if by == nil || from.language == "" || from.rewriting == nil || !from.rewriting.Used {
		return said, nil, nil
	}
	var texts []string
	var of []int // for each text the Statement that it is of
	for i, s := range said {
		if !st.inLanguage([]Statement{s}, from.language) {
			texts, of = append(texts, s.Text), append(of, i)
		}
	}
	if len(texts) == 0 {
		return said, nil, nil
	}
	how := &Translation{By: by.Name(), Language: from.language}
	fail := func(err error) ([]Statement, *Translation, error) {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		how.Problem = problem(err, "so the answer is in English.")
		return said, how, nil
	}
	there, err := translate(ask, by, texts, from.language)
	if err != nil {
		return fail(err)
	}
	var fit []string
	for k := 0; k < len(there); {
		there[k] = strings.TrimSpace(there[k])
		if reason := st.unfitTranslation(said[of[k]].Text, there[k], from.language); reason != "" {
			how.Dropped = append(how.Dropped, Rejected{clipped(there[k]), reason})
			there, of = slices.Delete(there, k, k+1), slices.Delete(of, k, k+1)
			continue
		}
		fit = append(fit, there[k])
		k++
	}
	if len(fit) == 0 {
		return said, how, nil
	}
	back, err := translate(ask, by, fit, foreign.English)
	if err != nil {
		return fail(err)
	}
	out := slices.Clone(said)
	for k, i := range of {
		reason, err := b.sameAs(ctx, st, said[i], strings.TrimSpace(back[k]))
		if err != nil {
			return nil, nil, err
		}
		if reason != "" {
			how.Dropped = append(how.Dropped, Rejected{clipped(there[k]), reason + ": " + clipped(back[k])})
			continue
		}
		out[i].Original, out[i].Text = out[i].Text, there[k]
		how.Translated++
	}
	return out, how, nil
}

// translate makes an error of a panic, and of what is not one text for each.
func translate(ctx context.Context, by Translator, texts []string, to string) (out []string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("the translation failed")
		}
	}()
	out, err = by.Translate(ctx, slices.Clone(texts), to)
	if err == nil && len(out) != len(texts) {
		err = errors.New("there is not one translation for each text")
	}
	return slices.Clone(out), err
}

// sameAs says why a text in English does not say what a Statement says; "" where it does.
func (b *Base) sameAs(ctx context.Context, st *state, s Statement, text string) (reason string, err error) {
	if text == s.Text {
		return "", nil
	}
	draft := Statement{Text: text, Kind: Summary, Actor: s.Actor, Stance: s.Stance, SaidBy: s.SaidBy, Citations: s.Citations}
	if reason := cmp.Or(unfit(draft), loses(s, text)); reason != "" {
		return reason, nil
	}
	v, err := b.verifier(st).Verify(ctx, draft)
	if err != nil || v.Kind == Supported {
		return "", err
	}
	return cmp.Or(v.Reason, "the quotes do not carry it"), nil
}

// unfitTranslation says why a text cannot be a translation of one in English, as far as rules see; "" where it may be one.
func (st *state) unfitTranslation(text, translation, language string) string {
	n, m := utf8.RuneCountInString(text), utf8.RuneCountInString(translation)
	last, _ := utf8.DecodeLastRuneInString(translation)
	switch {
	case translation == text:
		return "it is not translated"
	case !utf8.ValidString(translation) || strings.ContainsFunc(translation, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }):
		return "it has characters that are not shown"
	case markup.MatchString(translation) || address.MatchString(translation) && !address.MatchString(text):
		return "it has markup, a link or a mention"
	case !strings.ContainsRune(".!?…\"”’'»“)。？！」؟۔।", last):
		return "it is no whole sentence"
	case m > 3*n || 6*m < n:
		return "it is far longer or shorter than what it is of"
	case foreign.Language(translation) != language:
		return "it is not in the language of the question"
	case !slices.Equal(foreign.Figures(text), foreign.Figures(translation)):
		return "it has other numbers"
	case foreign.Knows(language) && foreign.Denies(text, foreign.English) != foreign.Denies(translation, language):
		return "it denies what is not denied, or the other way round"
	}
	counted := foreign.Numbers(translation, language)
	for _, n := range englishNumbers(text) {
		if foreign.Counts(language) && !slices.Contains(counted, n) {
			return "it leaves out a number"
		}
	}
	named := foreign.States(text, foreign.English)
	for _, code := range foreign.States(translation, language) {
		if !slices.Contains(named, code) {
			return "it names a state that is not named"
		}
	}
	for _, name := range st.spelt(text) {
		if !foreign.Spells(translation, name) && foreign.Spelt(translation) {
			return "it leaves out a name: " + name
		}
	}
	return ""
}

// spelt gives the words of a text in English that are names in every language: with a capital, no state's, and either a person's
// or none of those that offices, bodies and treaties are called by, which have names in each.
func (st *state) spelt(text string) (names []string) {
	words := english.Texts(english.Tokens(text))
	for i := 0; i < len(words); i++ {
		if _, n, ok := gazetteer.Match(words, i); ok {
			i += n - 1
			continue
		}
		low := strings.ToLower(words[i])
		_, person := st.people[english.Fold(words[i])]
		if english.IsCapital(words[i]) && !english.FunctionWord(low) && (person || !translatable(low)) && !english.AllCapitals(words[i]) {
			names = append(names, strings.TrimSuffix(strings.TrimSuffix(words[i], "'s"), "’s"))
		}
	}
	return names
}

// translatable says whether a word may be one of a name that each language has in words of its own: Security Council, March. An
// animal, a plant or a thing is none.
func translatable(w string) bool {
	return lexicon.Known(w, lexicon.Adjective) || lexicon.Known(w, 0) && (!lexicon.Known(w, lexicon.Noun) || lexicon.Is(w, lexicon.Noun, lexicon.NounAct, lexicon.NounAttribute, lexicon.NounCognition,
		lexicon.NounCommunication, lexicon.NounEvent, lexicon.NounGroup, lexicon.NounLocation, lexicon.NounPerson, lexicon.NounPossession, lexicon.NounState, lexicon.NounTime) > 0.35)
}
