// Package gate bounds what a machine does at once: a few are let in, a few more
// wait for a moment, and whoever comes on top of those is sent away at once, while
// there is still memory to say so with.
package gate

import (
	"context"
	"time"
)

// Gate is made by New. Its methods may be called by many at once.
type Gate struct {
	inside, here chan struct{}
	wait         time.Duration
}

// New makes a gate that lets so many in, and lets so many more wait so long.
func New(inside, waiting int, wait time.Duration) *Gate {
	return &Gate{make(chan struct{}, inside), make(chan struct{}, inside+waiting), wait}
}

// Enter reports whether there was room in time; then leave must be called once.
func (g *Gate) Enter(ctx context.Context) (leave func(), ok bool) {
	select {
	case g.here <- struct{}{}:
	default:
		return nil, false
	}
	ctx, cancel := context.WithTimeout(ctx, g.wait)
	defer cancel()
	select {
	case g.inside <- struct{}{}:
		return func() { <-g.inside; <-g.here }, true
	case <-ctx.Done():
		<-g.here
		return nil, false
	}
}
