package knowledge

import (
	"context"
	"maps"
	"sync"

	"talksbot/knowledge/storage"
)

// cache is where vectors are kept: in the store, or in memory where it keeps nothing or has no storage.Cache.
func (b *Base) cache() storage.Cache {
	if c, ok := b.opt.Store.(storage.Cache); ok {
		return c
	}
	return &b.memory
}

// memory is a storage.Cache that lasts as long as the Base. The zero memory is empty.
type memory struct {
	mu     sync.Mutex
	spaces map[string]map[storage.Key][]byte
}

// Cached implements storage.Cache.
func (m *memory) Cached(ctx context.Context, space string, keys []storage.Key) (map[storage.Key][]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[storage.Key][]byte{}
	for _, k := range keys {
		if data, ok := m.spaces[space][k]; ok {
			out[k] = data
		}
	}
	return out, ctx.Err()
}

// Cache implements storage.Cache.
func (m *memory) Cache(ctx context.Context, space string, items map[storage.Key][]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.spaces == nil {
		m.spaces = map[string]map[storage.Key][]byte{}
	}
	if m.spaces[space] == nil {
		m.spaces[space] = map[storage.Key][]byte{}
	}
	maps.Copy(m.spaces[space], items)
	return ctx.Err()
}

// Prune implements storage.Cache.
func (m *memory) Prune(ctx context.Context, live func(space string, k storage.Key) bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for space, items := range m.spaces {
		maps.DeleteFunc(items, func(k storage.Key, _ []byte) bool { return !live(space, k) })
	}
	return ctx.Err()
}
