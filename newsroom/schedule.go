package newsroom

import (
	"context"
	"errors"
	"sync"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// schedule holds when drafts are due. The drafts in the record are the truth;
// this only saves looking through them every second.
type schedule struct {
	mu  sync.Mutex
	due map[story.ID]time.Time
}

// set notes when a draft is due; the zero time takes it off.
func (s *schedule) set(id story.ID, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at.IsZero() {
		delete(s.due, id)
		return
	}
	if s.due == nil {
		s.due = map[story.ID]time.Time{}
	}
	s.due[id] = at
}

// now gives the drafts whose time has come.
func (s *schedule) now(t time.Time) (ids []story.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, at := range s.due {
		if !at.After(t) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (n *Newsroom) loadSchedule(ctx context.Context) error {
	return n.Record.View(ctx, func(rd record.Reader) error {
		drafts, err := rd.Drafts()
		for _, d := range drafts {
			n.due.set(d.ID, d.Due)
		}
		return err
	})
}

// publishDue publishes each draft whose time has come. A draft that cannot be
// published stays a draft, loses its time and is logged: trying again every
// second would not make it better.
func (n *Newsroom) publishDue(ctx context.Context) {
	for _, id := range n.due.now(n.opts.Now()) {
		receipt, err := n.PublishDraft(ctx, id, time.Time{})
		if errors.Is(err, record.ErrFull) || ctx.Err() != nil {
			return // tried again on the next tick
		}
		n.due.set(id, time.Time{})
		if err != nil {
			n.opts.Log.Error("a scheduled story could not be published", "story", id, "error", err)
			continue
		}
		n.opts.Log.Info("published on schedule", "story", id, "path", receipt.Path)
	}
}

// keepSchedule publishes what becomes due, and ends what is over, until ctx ends.
func (n *Newsroom) keepSchedule(ctx context.Context) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		n.publishDue(ctx)
		n.endBreaking(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
