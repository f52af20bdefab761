package english

import "talksbot/knowledge/lexicon"

// had says whether "'d" before these words is "had": she'd said, she'd never been.
func had(next, then Token) bool {
	if next.Tag == "RB" || next.Lower == "not" || next.Lower == "never" {
		next = then
	}
	if next.Lower == "better" {
		return true
	}
	return (next.Tag == "VBN" || next.Tag == "VBD") && lexicon.Lemma(next.Lower, lexicon.Verb) != next.Lower
}

// willIsNoun: "her will was read", "the political will to act"; but "the poor will pay", "this will, in time, pass".
func willIsNoun(prev, next Token) bool {
	switch prev.Tag {
	case "DT":
		if prev.Lower == "this" || prev.Lower == "that" || prev.Lower == "all" || prev.Lower == "some" || prev.Lower == "both" {
			return false
		}
	case "PRP$", "JJ":
	default:
		return false
	}
	switch next.Tag {
	case "TO", "IN", "VBZ", "VBD", "MD":
		return true
	}
	return false
}
