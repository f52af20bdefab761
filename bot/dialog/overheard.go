package dialog

import (
	"regexp"
	"strings"

	"talksbot/knowledge/english"
	"talksbot/knowledge/gazetteer"
)

// toArticles says whether something that was not said to the bot asks what articles could answer. It would rather miss a
// question than break into a conversation: what is about those who talk, or about their own work, is left to them.
func toArticles(text string) bool {
	text = strings.ReplaceAll(strings.TrimSpace(text), "’", "'")
	if !isQuestion(text) || len(text) > overheard || toSomebody.MatchString(text) || named(text) {
		return false
	}
	for line := range strings.Lines(text) {
		for _, s := range english.Sentences(line) {
			if asksArticles(line[s.Start:s.End]) {
				return true
			}
		}
	}
	return false
}

var (
	// toSomebody finds what is said to one of those who are there, is quoted from one of them, or is laughed at.
	toSomebody = regexp.MustCompile(`(?i)@\w|^>|\b(?:you|your|yours|youre|u|ur|ya|y'?all|lol|lmao|rofl|omg|haha\w*|hehe\w*)\b`)
	// vocative and greeted find a name that somebody is called by, away finds one that is asked for.
	vocative = regexp.MustCompile(`^(?:(?i:hey|hi|hello|morning|thanks|ok|okay)[,!]?\s+)?([A-Z][\w-]*)(?:\s+[A-Z][\w-]*)?,\s|[^,]*,\s+([A-Z][\w-]*)\s*\?+$`)
	greeted  = regexp.MustCompile(`^(?i:hey|hi|hello|morning|thanks)\s+([A-Z][\w-]*)`)
	away     = regexp.MustCompile(`^(?i:is|was|where\s*(?:is|'s|was)|when\s*is)\s+([A-Z][\w-]*)(?:\s+(?:in|back|around|here|off|on|up|out|done|ready|today|now))*\s*\?*$`)
	// opener finds what is said before the matter.
	opener = regexp.MustCompile(`(?i)^(?:(?:good\s+)?(?:morning|afternoon|evening)|h+m+|um+|well|right|great|nice|cool|thanks|cheers|sorry|wait` +
		`|hey|hi|hello|yes|yeah|yep|no|nope|ok|okay|so|and|but|also|then|or|quick\s+(?:one|question)|question|btw|by\s+the\s+way|actually` +
		`|oh|ah|interesting)(?:\s+(?:all|everyone|everybody|folks|team|guys|there|again))?(?:\s*[,:;!.–—-]+\s*|\s+)`)
	// relayed finds what passes a question on to anybody; the question follows.
	relayed = regexp.MustCompile(`(?i)^(?:(?:does|do|did)\s+(?:any|some)(?:one|body)\s+(?:know|remember|recall)|(?:does|do|did)\s+we\s+know` +
		`|(?:can|could)\s+(?:any|some)(?:one|body)\s+(?:tell|say|confirm|remember|remind)(?:\s+(?:me|us))?|any(?:one|body)\s+(?:know|remember)` +
		`|any\s+idea|(?:i\s+|just\s+)*wonder(?:ing)?|not\s+sure|no\s+idea|remind\s+me)\s+`)
	// tag finds a statement that only looks for assent.
	tag = regexp.MustCompile(`(?i)(?:^|[,\s])(?:right|ok|okay|yes|no|yeah|correct|eh|huh|innit|agreed` +
		`|(?:is|are|was|were|do|does|did|has|have|will|would|can|could|should)n'?t\s+(?:it|he|she|they|that))\s*\?+$`)
	// own finds who talks and what they work with: their business, not that of articles.
	own = regexp.MustCompile(`(?i)\b(?:i|im|me|my|mine|we|our|ours|let'?s|(?:any|some|every)(?:one|body)|guys|folks|people\s+think` +
		`|lunch|dinner|breakfast|coffees?|tea|beers?|pizza|drinks?|cake|pub|weekend|holidays?|vacation|haircut|birthday|kids?|match|game|joke` +
		`|printer|wi-?fi|vpn|password|login|laptop|slack|zoom|hangout|calendar|invite|meme|gif|emoji|screenshots?|spreadsheets?|docs?|pdf` +
		`|bot|links?|deploy|build|ticket|jira|thread|channel|rota|shifts?|stand-?up|intern|boss|editors?|desk|podcast|playlist` +
		`|headlines?|subhead|standfirst|byline|typos?|newsletter|homepage|front\s+page|site|cms|layout|captions?|pics?|photos?|pieces?|copy` +
		`|stor(?:y|ies)|articles?|embargo(?:ed)?|writing|editing|subbing|filing|go(?:es|ing)?\s+(?:out|live|online))\b`)
	// idle finds questions that want no answer, or one about here and now.
	idle = regexp.MustCompile(`(?i)^(?:who\s+(?:knows|cares)|so\s+what|says\s+who|why\s+not|what\s+(?:if|now|then|gives|on\s+earth)` +
		`|what\s*(?:'s|is|was)\s+(?:up|new|next|this|that|it|wrong|happening|going\s+on|the\s+(?:matter|plan|point|time|date|weather))` +
		`|how\s+(?:nice|cool|lovely|funny|sad|dare|ridiculous|cute)` +
		`|how\s*(?:'s|is|was|are|were|did)\s+(?:it|things|everything|life|that|today|the\s+(?:trip|party|night|day|flight|weather|traffic|commute))` +
		`|where\s*(?:'s|is|was)\s+(?:it|this|that|he|she)` +
		`|(?:is|are|was|isn't|aren't|wasn't)\s+(?:it|that|this|he|she|they|there|these|those)\s+(?:(?:still|all|really|even|actually|just)\s+)*` +
		`(?:ok|okay|fine|good|ready|done|live|up|down|clear|working|broken|online|back|here|in|around|free|right|so|true|real|serious|new|weird|late|normal)` +
		`|(?:does|did|is|was)\s+(?:that|this|it)\s+(?:work|help|sound|look|make\s+sense|seem|matter|happen)` +
		`|who\s*(?:'s|is|else\s+is)\s+(?:in|around|free|available|up|here|online|back|on|off|next|this|that|it|he|she)` +
		`|who\s+(?:did|made|wrote|broke|wants|fancies|needs|has|got)\s+(?:this|that|it|a|an|some|time|the)|really|seriously)\b` +
		`|^what\s+(?:happened|time\s+is\s+it|the\s+\w+)\s*\?*$`)
)

