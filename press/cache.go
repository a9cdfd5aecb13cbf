package press

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// cache keeps values in memory up to a number of bytes. It forgets by the SIEVE
// rule (Zhang and others, NSDI 2024): a hand walks from the oldest to the newest
// and drops the first that nobody asked for since it last came by. A hit only
// sets a flag, so readers do not wait for each other.
type cache[K comparable, V any] struct {
	seed   maphash.Seed
	weigh  func(V) int64
	shards [16]shard[K, V]
}

type shard[K comparable, V any] struct {
	mu     sync.RWMutex
	m      map[K]*node[K, V]
	newest *node[K, V]
	oldest *node[K, V]
	hand   *node[K, V]
	bytes  int64
	limit  int64
	epoch  uint64 // counts changes, so that a late reader does not put back what is old
}

type node[K comparable, V any] struct {
	key          K
	value        V
	weight       int64
	asked        atomic.Bool
	newer, older *node[K, V]
}

func newCache[K comparable, V any](limit int64, weigh func(V) int64) *cache[K, V] {
	c := &cache[K, V]{seed: maphash.MakeSeed(), weigh: weigh}
	for i := range c.shards {
		c.shards[i].m = map[K]*node[K, V]{}
		c.shards[i].limit = limit / int64(len(c.shards))
	}
	return c
}

func (c *cache[K, V]) shard(key K) *shard[K, V] {
	return &c.shards[maphash.Comparable(c.seed, key)%uint64(len(c.shards))]
}

// get gives the value, or the epoch to hand to add once it was fetched.
func (c *cache[K, V]) get(key K) (v V, epoch uint64, ok bool) {
	s := c.shard(key)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if n := s.m[key]; n != nil {
		if !n.asked.Load() {
			n.asked.Store(true)
		}
		return n.value, s.epoch, true
	}
	return v, s.epoch, false
}

// add keeps a value that was fetched at an epoch, unless anything was dropped
// since: what was fetched may be old by now.
func (c *cache[K, V]) add(key K, v V, epoch uint64) {
	s := c.shard(key)
	w := c.weigh(v)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch != epoch || s.m[key] != nil || w > s.limit {
		return
	}
	s.insert(&node[K, V]{key: key, value: v, weight: w})
}

// drop forgets a value, because there is a newer one or none.
func (c *cache[K, V]) drop(key K) {
	s := c.shard(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epoch++
	if n := s.m[key]; n != nil {
		s.remove(n)
	}
}

func (s *shard[K, V]) insert(n *node[K, V]) {
	for s.bytes+n.weight > s.limit && s.oldest != nil {
		s.evict()
	}
	n.older = s.newest
	if s.newest != nil {
		s.newest.newer = n
	} else {
		s.oldest = n
	}
	s.newest = n
	s.m[n.key] = n
	s.bytes += n.weight
}

func (s *shard[K, V]) evict() {
	n := s.hand
	if n == nil {
		n = s.oldest
	}
	for n.asked.Swap(false) {
		if n = n.newer; n == nil {
			n = s.oldest
		}
	}
	s.hand = n.newer
	s.remove(n)
}

func (s *shard[K, V]) remove(n *node[K, V]) {
	if s.hand == n {
		s.hand = n.newer
	}
	if n.newer != nil {
		n.newer.older = n.older
	} else {
		s.newest = n.older
	}
	if n.older != nil {
		n.older.newer = n.newer
	} else {
		s.oldest = n.newer
	}
	delete(s.m, n.key)
	s.bytes -= n.weight
}
