package newsroom

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"stet.news/desk"
	"stet.news/picture"
	"stet.news/press"
	"stet.news/record"
	"stet.news/record/sqlite"
)

// Newsroom is an opened folder.
type Newsroom struct {
	Folder   Folder
	Settings Settings
	Record   *record.Record
	// Pictures are the published ones, Renditions the smaller copies of them that
	// pages show.
	Pictures   *picture.Store
	Renditions *picture.Renditions
	// Cabinet has those and the unpublished ones.
	Cabinet *picture.Cabinet
	// Pages and Press are nil in a newsroom that is opened for reading.
	Pages *press.Store
	Press *press.Press

	Store record.Store
	// Desk is nil in a newsroom that is opened for reading.
	Desk *desk.Desk

	opts  Options
	lock  *lock
	cards *cards
	due   schedule
	// search is not there in a newsroom that is opened for reading.
	search    searching
	arranging arranging
	// unusable says why there is no Record, when only printed pages are served.
	unusable error
	// looked is the state of the look's files when they were read; mistake is
	// what was wrong with them, nil when nothing was.
	looked  string
	mistake atomic.Pointer[press.Mistake]
	// fatal ends the serving, while there is one.
	fatal context.CancelCauseFunc
}

// Options is what a newsroom is opened with.
type Options struct {
	Now func() time.Time
	Log *slog.Logger
	// CacheBytes bounds the pages kept in memory.
	CacheBytes int64
	// Progress is told of work that takes long, such as printing everything
	// again after the look has changed. It may be nil.
	Progress func(what string, done, total int)
	// Store opens the database in place of the usual engine; for fault tests.
	Store func(ctx context.Context, path string) (record.Store, error)

	// serving: readers wait for it, so a mistake in the look does not keep it
	// from being opened. Set by OpenServing, and by Restore.
	serving bool
}

func (o *Options) complete() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.CacheBytes == 0 {
		o.CacheBytes = 128 << 20
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	if o.Store == nil {
		o.Store = func(ctx context.Context, path string) (record.Store, error) {
			return sqlite.Open(ctx, path, sqlite.Options{})
		}
	}
}

// Open opens a newsroom for writing, alone: ErrInUse when another process has
// it. Pages that are behind the record are printed before it returns.
func Open(ctx context.Context, dir string, o Options) (*Newsroom, error) {
	o.complete()
	n := &Newsroom{Folder: Folder(dir), opts: o}
	var err error
	if n.lock, err = n.Folder.lock(); err != nil {
		return nil, err
	}
	if err := n.open(ctx, forWriting); err != nil {
		n.Close()
		return nil, err
	}
	for _, step := range []func(context.Context) error{n.openDesk, n.adoptLeft, n.releaseLeft, n.completeRenditions, n.openPress, n.openCards, n.openSearch, n.resumeErasing, n.checkCards, n.loadSchedule} {
		if err := step(ctx); err != nil {
			n.Close()
			return nil, err
		}
	}
	return n, nil
}

// OpenReading opens the record for reading, whoever else has the newsroom open.
func OpenReading(ctx context.Context, dir string, o Options) (*Newsroom, error) {
	o.complete()
	o.Store = func(ctx context.Context, path string) (record.Store, error) {
		return sqlite.Open(ctx, path, sqlite.Options{ReadOnly: true})
	}
	n := &Newsroom{Folder: Folder(dir), opts: o}
	if err := n.open(ctx, forReading); err != nil {
		n.Close()
		return nil, err
	}
	return n, nil
}

// open opens settings, database and record.
func (n *Newsroom) open(ctx context.Context, a access) (err error) {
	if n.Settings, err = loadSettings(n.Folder.Settings()); err != nil {
		return err
	}
	n.openPictures()
	store, err := n.opts.Store(ctx, n.Folder.Database())
	if err != nil { // store may then be an engine's nil, which nobody may close
		return err
	}
	n.Store = store
	n.Record, err = n.Folder.openRecord(ctx, n.Store, n.Settings, n.opts.Now, a)
	return err
}

func (n *Newsroom) openPictures() {
	n.Pictures = n.Folder.pictures()
	n.Renditions = picture.OpenRenditions(n.Folder.Renditions(), n.Pictures)
	n.Cabinet = &picture.Cabinet{
		Public:  n.Renditions,
		Waiting: picture.OpenRenditions(n.Folder.at("unpublished", "renditions"), n.Folder.waiting()),
	}
}

// openPress opens the page store and brings it up to the record.
func (n *Newsroom) openPress(ctx context.Context) (err error) {
	if err := os.MkdirAll(n.Folder.Pages(), 0o755); err != nil {
		return err
	}
	if n.Pages, err = press.OpenStore(n.Folder.Pages(), n.opts.CacheBytes); err != nil {
		return err
	}
	site, err := n.openSite()
	if err != nil {
		return err
	}
	if n.Press, err = press.New(n.Record, site, n.Pages, n.opts.Log); err != nil {
		return err
	}
	if err := errors.Join(n.Folder.keepLook(site), n.openArranged(ctx)); err != nil {
		return err
	}
	if n.Press.Stale() {
		n.opts.Log.Info("the look or the settings have changed; printing every page again")
		return n.Rebuild(ctx)
	}
	return n.Press.CatchUp(ctx)
}

// Close closes what is open; it may be called on a half-opened newsroom.
func (n *Newsroom) Close() error {
	errs := []error{n.closeSearch()}
	if n.Press != nil {
		errs = append(errs, n.Press.Close())
	}
	if n.Pages != nil {
		errs = append(errs, n.Pages.Close())
	}
	if n.Store != nil {
		errs = append(errs, n.Store.Close())
	}
	if n.lock != nil {
		errs = append(errs, n.lock.release())
	}
	return errors.Join(errs...)
}

// Rebuild makes every projection again: the index of present stories and all
// pages.
func (n *Newsroom) Rebuild(ctx context.Context) error {
	return n.Press.Rebuild(ctx, func(done, total int) { n.opts.Progress("printing", done, total) })
}

// Reindex makes the index of present stories again, then renditions that are
// missing, all pages and the search index.
func (n *Newsroom) Reindex(ctx context.Context) error {
	err := n.Record.Reindex(ctx, func(done, total int64) { n.opts.Progress("indexing", int(done), int(total)) })
	if err != nil {
		return fmt.Errorf("index the record: %w", err)
	}
	if err := errors.Join(n.Folder.forgetRenditions(), n.completeRenditions(ctx)); err != nil {
		return err
	}
	return errors.Join(n.Rebuild(ctx), n.rebuildSearch(ctx))
}
