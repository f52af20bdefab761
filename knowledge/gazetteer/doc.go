// Package gazetteer knows the countries of the world, some organisations of states and the regions of continents by
// all that news English calls them: names, abbreviations, capitals, demonyms and seats of government.
//
// places.tsv is compiled by gen from three sources with permissive licences, chosen over the richer world-countries,
// whose ODbL would bind what is derived from it: names from Unicode CLDR (Unicode licence, by golang.org/x/text),
// capitals from github.com/biter777/countries (BSD 3-clause), demonyms from the npm package i18n-nationality (MIT).
// LICENSES has their notices. house.tsv is ours: what they lack (abbreviations, seats, regions, nouns such as Danes)
// and what they have wrong; it goes first.
//
// Codes are ISO 3166-1 alpha-2, XK for Kosovo, EU and UN. Other organisations are coded by their abbreviation in at
// least three letters or with a digit, regions by "X-" and a name.
package gazetteer

//go:generate go run ./gen -nationalities $NATIONALITIES -out places.tsv
