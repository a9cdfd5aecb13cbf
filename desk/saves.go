package desk

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"stet.news/record"
)

// saves writes what many people save at once in few transactions: what comes
// while one is under way waits for it and goes into the next, all together, so
// that sixteen writers wait for two syncs of the disk and not for sixteen.
type saves struct {
	mu      sync.Mutex
	waiting []*save
	running bool
}

// save is one writer's part of a transaction. What do wrote before an error is
// undone, and the others' parts are kept.
type save struct {
	do   func(record.Tx) error
	err  error
	done chan struct{}
}

// savesAtOnce bounds a transaction, and with it how long a publish waits.
const savesAtOnce = 32

// write gives back when the transaction with do in it is durable. It waits for
// that though whoever asked may have gone: others are to be told of what was saved.
func (s *saves) write(ctx context.Context, h House, do func(record.Tx) error) error {
	x := &save{do: do, done: make(chan struct{})}
	s.mu.Lock()
	s.waiting = append(s.waiting, x)
	if !s.running {
		s.running = true
		go s.run(context.WithoutCancel(ctx), h)
	}
	s.mu.Unlock()
	<-x.done
	return x.err
}

// run writes until nothing waits.
func (s *saves) run(ctx context.Context, h House) {
	for batch := s.next(); batch != nil; batch = s.next() {
		err := h.Update(ctx, func(tx record.Tx) error {
			for _, x := range batch {
				if err := x.part(tx); err != nil {
					return err
				}
			}
			return nil
		})
		for _, x := range batch {
			if x.err == nil { // who was refused was, whatever became of the others
				x.err = err
			}
			close(x.done)
		}
	}
}

// part does one writer's part; an error is the database's, and all parts'. One
// writer's steps must not end the desk for everybody, so a panic is an error of
// theirs here as it is in a handler.
func (x *save) part(tx record.Tx) error {
	if _, err := tx.SQL().Exec(`SAVEPOINT save`); err != nil {
		return err
	}
	func() {
		defer func() {
			if v := recover(); v != nil {
				x.err = fmt.Errorf("a save panicked: %v\n%s", v, debug.Stack())
			}
		}()
		x.err = x.do(tx)
	}()
	if x.err != nil {
		if _, err := tx.SQL().Exec(`ROLLBACK TO save`); err != nil {
			return err
		}
	}
	_, err := tx.SQL().Exec(`RELEASE save`)
	return err
}

func (s *saves) next() []*save {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := min(len(s.waiting), savesAtOnce)
	if n == 0 {
		s.running = false
		return nil
	}
	batch := s.waiting[:n:n]
	s.waiting = s.waiting[n:]
	return batch
}
