package index

// Stop says whether an analysed term is a function word or a question word: it says how something is put, not what about.
// "may" and "one" are not: they are a month and a number as well.
func Stop(term string) bool {
	switch term {
	case "a", "an", "the", "this", "that", "these", "those", "such", "each", "every", "either", "neither", "both", "any", "some",
		"other", "another", "same", "own",
		"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "you", "your", "yours", "yourself",
		"yourselves", "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself",
		"they", "them", "their", "theirs", "themselves", "there", "here",
		"who", "whom", "whose", "what", "which", "when", "where", "why", "how", "whether", "whatever", "whoever",
		"whichever", "whenever", "wherever", "many", "much",
		"am", "is", "are", "was", "were", "be", "been", "being", "isn", "aren", "wasn", "weren",
		"have", "has", "had", "having", "do", "does", "did", "doing", "done", "don", "doesn", "didn", "hasn", "haven", "hadn",
		"will", "would", "shall", "should", "can", "could", "might", "must", "ought", "cannot",
		"and", "or", "but", "nor", "not", "no", "so", "if", "then", "than", "because", "as", "while", "whilst", "until", "till",
		"although", "though", "unless", "yet", "also", "too", "very", "just", "only", "even", "still", "ever", "rather",
		"quite", "once", "else", "however", "therefore", "thus",
		"of", "at", "by", "for", "with", "about", "against", "between", "into", "through", "during", "before", "after", "above",
		"below", "to", "from", "up", "down", "in", "out", "on", "off", "over", "under", "upon", "within", "without", "onto",
		"per", "via", "among", "amongst", "amid", "toward", "towards", "across", "along", "around", "behind", "beside",
		"besides", "beyond", "despite", "except", "like", "near", "since", "throughout", "regarding", "concerning",
		"please", "s", "t", "d", "ll", "re", "ve":
		return true
	}
	return false
}
