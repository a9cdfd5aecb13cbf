package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"stet.news/proof"
)

// campaign tampers many times with many samples, and verifies as many samples
// that nobody touched.
type campaign struct {
	tries     int    // tamperings
	untouched int    // samples verified as they are
	seed      uint64 // of everything random but keys, ids and salts
	perSample int    // tamperings of one sample

	mu     sync.Mutex
	counts map[string]*count
	missed []string
	clean  int
	alarms []string
}

// count is what came of one kind of tampering.
type count struct{ tried, caught int }

// run makes as many samples as are needed, on all processors.
func (c *campaign) run(ctx context.Context) error {
	c.counts = map[string]*count{}
	samples := max(c.untouched, (c.tries+c.perSample-1)/c.perSample)
	var group sync.WaitGroup
	seeds := make(chan int)
	var errs = make(chan error, runtime.GOMAXPROCS(0))
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range seeds {
				if err := c.sample(ctx, i, samples); err != nil {
					select {
					case errs <- fmt.Errorf("sample %d: %w", i, err):
					default:
					}
				}
			}
		})
	}
	for i := range samples {
		if ctx.Err() == nil && len(errs) == 0 {
			seeds <- i
		}
	}
	close(seeds)
	group.Wait()
	close(errs)
	return <-errs
}

// sample makes one newsroom, verifies it as it is, and tampers with it.
func (c *campaign) sample(ctx context.Context, number, samples int) error {
	dir, err := os.MkdirTemp("", "stet-tamper-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := makeSample(ctx, dir, c.seed+uint64(number))
	if err != nil {
		return err
	}
	if number < c.untouched {
		if err := c.verifyUntouched(ctx, s, dir, number); err != nil {
			return err
		}
	}
	r := rand.New(rand.NewPCG(c.seed, uint64(number)))
	first, end := number*c.tries/samples, (number+1)*c.tries/samples
	for try := first; try < end; try++ {
		if err := c.try(ctx, s, dir, r, try); err != nil {
			return err
		}
	}
	return nil
}

// verifyUntouched makes sure that nothing is said against what is right.
func (c *campaign) verifyUntouched(ctx context.Context, s *sample, dir string, number int) error {
	want := proof.OK
	if len(s.erased) > 0 {
		want = proof.ErasedPieces
	}
	a := asked{key: s.verifier, last: s.then, maxAge: 24 * time.Hour, now: s.now}
	onTree, err := verifyTree(ctx, s.tree, a)
	if err != nil {
		return err
	}
	f, err := s.copied(dir)
	if err != nil {
		return err
	}
	onFolder, err := verifyFolder(ctx, f, a)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clean++
	for where, rep := range map[string]*proof.Report{"tree": onTree, "folder": onFolder} {
		if rep.Code() != want {
			c.alarms = append(c.alarms, fmt.Sprintf("sample %d, %s: code %d: %v", number, where, rep.Code(), rep.Problems))
		}
	}
	return nil
}

// try tampers once, by the kind whose turn it is, or the next that the sample
// gives occasion for.
func (c *campaign) try(ctx context.Context, s *sample, dir string, r *rand.Rand, number int) error {
	all := len(treeKinds) + len(folderKinds)
	for turn := number; ; turn++ {
		at := turn % all
		x := &attempt{Rand: r, s: s, a: asked{key: s.verifier, now: s.now}}
		if r.IntN(2) == 0 {
			x.a.last = s.head
		}
		var rep *proof.Report
		var err error
		var k kind
		if at < len(treeKinds) {
			k = treeKinds[at]
			rep, err = x.onTree(ctx, k)
		} else {
			k = folderKinds[at-len(treeKinds)]
			rep, err = x.onFolder(ctx, k, dir)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
		if rep != nil {
			c.judge(k, x, rep, number)
			return nil
		}
	}
}

func (x *attempt) onTree(ctx context.Context, k kind) (*proof.Report, error) {
	x.t = x.s.tree.copied()
	x.signed = !k.outsider && x.IntN(3) > 0
	if !k.do(x) {
		return nil, nil
	}
	if x.signed {
		x.t.sign(x.s.signer)
	}
	return verifyTree(ctx, x.t, x.a)
}

func (x *attempt) onFolder(ctx context.Context, k kind, dir string) (rep *proof.Report, err error) {
	if x.f, err = x.s.copied(dir); err != nil || !k.do(x) {
		return nil, err
	}
	return verifyFolder(ctx, x.f, x.a)
}

func (c *campaign) judge(k kind, x *attempt, rep *proof.Report, number int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.counts[k.name]
	if n == nil {
		n = &count{}
		c.counts[k.name] = n
	}
	n.tried++
	if slices.Contains(k.want, rep.Code()) {
		n.caught++
		return
	}
	c.missed = append(c.missed, fmt.Sprintf("try %d, %s (signed anew: %v): code %d instead of %v: %v", number, k.name, x.signed, rep.Code(), k.want, rep.Problems))
}

// print writes the table and what went wrong.
func (c *campaign) print(w io.Writer) {
	tried, caught := 0, 0
	fmt.Fprintf(w, "%-40s %7s %7s\n", "kind of tampering", "tried", "caught")
	for _, list := range [][]kind{treeKinds, folderKinds} {
		for _, k := range list {
			n := c.counts[k.name]
			if n == nil {
				n = &count{}
			}
			fmt.Fprintf(w, "%-40s %7d %7d\n", k.name, n.tried, n.caught)
			tried, caught = tried+n.tried, caught+n.caught
		}
	}
	fmt.Fprintf(w, "%-40s %7d %7d\n", fmt.Sprintf("all %d kinds", len(treeKinds)+len(folderKinds)), tried, caught)
	fmt.Fprintf(w, "untouched records verified: %d, false alarms: %d\n", c.clean, len(c.alarms))
	for _, list := range [][]string{c.missed, c.alarms} {
		for i, line := range list {
			if i == 20 {
				fmt.Fprintf(w, "… and %d more\n", len(list)-i)
				break
			}
			fmt.Fprintln(w, line)
		}
	}
}

// ok reports that everything was caught, and nothing else.
func (c *campaign) ok() bool { return len(c.missed) == 0 && len(c.alarms) == 0 }
