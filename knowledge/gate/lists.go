package gate

import "talksbot/knowledge/english"

// The words by which the gate tells what must not be lost, added or exchanged.
var (
	negations   = english.Set(`not never no none nobody nothing neither nor without hardly barely scarcely rarely seldom nowhere unlikely`)
	auxiliaries = english.Set(`is are was were be been being am has have had do does did`)
	modalWords  = english.Set(`will would shall should can could may might must`)
	// what binds an assertion to something that may not come
	conditionWords = english.Set(`if unless once until provided assuming pending upon subject contingent depending conditional barring`)
	// hedges of the whole clause
	hedgeWords = english.Set(`reportedly allegedly possibly probably likely perhaps maybe apparently supposedly presumably potentially partly partially temporarily
		conditionally provisionally tentatively initially originally formerly only merely solely exclusively almost nearly unofficially ostensibly seemingly
		previously once hypothetically theoretically`)
	// hedges of a number
	numberHedges = english.Set(`about around roughly nearly almost approximately over under up least most more less fewer than some only just to at maximum minimum`)
	// what makes a noun less, other or more than it names
	nounHedges = english.Set(`former ex proposed alleged possible potential planned draft would-be future eventual acting deputy vice so-called some most many several
		few half part likely suspected supposed prospective unconfirmed preliminary tentative partial limited earlier previous initial conditional
		hypothetical interim provisional temporary voluntary opposition shadow no neither any rival fake failed rejected abandoned each every all`)
	// connectives that may go
	connectives = english.Set(`however but and so furthermore moreover meanwhile still instead separately crucially also yet nevertheless nonetheless additionally
		similarly likewise thus hence therefore then indeed besides though while for example instance in addition the other hand on contrast by as well too
		notably importantly significantly overall finally lastly firstly secondly or`)
	// words a statement may add without saying more
	addable = english.Set(`a an the that and , also`)
	// verbs that tell what somebody said and nothing of whether it is so
	reportVerbs = english.Set(`say tell add stress note warn announce declare state explain write report confirm reiterate repeat remark insist emphasise emphasize
		claim argue maintain acknowledge admit recall specify describe assert indicate comment reply respond point underline underscore reaffirm affirm
		signal mention disclose reveal conclude predict estimate caution concede contend observe quip post tweet joke believe think expect`)
	// words that tell who spoke, for a lead-in
	saidWords = english.Set(`said says say told tells stated states announced announces declared declares added adds noted notes stressed stresses reported reports
		confirmed confirms warned warns insisted insists explained explains wrote writes argued argues claimed claims repeated repeats reiterated reiterates`)
)

// tenses are forms by which reported speech differs from what was said: present, past.
var tenses = map[[2]string]bool{
	{"is", "was"}: true, {"are", "were"}: true, {"am", "was"}: true, {"has", "had"}: true, {"have", "had"}: true, {"will", "would"}: true, {"can", "could"}: true,
	{"does", "did"}: true, {"do", "did"}: true,
}

// agreeing forms of one tense.
var agreeing = []map[string]bool{english.Set("is are am"), english.Set("was were"), english.Set("has have"), english.Set("does do")}
