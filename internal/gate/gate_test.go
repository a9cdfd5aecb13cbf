package gate

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(1, 1, time.Second)
		leave, ok := g.Enter(t.Context())
		if !ok {
			t.Fatal("nobody is let in")
		}
		came := make(chan time.Duration)
		wait := func() {
			began := time.Now()
			if leave, ok := g.Enter(t.Context()); ok {
				defer leave()
				came <- time.Since(began)
				return
			}
			came <- -time.Since(began)
		}
		go wait()
		synctest.Wait()
		if _, ok := g.Enter(t.Context()); ok {
			t.Error("more wait than may")
		}
		time.Sleep(time.Second / 2)
		leave()
		if took := <-came; took != time.Second/2 {
			t.Errorf("who waited came in after %v", took)
		}
		synctest.Wait()
		leave, _ = g.Enter(t.Context())
		go wait()
		if took := <-came; took != -time.Second {
			t.Errorf("who waited too long was sent away after %v", -took)
		}
		leave()
	})
}
