// Package lexicon knows English words in general: base forms, what kind of thing a word names, and which words
// are near it in meaning. It knows nothing of any story.
//
// The knowledge is WordNet 3.1 (Princeton University, see LICENSE-WORDNET; the lists of irregular forms are those of
// release 3.0) without its proper names and its rare species, together with news.txt, our own groups of words that
// news English uses for one another and WordNet keeps apart. gen compiles both into words.bin, which is embedded and
// searched as it lies: nothing is parsed at start, and a string that is returned is a part of the file.
//
// Words may come as they stand in a text: "Ministers" is looked up as "ministers" and as "minister". Entries of
// several words ("prime minister") have spaces between them. A word's senses weigh as often as they were met in the
// tagged texts that come with WordNet, and a little by their rank, so that senses never met still count.
package lexicon

//go:generate go run ./gen -dict $WORDNET_DICT -irregular $WORDNET_IRREGULAR -news news.txt -out words.bin
