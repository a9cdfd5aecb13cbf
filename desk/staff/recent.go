package staff

import "container/list"

// recent is a map that forgets what was not asked for longest when it is full.
type recent[K comparable, V any] struct {
	most  int
	order *list.List // of entry[K, V], the newest first
	at    map[K]*list.Element
}

type recentEntry[K comparable, V any] struct {
	key   K
	value V
}

func newRecent[K comparable, V any](most int) *recent[K, V] {
	return &recent[K, V]{most: most, order: list.New(), at: map[K]*list.Element{}}
}

// get gives the value of a key, which it makes when there is none.
func (r *recent[K, V]) get(key K, fresh func() V) V {
	if e, ok := r.at[key]; ok {
		r.order.MoveToFront(e)
		return e.Value.(*recentEntry[K, V]).value
	}
	if len(r.at) >= r.most {
		oldest := r.order.Back()
		delete(r.at, oldest.Value.(*recentEntry[K, V]).key)
		r.order.Remove(oldest)
	}
	e := &recentEntry[K, V]{key, fresh()}
	r.at[key] = r.order.PushFront(e)
	return e.value
}

func (r *recent[K, V]) drop(key K) {
	if e, ok := r.at[key]; ok {
		r.order.Remove(e)
		delete(r.at, key)
	}
}