// named says whether a text calls somebody by name, or asks where a colleague is.
func named(text string) bool {
	for _, m := range [][]string{vocative.FindStringSubmatch(text), greeted.FindStringSubmatch(text), away.FindStringSubmatch(text)} {
		for i, name := range m {
			if i > 0 && name != "" && !isPlace(name) && !opener.MatchString(name+" ") && !wordOf(name, wh) {
				return true
			}
		}
	}
	return false
}

const (
	wh       = "who whom whose what which when where why how"
	helper   = "is are was were do does did has have had will would can could should may might must 's 're 'll 'd"
	reversed = "is are was were does did has have had will would can could should may might must do isn't aren't wasn't weren't don't doesn't didn't hasn't haven't won't wouldn't couldn't shouldn't"
)

func wordOf(w, all string) bool { return strings.Contains(" "+all+" ", " "+strings.ToLower(w)+" ") }

// asksArticles says so of one sentence.
func asksArticles(s string) bool {
	s = strings.TrimSpace(s)
	marked := strings.HasSuffix(strings.TrimRight(s, `"')”! `), "?")
	if tag.MatchString(s) {
		return false
	}
	if names, ok := ellipsis(s); ok {
		return goesOn(s, names, marked)
	}
	for {
		rest := opener.ReplaceAllString(s, "")
		if rest == s || rest == "" {
			break
		}
		s = rest
	}
	if names, ok := ellipsis(s); ok {
		return goesOn(s, names, marked)
	}
	rest := relayed.ReplaceAllString(s, "")
	isRelayed := rest != s
	if head, _, _ := strings.Cut(rest, " "); wordOf(head, wh) || wordOf(head, reversed) {
		rest = strings.ToLower(head) + rest[len(head):] // a capital makes it a name to the tagger
	}
	toks := english.Tokens(rest)
	if isOwn(rest, toks) || idle.MatchString(rest) {
		return false
	}
	for len(toks) > 0 && strings.HasPrefix(toks[len(toks)-1].Tag, ".") {
		toks = toks[:len(toks)-1]
	}
	if len(toks) < 2 {
		return false
	}
	switch first := toks[0].Lower; {
	case isRelayed:
		return (wordOf(first, wh) || wordOf(first, "if whether")) && len(toks) > 2
	case wordOf(first, wh):
		return marked || len(toks) > 2 && isInverted(toks)
	case wordOf(first, reversed):
		return hasSubject(toks, marked)
	case !marked:
		return false
	case toks[0].Tag == "IN" || toks[0].Tag == "TO": // by when, under what conditions
		return wordOf(toks[1].Lower, wh)
	}
	return hasPlace(toks) && (toks[0].Lower == "any" || hasVerb(rest)) // a statement that is asked
}

