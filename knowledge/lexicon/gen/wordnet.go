package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// part is a part of speech by its number in package lexicon, its file's name and its letter in pointers.
type part struct {
	pos    byte
	file   string
	letter string
}

var parts = []part{{1, "noun", "n"}, {2, "verb", "v"}, {3, "adj", "a"}, {4, "adv", "r"}}

func posOf(letter string) byte {
	for _, p := range parts {
		if p.letter == letter {
			return p.pos
		}
	}
	if letter == "s" { // satellite adjective
		return 3
	}
	return 0
}

// key names a word as a part of speech.
type key struct {
	lemma string
	pos   byte
}

// place names a synset by its part of speech and its offset in the data file.
type place struct {
	pos    byte
	offset int
}

type pointer struct {
	symbol   string
	to       place
	from, at int // the words it joins, from 1; 0 is the whole synset
}

type synset struct {
	id       int
	place    place
	class    byte
	agent    bool
	instance bool
	words    []string // in lower case, with spaces
	pointers []pointer
	below    []*synset
}

type sense struct {
	synset *synset
	weight int
	rank   int // WordNet's order of a word's senses, from 1
}

type link struct {
	to     key
	weight int // of 255
}

type entry struct {
	senses    []sense
	related   []link
	opposites []key
}

type wordNet struct {
	synsets    map[place]*synset
	order      []*synset
	entries    map[key]*entry
	counts     map[key]map[int][2]int // by synset offset: rank, times met
	irregular  map[string][]key
	bySenseKey map[string]place
}

func newWordNet() *wordNet {
	return &wordNet{synsets: map[place]*synset{}, entries: map[key]*entry{}, counts: map[key]map[int][2]int{},
		irregular: map[string][]key{}, bySenseKey: map[string]place{}}
}

func (w *wordNet) entry(k key) *entry {
	e := w.entries[k]
	if e == nil {
		e = &entry{}
		w.entries[k] = e
	}
	return e
}

func lines(path string, each func(string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		if err := each(sc.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return sc.Err()
}

// readCounts reads how often each sense was met: senseidx(5WN), "lemma%type:… offset rank count".
func (w *wordNet) readCounts(dict string) error {
	return lines(filepath.Join(dict, "index.sense"), func(line string) error {
		f := strings.Fields(line)
		lemma, rest, ok := strings.Cut(f[0], "%")
		if !ok || len(f) != 4 {
			return fmt.Errorf("not a sense: %q", line)
		}
		pos := rest[0] - '0'
		if pos == 5 {
			pos = 3
		}
		var n [3]int
		for i := range n {
			v, err := strconv.Atoi(f[i+1])
			if err != nil {
				return err
			}
			n[i] = v
		}
		k := key{plain(lemma), pos}
		if w.counts[k] == nil {
			w.counts[k] = map[int][2]int{}
		}
		w.bySenseKey[f[0]] = place{pos, n[0]}
		w.counts[k][n[0]] = [2]int{n[1], n[2]}
		return nil
	})
}

func plain(lemma string) string {
	lemma, _, _ = strings.Cut(lemma, "(") // adjectives: "galore(ip)"
	return strings.ReplaceAll(strings.ToLower(lemma), "_", " ")
}

// readData reads one file of synsets: wndb(5WN).
func (w *wordNet) readData(dict string, p part) error {
	return lines(filepath.Join(dict, "data."+p.file), func(line string) (err error) {
		if strings.HasPrefix(line, " ") { // the licence
			return nil
		}
		body, _, _ := strings.Cut(line, " | ")
		f := strings.Fields(body)
		number := func(i, base int) int {
			v, e := strconv.ParseInt(f[i], base, 32)
			if e != nil && err == nil {
				err = e
			}
			return int(v)
		}
		s := &synset{place: place{p.pos, number(0, 10)}, class: byte(number(1, 10))}
		n := number(3, 16)
		at, rare := 4, true
		for range n {
			s.words = append(s.words, plain(f[at]))
			rare = rare && (strings.Contains(f[at], "_") || f[at] != strings.ToLower(f[at]))
			at += 2
		}
		met := 0
		for _, word := range s.words {
			met += w.counts[key{word, p.pos}][s.place.offset][1]
		}
		pointers := number(at, 10)
		for at++; pointers > 0; pointers-- {
			s.pointers = append(s.pointers, pointer{f[at], place{posOf(f[at+2]), number(at+1, 10)},
				number(at+3, 16) >> 8, number(at+3, 16) & 0xff})
			s.instance = s.instance || f[at] == "@i"
			at += 4
		}
		if rare && met == 0 && (s.class == noCommonAnimal || s.class == noCommonPlant) {
			return err
		}
		if !s.instance {
			w.synsets[s.place] = s
			w.order = append(w.order, s)
		}
		return err
	})
}

// Classes whose species and genera with names of several words or in Latin are left out unless they were ever met.
const (
	noCommonAnimal = 5
	noCommonPlant  = 20
)
