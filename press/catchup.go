package press

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"stet.news/record"
)

// How much is done in one step: leaves read, pages printed, and pages printed
// over one view of the record, which an engine cannot tidy up behind as long as
// it is open.
const (
	stepLeaves = 1000
	stepPages  = 1000
	viewPages  = 200
)

// CatchUp prints everything that the leaves since the last time changed, each
// page once, and returns when all of it is in the store. Callers at once are
// served together. When it fails, the pages printed so far are there, and the
// next call does what is missing.
func (p *Press) CatchUp(ctx context.Context) error { return p.CatchUpTelling(ctx, nil) }

// CatchUpTelling is CatchUp for an archive that came in: progress, which may be
// nil, is told how many pages are printed of those that are known of so far.
func (p *Press) CatchUpTelling(ctx context.Context, progress func(done, total int)) error {
	for {
		p.mu.Lock()
		stale, rebuilt := p.stale, p.rebuilt
		var err error
		if !stale || rebuilt != nil {
			err = p.catchUp(ctx, progress)
		}
		p.mu.Unlock()
		forgotten := errors.Is(err, record.ErrForgotten)
		switch {
		case rebuilt != nil && forgotten: // the rebuild under way prints it
			select {
			case <-rebuilt:
			case <-ctx.Done():
				return ctx.Err()
			}
		case rebuilt == nil && (stale || forgotten):
			if err := p.Rebuild(ctx, progress); !errors.Is(err, ErrRebuilding) {
				return err
			}
		default:
			return err
		}
	}
}

func (p *Press) catchUp(ctx context.Context, progress func(done, total int)) error {
	if err := p.ready(); err != nil {
		return err
	}
	from, known, err := p.index.cursor()
	if err != nil {
		return err
	}
	if !known {
		return fmt.Errorf("the page index is new: %w", record.ErrForgotten)
	}
	size, err := p.size(ctx)
	if err != nil || from == size && len(p.suspects) == 0 {
		return err
	}
	suspects := p.suspects
	p.suspects = nil
	job := newJob()
	job.wait(suspects...)
	job.tell = progress
	if err := p.finish(ctx, job, from, size); err != nil {
		p.suspects = append(p.suspects, suspects...)
		return err
	}
	return errors.Join(job.errs...)
}

// finish prints what a job has found already and what some leaves changed, and
// moves the cursor.
func (p *Press) finish(ctx context.Context, job *job, from, size int64) (err error) {
	for from < size {
		job.leaves = int(size - from)
		if from, err = p.step(ctx, job, from, size); err != nil {
			return err
		}
	}
	job.leaves = 0
	pages, files := forPeople(job.rest())
	if err := p.printAll(ctx, job, pages); err != nil {
		return err
	}
	// Open pages need not wait for feeds and sitemaps, which are most of the work.
	p.noteLive(ctx, size)
	if err := p.printAll(ctx, job, files); err != nil {
		return err
	}
	return p.index.setCursor(size)
}

// forPeople takes the pages out of a list of paths, and leaves the files for
// machines.
func forPeople(list []string) (pages, files []string) {
	for _, path := range list {
		if strings.HasSuffix(path, "/") {
			pages = append(pages, path)
		} else {
			files = append(files, path)
		}
	}
	return pages, files
}

// ready reports whether anything can be printed.
func (p *Press) ready() error {
	if p.rec == nil {
		return ErrNoRecord
	}
	return p.settler.err()
}

func (p *Press) size(ctx context.Context) (size int64, err error) {
	err = p.rec.View(ctx, func(rd record.Reader) error {
		size, err = rd.Size()
		return err
	})
	return size, err
}

// job is what a CatchUp or Rebuild has found to be printed. The pages of stories
// are printed as they are found, for there may be any number of them; all others
// wait to the end, since many leaves change the same ones. Every page is printed
// from a state that has all leaves of the job, so once is enough.
type job struct {
	done    map[string]struct{}
	waiting map[string]struct{}
	called  []string // by the pages printed last
	errs    []error

	// For tell, which may be nil: pages that are printed, and leaves that have
	// not been looked at, each of which is about a page.
	tell            func(done, total int)
	printed, leaves int
}

func newJob() *job {
	return &job{done: map[string]struct{}{}, waiting: map[string]struct{}{}}
}

// wait adds pages that are printed at the end, unless they are printed by then.
func (j *job) wait(list ...string) {
	for _, path := range list {
		j.waiting[path] = struct{}{}
	}
}

// take gives those of the pages that are not printed yet, each once, and counts
// them as printed.
func (j *job) take(list []string) []string {
	var out []string
	for _, path := range list {
		if _, ok := j.done[path]; !ok {
			j.done[path] = struct{}{}
			out = append(out, path)
		}
	}
	return out
}

// rest gives the pages that waited, in an order that is always the same.
func (j *job) rest() []string {
	list := j.take(slices.Sorted(maps.Keys(j.waiting)))
	clear(j.waiting)
	return list
}

// have tells that pages were printed, while others of the list are left.
func (j *job) have(printed, left int) {
	j.printed += printed
	if j.tell != nil {
		j.tell(j.printed, j.printed+left+len(j.waiting)+j.leaves)
	}
}

