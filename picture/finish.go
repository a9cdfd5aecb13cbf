package picture

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"stet.news/picture/darkroom"
	"stet.news/story"
)

// finishLater notes that a picture has renditions to finish.
func (r *Renditions) finishLater(hash string) {
	r.mu.Lock()
	r.todo = append(r.todo, hash)
	r.mu.Unlock()
	select {
	case r.more <- struct{}{}:
	default:
	}
}

// next takes the picture that was noted last: readers ask for the newest.
func (r *Renditions) next() (hash string, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.todo) == 0 {
		return "", false
	}
	hash = r.todo[len(r.todo)-1]
	r.todo = r.todo[:len(r.todo)-1]
	return hash, true
}

// Finish makes every format of every JPEG in the folder, one picture at a time,
// then waits for more until ctx ends. A picture that fails is logged and left:
// its JPEGs stand in.
func (r *Renditions) Finish(ctx context.Context, log *slog.Logger) {
	r.noteUnfinished(log)
	for ctx.Err() == nil {
		hash, ok := r.next()
		if !ok {
			select {
			case <-ctx.Done():
			case <-r.more:
			}
			continue
		}
		if err := r.finish(ctx, hash); err != nil && ctx.Err() == nil {
			log.Error("a picture stays without its smaller formats", "picture", hash, "error", err)
		}
	}
}

// noteUnfinished looks through the folder for what an earlier process left.
func (r *Renditions) noteUnfinished(log *slog.Logger) {
	folders, err := os.ReadDir(r.dir)
	if err != nil {
		return // nothing was made yet
	}
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		list, err := renditionsIn(filepath.Join(r.dir, f.Name()))
		if err != nil {
			log.Error("renditions cannot be listed", "folder", f.Name(), "error", err)
		}
		for hash := range missing(list) {
			r.finishLater(hash)
		}
	}
}

// missing gives the renditions that are there as JPEG alone, by hash, in a
// fixed order.
func missing(list []story.Rendition) map[string][]story.Rendition {
	there := make(map[story.Rendition]bool, len(list))
	for _, one := range list {
		there[one] = true
	}
	out := map[string][]story.Rendition{}
	for _, f := range []story.Format{story.WebP, story.AVIF} {
		for _, one := range list {
			if one.Format != story.JPEG {
				continue
			}
			if one.Format = f; !there[one] {
				out[one.Hash] = append(out[one.Hash], one)
			}
		}
	}
	return out
}

// atOnce is how many renditions are made before they are written: the picture is
// decoded once for them, and a stop on the way loses no more.
const atOnce = 4

// finish makes what is missing of one picture, the smallest first: phones ask
// for them.
func (r *Renditions) finish(ctx context.Context, hash string) error {
	list, err := renditionsIn(filepath.Join(r.dir, hash[:2]))
	if err != nil {
		return err
	}
	wanted := missing(list)[hash]
	if len(wanted) == 0 {
		return nil
	}
	name, err := r.pictures.find(hash)
	if err != nil {
		return err
	}
	slices.SortStableFunc(wanted, func(a, b story.Rendition) int { return a.Width - b.Width })
	for len(wanted) > 0 {
		n := min(len(wanted), atOnce)
		if err := r.make(ctx, &darkroom.Later, name, wanted[:n]); err != nil {
			return err
		}
		wanted = wanted[n:]
	}
	return nil
}
