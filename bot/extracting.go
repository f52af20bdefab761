package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"talksbot/adapters/console"
	"talksbot/knowledge"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/model"
)

// reader is the model that reads articles beside the rules and makes vectors of them, as far as the configuration has one.
type reader struct {
	config llm.Config
	client *llm.Client
}

// reader makes it. No key is needed where nothing is asked: what was noted before serves then.
func (p *program) reader(c Config) (reader, error) {
	if c.Model.Extract && (c.Model.BaseURL == "" || c.Model.Model == "") {
		return reader{}, usage{errors.New("--extract needs a model: name its endpoint and itself in the configuration, under model.base_url and model.model")}
	}
	key, err := c.modelKey(p.env)
	switch {
	case err != nil && c.Model.Extract:
		return reader{}, usage{fmt.Errorf("%w\n“bot doctor llm” checks what is set up", err)}
	case err != nil && c.Model.Embeddings != "":
		fmt.Fprintln(p.err, "no vectors: "+err.Error())
		c.Model.Embeddings = ""
	}
	return reader{c.Model, llm.New(c.Model, key, llm.Parts{})}, nil
}

func (r reader) options() knowledge.Options {
	parts := model.Parts(r.config, r.client)
	opt := knowledge.Options{Parts: knowledge.Parts{Extractor: parts.Extractor, Embedder: parts.Embedder}}
	if r.config.Extract {
		opt.Extract = knowledge.Budget{Calls: r.config.ExtractCalls, Tokens: r.config.ExtractTokens, AtOnce: r.config.Concurrency}
	}
	return opt
}

// extracted says what the model found, what it cost and what was left out. failed is true where it was asked and did not answer
// everything.
func (p *program) extracted(x *knowledge.Extraction, r reader) (failed bool) {
	if x == nil || !r.config.Extract && x.Noted == 0 {
		return false
	}
	if !p.quiet {
		fmt.Fprintf(p.out, "The model %s was asked about %s, %d known from before", console.Plain(x.By), several(x.Calls, "passage"), x.Cached)
		if t := r.client.Totals(); t.In+t.Out > 0 {
			fmt.Fprintf(p.out, " (%d tokens", t.In+t.Out)
			if t.Cost > 0 {
				fmt.Fprintf(p.out, ", cost %.4f", t.Cost)
			}
			fmt.Fprint(p.out, ")")
		}
		fmt.Fprintf(p.out, ".\nOf %s it noted, %d are kept.\n", several(x.Noted, "entry"), x.Kept)
		reasons := slices.SortedFunc(maps.Keys(x.Refused), func(a, b string) int {
			return cmp.Or(cmp.Compare(x.Refused[b], x.Refused[a]), cmp.Compare(a, b))
		})
		for _, why := range reasons {
			fmt.Fprintf(p.out, "  not kept: %d, %s\n", x.Refused[why], why)
		}
	}
	if r.config.Extract && len(x.LeftOut) > 0 {
		n := 0
		for _, of := range x.LeftOut {
			n += of
		}
		if !p.quiet {
			fmt.Fprintf(p.out, "Left for the next refresh: %s of %s: %s\n", several(n, "passage"), several(len(x.LeftOut), "article"), console.Plain(some(x.LeftOut)))
		}
	}
	if x.Problem != "" {
		p.say(x.Problem + " The articles are taken in without what it would have read.")
	}
	if x.Failed > 0 {
		p.say(fmt.Sprintf("the model failed on %s; the next refresh with --extract asks again", several(x.Failed, "passage")))
	}
	return x.Failed > 0 || x.Problem != ""
}

// mostListed is how many articles of which something was left out are named.
const mostListed = 10

// some names the articles of which the most was left out.
func some(left map[string]int) string {
	ids := slices.SortedFunc(maps.Keys(left), func(a, b string) int { return cmp.Or(cmp.Compare(left[b], left[a]), cmp.Compare(a, b)) })
	var out []string
	for _, id := range ids[:min(len(ids), mostListed)] {
		out = append(out, fmt.Sprintf("%s (%d)", id, left[id]))
	}
	if len(ids) > mostListed {
		out = append(out, "…")
	}
	return strings.Join(out, ", ")
}

// several writes a number of things.
func several(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(what, "y"))
	}
	return fmt.Sprintf("%d %ss", n, what)
}
