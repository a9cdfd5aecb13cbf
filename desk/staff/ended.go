package staff

import "sync"

// ended tells those who wait that a session has ended.
type ended struct {
	mu      sync.Mutex
	waiting map[string]map[chan struct{}]bool // by session
}

func newEnded() ended { return ended{waiting: map[string]map[chan struct{}]bool{}} }

// Watch gives a channel that is closed when a session is ended, by whomever, and
// what to call when nobody waits any more. It says nothing of a session that
// lasts too long: whoever keeps a stream open for hours asks for its Principal again
// now and then.
func (s *Staff) Watch(session string) (over <-chan struct{}, stop func()) {
	e := &s.ended
	e.mu.Lock()
	defer e.mu.Unlock()
	c := make(chan struct{})
	if e.waiting[session] == nil {
		e.waiting[session] = map[chan struct{}]bool{}
	}
	e.waiting[session][c] = true
	return c, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.waiting[session], c)
		if len(e.waiting[session]) == 0 {
			delete(e.waiting, session)
		}
	}
}

// tell wakes those who watch sessions that have been ended.
func (e *ended) tell(sessions []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, id := range sessions {
		for c := range e.waiting[id] {
			close(c)
		}
		delete(e.waiting, id)
	}
}
