// Command gen writes places.tsv for package gazetteer: names of countries from CLDR, capitals from
// github.com/biter777/countries, demonyms from the npm package i18n-nationality.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/biter777/countries"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

const header = "# Made by gen: do not edit, see doc.go; what is lacking or wrong here goes into house.tsv.\n"

func main() {
	log.SetFlags(0)
	nationalities := flag.String("nationalities", "", "langs/en.json of the npm package i18n-nationality")
	out := flag.String("out", "places.tsv", "what to write")
	flag.Parse()
	text, err := os.ReadFile(*nationalities)
	if err != nil {
		log.Fatal(err)
	}
	var demonyms struct{ Nationalities map[string]string }
	if err := json.Unmarshal(text, &demonyms); err != nil {
		log.Fatalf("%s: %v", *nationalities, err)
	}
	var lines []string
	all := countries.All()
	slices.SortFunc(all, func(a, b countries.CountryCode) int { return strings.Compare(a.Alpha2(), b.Alpha2()) })
	for _, c := range all {
		lines = append(lines, country(c, demonyms.Nationalities[c.Alpha2()])...)
	}
	if err := os.WriteFile(*out, []byte(header+strings.Join(lines, "")), 0o644); err != nil {
		log.Fatal(err)
	}
}

// country gives the lines of one country; those dissolved, and places nobody lives in, have none.
func country(c countries.CountryCode, demonym string) (lines []string) {
	region, err := language.ParseRegion(c.Alpha2())
	name := ""
	if err == nil {
		name = display.English.Regions().Name(region)
	}
	capital := c.Capital().String()
	if name == "" || capital == "None" {
		return nil
	}
	line := func(form string, surfaces ...string) {
		lines = append(lines, fmt.Sprintf("%s\t%s\t%s\n", c.Alpha2(), form, strings.Join(surfaces, "|")))
	}
	names := []string{short(name)}
	for _, n := range []string{strings.ReplaceAll(short(name), " & ", " and "), short(c.String())} {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	line("name", names...)
	line("capital", capital)
	if demonym == "" || strings.ContainsAny(demonym, ",(&") || slices.Contains(names, demonym) {
		return lines
	}
	line("demonym", demonym)
	if plural(demonym) {
		line("noun", demonym+"s")
	}
	return lines
}

// short drops what stands in brackets and CLDR's addition for China's special regions.
func short(name string) string {
	name, _, _ = strings.Cut(name, " (")
	return strings.TrimSuffix(name, " SAR China")
}

// plural tells whether a demonym's noun is regular: "Germans" but not "Frenches", "Danishes" or "Chineses".
func plural(demonym string) bool {
	for _, end := range []string{"ese", "ish", "ch", "sh", "ss", "ois", "s"} {
		if strings.HasSuffix(demonym, end) {
			return false
		}
	}
	return true
}
