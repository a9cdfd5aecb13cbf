package press

import (
	"sync"
	"time"
)

// settleAfter is how long printed pages wait for company before they are made
// to survive a power cut. Until then a power cut costs printing them again.
const settleAfter = 3 * time.Second

// settler settles the store behind the printing, so that no publication waits
// for the disk to take its pages: the record, which has them all, is durable.
type settler struct {
	press *Press
	wake  chan struct{}
	done  chan struct{}
	group sync.WaitGroup

	mu     sync.Mutex
	failed error // the disk would not promise; nothing more is printed
}

func newSettler(p *Press) *settler {
	s := &settler{press: p, wake: make(chan struct{}, 1), done: make(chan struct{})}
	s.group.Go(s.run)
	return s
}

func (s *settler) run() {
	for {
		select {
		case <-s.done:
			return
		case <-s.wake:
		}
		select {
		case <-s.done:
			return
		case <-time.After(settleAfter):
		}
		if err := s.press.settle(); err != nil {
			s.press.log.Error("the page store's disk did not confirm its pages", "error", err)
			s.mu.Lock()
			s.failed = err
			s.mu.Unlock()
			return
		}
	}
}

// settle makes what is printed survive a power cut. Printing goes on meanwhile.
// A mark that an index gave which was begun anew since says nothing.
func (p *Press) settle() error {
	p.mu.Lock()
	resets := p.resets
	mark, err := p.index.lastUnsettled()
	p.mu.Unlock()
	if err != nil || mark == 0 {
		return err
	}
	if err := p.store.Settle(); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.resets != resets {
		return nil
	}
	return p.index.settled(mark)
}

// soon has what was printed settled in a while.
func (s *settler) soon() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *settler) err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// stop ends the settling; it may be called twice.
func (s *settler) stop() {
	select {
	case <-s.done:
	default:
		close(s.done)
	}
	s.group.Wait()
}
