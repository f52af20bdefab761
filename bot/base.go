package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"talksbot/knowledge"
	"talksbot/knowledge/corpus"
	"talksbot/knowledge/llm"
	"talksbot/knowledge/model"
	"talksbot/knowledge/sources"
	"talksbot/knowledge/storage"
)

// open reads the settings and opens the knowledge base that they name for reading, as of the day of --as-of where that is given. close
// is never nil.
func (p *program) open(ctx context.Context) (b *knowledge.Base, c Config, close func(), err error) {
	return p.openBy(ctx, openBase)
}

// openBy is open by a way to open knowledge bases.
func (p *program) openBy(ctx context.Context, open func(context.Context, Config, knowledge.Parts) (*knowledge.Base, func(), error)) (b *knowledge.Base, c Config, close func(), err error) {
	c, _, err = p.settings()
	if err != nil {
		return nil, c, func() {}, err
	}
	key, err := c.modelKey(p.env)
	if err != nil {
		return nil, c, func() {}, usage{fmt.Errorf("%w\n“bot doctor llm” checks what is set up", err)}
	}
	b, close, err = open(ctx, c, c.parts(key, llm.Parts{Record: p.record}))
	if err != nil {
		return nil, c, close, err
	}
	if b, err = p.asOf.of(ctx, b); err != nil {
		close()
		return nil, c, func() {}, err
	}
	return b, c, close, nil
}

// modelKey reads the key of the model from the environment, "" where there is none to have.
func (c Config) modelKey(env func(string) string) (string, error) {
	if c.Model.BaseURL == "" {
		return "", nil
	}
	return c.Model.Key(env)
}

// parts are the stages that the models of a configuration do.
func (c Config) parts(key string, with llm.Parts) knowledge.Parts {
	return model.Parts(c.Model, llm.New(c.Model, key, with))
}

// openBase opens the knowledge base for reading. Where nothing was ever refreshed no file is made: the bundled briefs
// serve. close is never nil.
func openBase(ctx context.Context, c Config, parts knowledge.Parts) (b *knowledge.Base, close func(), err error) {
	opt := knowledge.Options{Fallback: sources.FS(corpus.FS()), Parts: parts}
	if _, err := os.Stat(c.storeFile()); errors.Is(err, fs.ErrNotExist) {
		b, err := knowledge.Open(ctx, opt)
		return b, func() {}, err
	}
	return openStored(ctx, c, opt)
}

// openKept is openBase, but makes a file where there are sources to refresh from.
func openKept(ctx context.Context, c Config, parts knowledge.Parts) (b *knowledge.Base, close func(), err error) {
	if len(c.Sources.Paths) == 0 {
		return openBase(ctx, c, parts)
	}
	return openStored(ctx, c, knowledge.Options{Fallback: sources.FS(corpus.FS()), Parts: parts})
}

// openStored opens the knowledge base over its store, which is made when there is none.
func openStored(ctx context.Context, c Config, opt knowledge.Options) (b *knowledge.Base, close func(), err error) {
	store, err := storage.Open(ctx, c.storeFile(), c.Storage.Keep)
	if err != nil {
		return nil, func() {}, unopened(c, err)
	}
	opt.Store = store
	if b, err = knowledge.Open(ctx, opt); err != nil {
		store.Close()
		return nil, func() {}, unopened(c, err)
	}
	// What was published is on the disk by then, and reading leaves nothing to lose.
	return b, func() { _ = store.Close() }, nil
}

func unopened(c Config, err error) error {
	return fmt.Errorf("%w\nThe articles are kept in %s; name another folder with --data DIR, or move this one away and refresh again", err, c.Storage.Folder)
}
