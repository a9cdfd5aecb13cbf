package newsroom

import (
	"context"
	"fmt"
	"sync"
	"time"

	"stet.news/desk"
	"stet.news/desk/front"
	"stet.news/desk/policy"
	"stet.news/press"
	"stet.news/record"
	"stet.news/story"
)

// Which stories stand where on fronts, and which is breaking news, is no part of
// the record, for it says nothing about the stories: the desk keeps it, in
// tables beside the record. What of it holds now is handed to the press, which
// knows by itself what its pages were printed by.

// arranging is when the press is to be given another arrangement.
type arranging struct {
	mu   sync.Mutex
	next time.Time // zero: when somebody changes something
}

// arrangePause is how long pages that cannot be printed are left alone.
const arrangePause = 10 * time.Second

// arrange has pages printed by what holds now. It is finished even if whoever
// asked has gone.
func (n *Newsroom) arrange(ctx context.Context) error {
	n.arranging.mu.Lock()
	defer n.arranging.mu.Unlock()
	ctx = context.WithoutCancel(ctx)
	now := n.opts.Now()
	var a press.Arrangement
	err := n.Record.View(ctx, func(rd record.Reader) (err error) {
		if a, err = front.Arrangement(rd, now); err == nil {
			n.arranging.next, err = front.Next(rd, now)
		}
		return err
	})
	if err == nil {
		err = n.Press.Arrange(ctx, a)
	}
	if err != nil {
		n.arranging.next = now.Add(arrangePause)
		n.watch(err)
		return fmt.Errorf("kept, but not yet on every page: %w", err)
	}
	return nil
}

// openArranged is arrange before readers come in: pages that cannot be printed
// are no reason not to serve and publish.
func (n *Newsroom) openArranged(ctx context.Context) error {
	err := n.arrange(ctx)
	if err != nil && n.opts.serving && ctx.Err() == nil {
		n.opts.Log.Error("fronts or breaking news may not be on all pages as they should", "error", err)
		return nil
	}
	return err
}

// arrangeDue is arrange when a time has come.
func (n *Newsroom) arrangeDue(ctx context.Context) {
	n.arranging.mu.Lock()
	next := n.arranging.next
	n.arranging.mu.Unlock()
	if next.IsZero() || next.After(n.opts.Now()) {
		return
	}
	if err := n.arrange(ctx); err != nil && ctx.Err() == nil {
		n.opts.Log.Error("the time of a front or of breaking news has come, and not every page could be printed", "error", err)
	}
}

// SetBreaking implements Office.
func (n *Newsroom) SetBreaking(ctx context.Context, id story.ID, until time.Time) (Breaking, error) {
	b, err := n.Desk.SetBreaking(ctx, policy.House, id, until)
	return Breaking(b), err
}

// EndBreaking implements Office.
func (n *Newsroom) EndBreaking(ctx context.Context, edition string) error {
	return n.Desk.EndBreaking(ctx, policy.House, edition)
}

// Breaking is a story that is its edition's breaking news.
type Breaking struct {
	Edition string    `json:"edition"`
	Story   story.ID  `json:"id"`
	Until   time.Time `json:"until"`
}

// BreakingLine is breaking news in a list.
type BreakingLine struct {
	Breaking
	Path     string `json:"path"`
	Headline string `json:"headline"`
}

// Breaking lists what is up, by edition.
func (n *Newsroom) Breaking(ctx context.Context) (lines []BreakingLine, err error) {
	err = n.Record.View(ctx, func(rd record.Reader) error {
		up, err := desk.Breaking(rd, n.opts.Now())
		for _, l := range up {
			lines = append(lines, BreakingLine{Breaking(l.Banner), l.Path, l.Headline})
		}
		return err
	})
	return lines, err
}
