package press

import (
	"context"
	"errors"
	"slices"
)

// ErrRebuilding says that everything is being printed again already.
var ErrRebuilding = errors.New("all pages are being printed again already")

// Rebuild prints every page again, whatever is in the store, and takes out of
// it what does not belong there. Readers are served meanwhile, and CatchUps get
// in between its steps. progress, which may be nil, is told how much is done of
// a total that may grow.
func (p *Press) Rebuild(ctx context.Context, progress func(done, total int)) error {
	size, err := p.beginRebuild(ctx)
	if err != nil {
		return err
	}
	defer p.stopRebuild()
	if progress == nil {
		progress = func(int, int) {}
	}
	job := newJob()
	// Readers are served all the while: the script is there before the first page
	// that asks for it, and the old one until the last page is new.
	if _, err = p.locked(func() (int64, error) { return 0, p.printAll(ctx, job, job.take([]string{p.scriptPath})) }); err != nil {
		return err
	}
	for from := int64(0); from < size; {
		if from, err = p.locked(func() (int64, error) { return p.storyStep(ctx, job, from, size) }); err != nil {
			return err
		}
		progress(int(from), int(size))
	}
	if err := p.waitForLists(ctx, job); err != nil {
		return err
	}
	rest := job.rest()
	done, total := int(size), int(size)+len(rest)
	for list := range slices.Chunk(rest, stepPages) {
		if _, err = p.locked(func() (int64, error) { return 0, p.printWithParts(ctx, job, list) }); err != nil {
			return err
		}
		done += len(list)
		progress(done, total)
	}
	return errors.Join(p.endRebuild(ctx, size), errors.Join(job.errs...))
}

func (p *Press) locked(f func() (int64, error)) (int64, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return f()
}

// beginRebuild gives how many leaves there are to print. From here on the index
// says that not all is printed, until endRebuild, whatever happens. What it
// knows of pages stays true until they are printed again, so a CatchUp meanwhile
// finds those that it must print. An index that is damaged begins anew; then
// CatchUps wait.
func (p *Press) beginRebuild(ctx context.Context) (size int64, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rebuilt != nil {
		return 0, ErrRebuilding
	}
	if err := p.ready(); err != nil {
		return 0, err
	}
	if size, err = p.size(ctx); err != nil {
		return 0, err
	}
	if p.index.beginRebuild() != nil {
		if err := p.index.reset(); err != nil {
			return 0, err
		}
		p.resets++
	}
	p.rebuilt, p.stale, p.suspects = make(chan struct{}), true, nil
	return size, nil
}

// stopRebuild ends a rebuild, finished or not, and wakes who waits for it.
func (p *Press) stopRebuild() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.rebuilt)
	p.rebuilt = nil
}

// endRebuild deletes the pages that were not printed, and says that all the
// leaves there were at the beginning are printed.
func (p *Press) endRebuild(ctx context.Context, size int64) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.deleteOthers(); err != nil {
		return err
	}
	mark, err := p.index.lastUnsettled()
	if err == nil {
		err = p.store.Settle()
	}
	if err == nil {
		err = p.index.settled(mark)
	}
	if err != nil {
		return err
	}
	if at, _, err := p.index.cursor(); err != nil || at > size {
		size = at
	}
	if err := p.index.endRebuild(size, p.look); err != nil {
		return err
	}
	p.stale = false
	p.noteLive(ctx, size)
	return nil
}

// deleteOthers deletes the pages that the rebuild did not print.
func (p *Press) deleteOthers() error {
	all, _, err := p.store.paths()
	if err != nil {
		return err
	}
	for _, path := range all {
		there, err := p.index.wasRebuilt(path)
		if err == nil && !there {
			err = p.store.Delete(path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