// step prints the stories that some leaves changed, notes the other pages, and
// gives the leaf to go on from.
func (p *Press) step(ctx context.Context, j *job, from, end int64) (next int64, err error) {
	keys, next, err := p.changed(ctx, from, min(end, from+stepLeaves))
	if err != nil {
		return from, err
	}
	readers, err := p.index.readers(ctx, keys)
	if err != nil {
		return from, err
	}
	j.wait(readers...)
	for _, key := range keys {
		j.wait(called(key)...)
	}
	stories, err := p.stories(ctx, keys)
	if err != nil {
		return from, err
	}
	return next, p.printAll(ctx, j, j.take(stories))
}

// errEnough ends a walk that has seen what it wanted.
var errEnough = errors.New("enough")

// changed gives the keys that the leaves from first to before end changed, each
// once, and the end.
func (p *Press) changed(ctx context.Context, first, end int64) ([]string, int64, error) {
	keys := map[string]struct{}{headKey: {}}
	err := p.rec.View(ctx, func(rd record.Reader) error {
		return rd.Changed(first, func(leaf int64, changed []string) error {
			if leaf >= end {
				return errEnough
			}
			for _, k := range changed {
				keys[k] = struct{}{}
			}
			return nil
		})
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, first, err
	}
	return slices.Sorted(maps.Keys(keys)), end, nil
}

// Changed gives the addresses of the pages that a leaf changed, as they are read
// now, in order: those for people first. None is known of a leaf whose changes
// were forgotten after an erasure.
func (p *Press) Changed(ctx context.Context, leaf int64) ([]string, error) {
	keys, _, err := p.changed(ctx, leaf, leaf+1)
	if errors.Is(err, record.ErrForgotten) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	keys = slices.DeleteFunc(keys, func(k string) bool { return k == headKey }) // not what the leaf is about
	j := newJob()
	for _, find := range []func(context.Context, []string) ([]string, error){p.index.readers, p.stories} {
		list, err := find(ctx, keys)
		if err != nil {
			return nil, err
		}
		j.wait(list...)
	}
	pages, files := forPeople(j.rest())
	return append(pages, files...), nil
}

// stories gives every address of the stories among the keys.
func (p *Press) stories(ctx context.Context, keys []string) (all []string, err error) {
	err = p.rec.View(ctx, func(rd record.Reader) error {
		for _, key := range keys {
			if id, ok := storyOfKey(key); ok {
				list, err := storyPaths(rd, id)
				if err != nil {
					return err
				}
				all = append(all, list...)
			}
		}
		return nil
	})
	return all, err
}

// printAll prints pages, a step at a time, each step with the pages that belong
// to them.
func (p *Press) printAll(ctx context.Context, j *job, list []string) error {
	left := len(list)
	for step := range slices.Chunk(list, stepPages) {
		if err := p.printWithParts(ctx, j, step); err != nil {
			return err
		}
		left -= len(step)
		j.have(len(step), left)
	}
	return nil
}

// printWithParts prints pages, and then those that they call into being.
func (p *Press) printWithParts(ctx context.Context, j *job, list []string) error {
	for len(list) > 0 {
		if err := p.printPaths(ctx, j, list); err != nil {
			return err
		}
		list = j.take(j.called)
		j.called = nil
	}
	return nil
}

// printPaths prints pages on all processors and notes what they read. A page
// that fails keeps no other from being printed: it is noted in the job and
// printed again by the next CatchUp.
func (p *Press) printPaths(ctx context.Context, j *job, list []string) error {
	if len(list) == 0 {
		return nil
	}
	w := &workers{press: p, paths: list}
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(list)) {
		group.Go(func() { w.work(ctx) })
	}
	group.Wait()
	if w.err != nil {
		return w.err
	}
	for _, out := range w.done {
		j.called = append(j.called, out.calls...)
		if out.err != nil {
			p.suspects = append(p.suspects, out.path)
			if len(j.errs) < 10 {
				j.errs = append(j.errs, fmt.Errorf("print %s: %w", out.path, out.err))
			}
		}
	}
	p.settler.soon()
	return p.index.save(ctx, w.done)
}

// workers print the pages of one step.
type workers struct {
	press *Press
	paths []string
	next  atomic.Int64

	mu   sync.Mutex
	done []printed
	err  error
}

func (w *workers) work(ctx context.Context) {
	for more := true; more; {
		err := w.press.rec.View(ctx, func(rd record.Reader) error {
			for range viewPages {
				i := int(w.next.Add(1)) - 1
				if more = i < len(w.paths); !more {
					return nil
				}
				out := w.press.printOne(rd, w.paths[i])
				w.mu.Lock()
				w.done = append(w.done, out)
				w.mu.Unlock()
			}
			return ctx.Err()
		})
		if err != nil {
			w.mu.Lock()
			w.err = errors.Join(w.err, err)
			w.mu.Unlock()
			return
		}
	}
}

// printOne prints one page into the store, or takes it out.
func (p *Press) printOne(rd record.Reader, path string) printed {
	r := newReader(rd, p.items)
	page, err := p.print(r, path)
	out := printed{path: path, keys: r.keys, calls: r.calls, again: p.rebuilt != nil}
	switch {
	case err != nil:
		out.err = err
	case page == nil:
		out.gone, out.written = true, true
		out.err = p.store.Delete(path)
	case p.stored(page) != nil:
	default:
		p.compress.press(page)
		p.overBudget(page)
		out.written = true
		out.err = p.store.Put(page)
	}
	return out
}

// stored gives the very same page, if the store has it already. A rebuild does
// not rely on that.
func (p *Press) stored(page *Page) *Page {
	if p.rebuilt != nil || p.store == nil {
		return nil
	}
	old, err := p.store.peek(page.Path)
	if err != nil || !old.same(page) {
		return nil
	}
	return old
}
