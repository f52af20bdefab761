package english

import "strings"

// Set makes a set of the words of a text.
func Set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	functionWords = Set(`a an the this that these those some any no each every either neither both all most many much few several other another such
		i we you he she it they them him her us me his its their our my your who whom whose which what when where why how whether
		in on at by for with from to of into onto over under after before during since until till about against between among through
		within without across along around behind beyond near despite unlike like as than per via amid following including
		and or but nor so yet if unless once while although though because whereas
		is are was were be been being am has have had do does did will would shall should can could may might must
		not never also however meanwhile instead furthermore moreover separately crucially still already only just even then there here
		asked speaking responding told said one two three four five six seven eight nine ten`)
	numberWords = Set(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
		nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen
		twenty-one thirty-six bn mn trn half`)
	nameParticles = Set(`da do de del della der den van von bin ibn al el la le dos das di du ten ter y e`)
	abbreviations = Set(`mr mrs ms dr prof gen col lt sgt sen rep gov capt cmdr adm hon st no vs etc inc ltd co corp jan feb mar apr jun
		jul aug sep sept oct nov dec mon tue wed thu fri sat sun approx est dept fig al cf jr sr vol e.g i.e`)
)

// FunctionWord says whether a word, in lower case, has a use in the sentence and no meaning of its own.
func FunctionWord(w string) bool { return functionWords[w] }

// Classes reads lines of "class: word word+particle" into a set of words for each class; "+" stands for a space.
// Lines that begin with # are remarks.
func Classes(text string) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for line := range strings.Lines(text) {
		class, words, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(class, "#") {
			continue
		}
		m := out[class]
		if m == nil {
			m = map[string]bool{}
			out[class] = m
		}
		for _, w := range strings.Fields(words) {
			m[strings.ReplaceAll(w, "+", " ")] = true
		}
	}
	return out
}
