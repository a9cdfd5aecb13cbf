package proof

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/record"
)

// Options says what is trusted and what is asked.
type Options struct {
	// Key is the newsroom's key, which the caller has from somewhere else than
	// the source.
	Key note.Verifier
	// Last is the checkpoint remembered from an earlier time, signed; empty
	// when there is none. The log must continue it.
	Last []byte
	// MaxAge is how old the newest leaf may be; 0: any age.
	MaxAge time.Duration
	// Now is the clock for MaxAge; nil: time.Now.
	Now func() time.Time
	// Furniture reports whether words are the page's own rather than the
	// story's: labels, dates. It is asked about text in a story's article that
	// stands outside all pieces. Nil: such text is not judged.
	Furniture func(words string) bool
	// Progress is told how far each stage is, by one goroutine at a time; total
	// is 0 when unknown. It may be nil.
	Progress func(stage string, done, total int64)
}

// The stages of Progress.
const (
	StageLog    = "log"
	StagePieces = "pieces"
	StagePages  = "pages"
)

// maxLeaves bounds the work a checkpoint can ask for; no newsroom gets there.
const maxLeaves = 1 << 40

// Verify holds a source against itself, the key and what is remembered. What
// is wrong with the source is in the Report; an error says that verifying
// itself was cut short, by ctx alone.
func Verify(ctx context.Context, src Source, o Options) (*Report, error) {
	v := newVerifier(src, o)
	err := v.run(ctx)
	return v.rep, err
}

func newVerifier(src Source, o Options) *verifier {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Progress = inTurn(o.Progress)
	return &verifier{src: src, opts: o, rep: &Report{}}
}

// inTurn makes a progress function that is called by one at a time, and never
// for less than it was called for before.
func inTurn(f func(string, int64, int64)) func(string, int64, int64) {
	if f == nil {
		return func(string, int64, int64) {}
	}
	var mu sync.Mutex
	stage, most := "", int64(0)
	return func(s string, done, total int64) {
		mu.Lock()
		defer mu.Unlock()
		if s != stage || done > most {
			stage, most = s, done
			f(s, done, total)
		}
	}
}

// verifier is one run. Its stages fill in state, each relying on the one before.
type verifier struct {
	src   Source
	opts  Options
	rep   *Report
	state state
	files siteState
	// signed is the source's checkpoint.
	signed []byte
}

// run goes through the stages. When the head is not signed, or the leaves are
// not the head's, nothing that follows would mean anything.
func (v *verifier) run(ctx context.Context) error {
	if !v.checkpoint() {
		return nil
	}
	whole, err := v.log(ctx)
	if err != nil || !whole {
		return err
	}
	v.fresh()
	if err := v.pieces(ctx); err != nil {
		return err
	}
	return v.site(ctx)
}

// checkpoint opens the signed head.
func (v *verifier) checkpoint() bool {
	signed, err := v.src.Checkpoint()
	if err != nil {
		v.rep.problem(Mismatch, CheckpointFile, "%v", err)
		return false
	}
	head, err := record.OpenCheckpoint(signed, v.opts.Key)
	if err == nil && head.Size > maxLeaves {
		err = fmt.Errorf("%w: size %d", record.ErrBadCheckpoint, head.Size)
	}
	if err != nil {
		v.rep.problem(Mismatch, CheckpointFile, "not signed by the key %s: %v", v.opts.Key.Name(), err)
		return false
	}
	v.rep.Head, v.signed = head, signed
	return true
}

// fresh judges the age of the newest leaf. One from the future says as little
// about freshness as an old one.
func (v *verifier) fresh() {
	if v.opts.MaxAge <= 0 {
		return
	}
	age := v.opts.Now().Sub(v.rep.Newest)
	if age > v.opts.MaxAge || age < -24*time.Hour {
		v.rep.problem(Stale, "log", "the newest leaf is of %s; at most %s may have passed since", v.rep.Newest.Format(time.RFC3339), v.opts.MaxAge)
	}
}

// inParallel runs work on as many goroutines as there are processors, fed by
// produce, until produce returns. Work that is waiting is bounded, and with it
// memory.
func inParallel[T any](ctx context.Context, produce func(put func(T) error) error, work func(T)) error {
	n := runtime.GOMAXPROCS(0)
	jobs := make(chan T, n)
	var done sync.WaitGroup
	for range n {
		done.Go(func() {
			for job := range jobs {
				work(job)
			}
		})
	}
	err := produce(func(job T) error {
		select {
		case jobs <- job:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	close(jobs)
	done.Wait()
	return err
}