// goesOn says whether an ellipsis with these names goes on from a question to the articles.
func goesOn(s, names string, marked bool) bool {
	toks := english.Tokens(names)
	if isOwn(names, toks) || english.TimeWords.MatchString(names) || len(toks) == 0 {
		return false
	}
	if startsWithPlace(names) {
		return true
	}
	for _, t := range toks {
		if english.TimeWord(t.Lower) || wordOf(t.Lower, "that this it now then him her them so what at") {
			return false
		}
	}
	return toks[len(toks)-1].Noun() && (marked || whatAbout.MatchString(s) && !strings.HasPrefix(strings.ToLower(s), "how"))
}

// isOwn says whether words are about those who talk. The US is not us.
func isOwn(text string, toks []english.Token) bool {
	for i, t := range toks {
		if t.Lower == "us" && t.Text != "US" && (i == 0 || toks[i-1].Lower != "the") {
			return true
		}
	}
	return own.MatchString(text)
}

// isInverted says whether words that begin like a question, and have no question mark, are one: "who signs for the UK",
// "which states have signed", but not "what a day" or "when the deal is done".
func isInverted(toks []english.Token) bool {
	first, second := toks[0].Lower, toks[1]
	finite := func(t english.Token) bool { return t.Tag == "VBZ" || t.Tag == "VBP" || t.Tag == "VBD" || t.Tag == "MD" }
	switch {
	case first == "which" && (finite(second) || wordOf(second.Lower, helper)): // which is great
		return false
	case wordOf(second.Lower, helper):
		return true
	case first == "who":
		return finite(second) || second.Tag == "NNS" // signs, pays: a noun to the tagger
	case first == "what" && finite(second):
		return len(toks) > 3
	case first == "when" || first == "where" || first == "why" || wordOf(second.Lower, "a an the"):
		return false
	}
	for _, t := range toks[2:] {
		if isHelper := wordOf(t.Lower, helper); isHelper || finite(t) {
			return isHelper || first != "what" // what they need is time
		}
	}
	return false
}

// hasSubject says whether a verb that comes first is followed by who or what it is asked of. Without a question mark it
// takes more: "is a good point" and "have a nice evening" are none.
func hasSubject(toks []english.Token, marked bool) bool {
	if len(toks) > 2 && toks[1].Lower == "n't" {
		toks = append(toks[:1:1], toks[2:]...)
	}
	second := toks[1]
	subject := second.Noun() || second.Tag == "DT" || second.Tag == "EX" || second.Tag == "PRP$" || second.Tag == "CD" ||
		strings.HasPrefix(second.Tag, "JJ") || wordOf(second.Lower, "he she it they there all any both") || isPlace(second.Text)
	if len(toks) < 3 {
		return false
	}
	return marked || subject && len(toks) > 3 && !wordOf(toks[0].Lower, "do have may might") && !wordOf(second.Lower, "a an")
}

func hasPlace(toks []english.Token) bool {
	words := english.Texts(toks)
	for i := range words {
		if _, _, ok := gazetteer.Match(words, i); ok {
			return true
		}
	}
	return false
}
