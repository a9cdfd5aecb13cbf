package edge

import (
	"sync"
	"time"
)

// quiet is for how long a fault that goes on is not logged again: a broken disk
// under a flood of readers must not fill the disk of the log too.
const quiet = time.Minute

// troubles counts our own faults and says when one is worth a line in the log.
type troubles struct {
	mu     sync.Mutex
	logged time.Time
	since  int // faults since the last line
}

func (t *troubles) note(now time.Time) (unlogged int, worth bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.logged.IsZero() && now.Sub(t.logged) < quiet {
		t.since++
		return 0, false
	}
	unlogged, t.since, t.logged = t.since, 0, now
	return unlogged, true
}

// trouble logs a fault of ours: the first at once, then one line a minute.
func (s *Server) trouble(err error) {
	if unlogged, worth := s.troubles.note(s.now()); worth {
		s.log.Error("edge cannot answer", "err", err, "unlogged", unlogged)
	}
}
