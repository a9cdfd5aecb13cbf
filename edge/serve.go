package edge

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// Serve answers on the listener until ctx is done, then stops without losing a
// request: it accepts no more, answers what comes for Limits.Linger and tells
// the connection to close with it, and waits up to Limits.Drain for answers
// being sent. It closes the listener. The error is nil after an orderly stop.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	r := s.newRun(l.Addr())
	var background sync.WaitGroup
	background.Go(func() { r.standard.Serve(r.standardly) })
	stopped := make(chan struct{})
	background.Go(func() { r.live.run(stopped) })
	accepted := make(chan error, 1)
	go func() { accepted <- r.accept(l) }()
	var err error
	select {
	case <-ctx.Done():
		r.stopAccepting(l)
		<-accepted
	case err = <-accepted:
		err = fmt.Errorf("accept readers: %w", err)
		r.stopping.Store(true)
		l.Close()
	}
	close(stopped)
	err = errors.Join(err, r.finish(context.WithoutCancel(ctx)))
	background.Wait()
	s.log.Info("edge stopped", "refused", r.refused.Load(), "turned_away", r.turnedAway.Load(), "evicted", r.evictions.Load(),
		"streams_dropped", r.live.dropped.Load())
	return err
}

// backlogTime is given to connections the kernel took before we stopped.
const backlogTime = 10 * time.Millisecond

// stopAccepting takes in those who had reached us already: closing a listener
// resets what is in its queue.
func (r *run) stopAccepting(l net.Listener) {
	r.stopping.Store(true)
	if d, ok := l.(interface{ SetDeadline(time.Time) error }); ok {
		d.SetDeadline(time.Now().Add(backlogTime))
		time.Sleep(backlogTime)
	}
	l.Close()
}

// finish ends all connections in the order that loses nothing: first those on
// which nothing is asked for as long as Linger, then what net/http still has.
// What is left after Drain is cut.
func (r *run) finish(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, r.server.limits.Linger+r.server.limits.Drain)
	defer cancel()
	stopped := time.Now()
	tick := time.NewTicker(max(r.server.limits.Linger/10, time.Millisecond))
	defer tick.Stop()
	for r.anyBusy(stopped) && ctx.Err() == nil {
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	err := r.standard.Shutdown(ctx)
	left := r.all()
	for _, g := range left {
		g.Close()
	}
	r.standard.Close()
	r.lanes.Wait()
	if len(left) > 0 {
		return fmt.Errorf("stop: %d connections were cut after %v", len(left), r.server.limits.Drain)
	}
	return err
}

// anyBusy says that requests are being answered or may be on their way. It wakes
// the lanes that were quiet for as long as Linger since we stopped, which ends
// them, and those of HTTP/2 once before, to have them say that they leave.
func (r *run) anyBusy(stopped time.Time) (busy bool) {
	before := time.Now().Add(-r.server.limits.Linger)
	for _, g := range r.all() {
		if g.handed.Load() {
			continue // Shutdown waits for net/http's
		}
		busy = true
		first := g.modern.Load() && !g.told
		if first || stopped.Before(before) && g.quietSince(before) {
			g.told = true
			g.SetReadDeadline(longAgo)
		}
	}
	return busy
}

var longAgo = time.Unix(1, 0)
