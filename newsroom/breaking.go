package newsroom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"stet.news/internal/durable"
	"stet.news/record"
	"stet.news/story"
)

// An edition may have one story up as breaking news, until a time. Which one is
// no part of the record, for it says nothing about the story: it stands in a
// file of its own. The file is written before pages are printed that show the
// banner, and loses an entry only after the pages without it are on the disk;
// so the editions it names are those whose pages a crash may have left behind.

// Breaking is a story that is its edition's breaking news.
type Breaking struct {
	Edition string    `json:"edition"`
	Story   story.ID  `json:"id"`
	Until   time.Time `json:"until"`
}

// breakingNews is the breaking news of all editions, by their tags.
type breakingNews struct {
	mu    sync.Mutex
	file  map[string]Breaking // as it is on the disk
	shown map[string]story.ID // as every page says it
	sure  bool                // what a crash may have left is printed
	again time.Time           // not before is tried again what could not be taken down
}

// breakingPause is how long pages that cannot be printed are left alone.
const breakingPause = 10 * time.Second

// readBreaking reads the file; that there is none is no error.
func (f Folder) readBreaking() (map[string]Breaking, error) {
	all := map[string]Breaking{}
	b, err := os.ReadFile(f.Breaking())
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	if all == nil { // of null, to which nothing could be added
		all = map[string]Breaking{}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w; without the file no story is breaking news", f.Breaking(), err)
	}
	return all, nil
}

func (f Folder) writeBreaking(all map[string]Breaking) error {
	if len(all) == 0 {
		err := os.Remove(f.Breaking())
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return err
	}
	b, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	return durable.Write(f.Breaking(), append(b, '\n'), 0o644)
}

// up gives the stories whose time is not over.
func up(all map[string]Breaking, now time.Time) map[string]story.ID {
	ids := map[string]story.ID{}
	for tag, b := range all {
		if b.Until.After(now) {
			ids[tag] = b.Story
		}
	}
	return ids
}

// loadBreaking reads the file and tells the press, before it prints.
func (n *Newsroom) loadBreaking() (err error) {
	if n.breaking.file, err = n.Folder.readBreaking(); err != nil {
		return err
	}
	n.breaking.shown = up(n.breaking.file, n.opts.Now())
	n.Press.SetBreaking(n.breaking.shown)
	return nil
}

// resumeBreaking prints what a crash may have left behind: a banner that is not
// shown yet, or one whose time was over. Before readers come in it looks at every
// edition: somebody may have removed the file.
func (n *Newsroom) resumeBreaking(ctx context.Context) error {
	editions := slices.Collect(maps.Keys(n.breaking.file))
	if n.opts.serving {
		editions = nil
		for _, e := range n.Settings.Editions {
			editions = append(editions, e.Tag)
		}
	}
	err := n.Press.PrintBreaking(ctx, editions...)
	if err != nil && n.opts.serving && ctx.Err() == nil { // no reason not to publish
		n.opts.Log.Error("breaking news may stand on pages where it is over, or not on all", "error", err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("print breaking news: %w", err)
	}
	n.breaking.sure = true
	return nil
}

// SetBreaking implements Office.
func (n *Newsroom) SetBreaking(ctx context.Context, id story.ID, until time.Time) (Breaking, error) {
	until = until.UTC().Truncate(time.Second)
	if !until.After(n.opts.Now()) {
		return Breaking{}, fmt.Errorf("%w: %s is over already", record.ErrInvalid, until.Format(time.RFC3339))
	}
	var e record.Entry
	err := n.Record.View(ctx, func(rd record.Reader) (err error) {
		e, err = record.EntryOf(rd, id)
		return err
	})
	if err == nil && e.Retracted {
		err = fmt.Errorf("%w: %s is retracted", record.ErrInvalid, e.Path())
	}
	if err != nil {
		return Breaking{}, err
	}
	b := Breaking{Edition: e.Edition, Story: id, Until: until}
	return b, n.changeBreaking(ctx, func(all map[string]Breaking) error {
		all[b.Edition] = b
		return nil
	})
}

// EndBreaking implements Office.
func (n *Newsroom) EndBreaking(ctx context.Context, edition string) error {
	return n.changeBreaking(ctx, func(all map[string]Breaking) error {
		now := n.opts.Now()
		b := all[edition]
		if !b.Until.After(now) && n.breaking.shown[edition].IsZero() {
			return fmt.Errorf("%w: the edition %q has no breaking news", record.ErrInvalid, edition)
		}
		b.Until = now.UTC()
		all[edition] = b
		return nil
	})
}

// changeBreaking changes the file, then the pages. It is finished even if whoever
// asked has gone.
func (n *Newsroom) changeBreaking(ctx context.Context, change func(map[string]Breaking) error) error {
	n.breaking.mu.Lock()
	defer n.breaking.mu.Unlock()
	all := maps.Clone(n.breaking.file)
	if err := change(all); err != nil {
		return err
	}
	if err := n.Folder.writeBreaking(all); err != nil {
		n.watch(err)
		return err
	}
	n.breaking.file = all
	return n.showBreaking(context.WithoutCancel(ctx))
}

// showBreaking prints the pages of the editions whose breaking news is another
// than they say. When that fails they count as they were, so that whoever asks
// again has them printed. The caller holds the lock.
func (n *Newsroom) showBreaking(ctx context.Context) error {
	now := up(n.breaking.file, n.opts.Now())
	var changed []string
	for tag := range n.breaking.file {
		if now[tag] != n.breaking.shown[tag] {
			changed = append(changed, tag)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	n.Press.SetBreaking(now)
	if err := n.Press.PrintBreaking(ctx, changed...); err != nil {
		n.breaking.again = n.opts.Now().Add(breakingPause)
		n.watch(err)
		return err
	}
	n.breaking.shown = now
	return nil
}

// endBreaking takes down what is over.
func (n *Newsroom) endBreaking(ctx context.Context) {
	n.breaking.mu.Lock()
	defer n.breaking.mu.Unlock()
	if n.opts.Now().Before(n.breaking.again) {
		return
	}
	if err := n.showBreaking(ctx); err != nil && ctx.Err() == nil {
		n.opts.Log.Error("breaking news is over and could not be taken down from every page", "error", err)
	}
}

// forgetBreaking drops from the file what is over, when every page is on the disk.
func (n *Newsroom) forgetBreaking() error {
	if !n.breaking.sure {
		return nil
	}
	maps.DeleteFunc(n.breaking.file, func(tag string, _ Breaking) bool { return n.breaking.shown[tag].IsZero() })
	return n.Folder.writeBreaking(n.breaking.file)
}

// BreakingLine is breaking news in a list.
type BreakingLine struct {
	Breaking
	Path     string `json:"path"`
	Headline string `json:"headline"`
}

// Breaking lists what is up, by edition. What is retracted is up no more.
func (n *Newsroom) Breaking(ctx context.Context) (lines []BreakingLine, err error) {
	all, err := n.Folder.readBreaking()
	if err != nil {
		return nil, err
	}
	now := up(all, n.opts.Now())
	err = n.Record.View(ctx, func(rd record.Reader) error {
		for _, tag := range slices.Sorted(maps.Keys(now)) {
			e, err := record.EntryOf(rd, now[tag])
			if err != nil {
				return err
			}
			rev, _, err := record.RevisionAt(rd, e.RevisionLeaf)
			if err != nil {
				return err
			}
			if !e.Retracted {
				lines = append(lines, BreakingLine{all[tag], e.Path(), rev.Headline})
			}
		}
		return nil
	})
	return lines, err
}
