package newsroom

import (
	"bytes"
	"cmp"
	"context"
	"slices"
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

// now gives the drafts whose time has come, the longest due first, and when the
// next one is: zero for never.
func (s *schedule) now(t time.Time) (ids []story.ID, next time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, at := range s.due {
		if !at.After(t) {
			ids = append(ids, id)
		} else if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	slices.SortFunc(ids, func(a, b story.ID) int {
		return cmp.Or(s.due[a].Compare(s.due[b]), bytes.Compare(a[:], b[:]))
	})
	return ids, next
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

// look is how often the wall clock is looked at: it may have been put forward
// while a timer ran, which counts the seconds that really pass.
const look = 100 * time.Millisecond

// again is how long to wait after a failure that may pass, such as a full disk.
const again = time.Second

// publishDue publishes what is due, and gives how long to wait for the next.
func (n *Newsroom) publishDue(ctx context.Context) time.Duration {
	now := n.opts.Now()
	ids, next := n.due.now(now)
	if len(ids) > 0 {
		if err := n.Desk.PublishDue(ctx, ids); err != nil && ctx.Err() == nil {
			n.opts.Log.Error("what is due could not be published; trying again", "stories", len(ids), "error", err)
			return again
		}
	}
	if wait := next.Sub(n.opts.Now()); !next.IsZero() && wait < look {
		return max(wait, time.Millisecond)
	}
	return look
}

// keepSchedule publishes what becomes due, and changes fronts when their time
// comes, until ctx ends.
func (n *Newsroom) keepSchedule(ctx context.Context) {
	var zones time.Time // when the rules of zones were last held against the schedule
	for {
		if now := n.opts.Now(); now.Sub(zones).Abs() > time.Hour {
			zones = now
			if err := n.Desk.KeepWallTimes(ctx); err != nil && ctx.Err() == nil {
				n.opts.Log.Error("the schedule may not follow the zones' rules", "error", err)
			}
		}
		wait := n.publishDue(ctx)
		n.arrangeDue(ctx)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}
