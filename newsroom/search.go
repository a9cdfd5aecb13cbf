package newsroom

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"stet.news/press"
	"stet.news/search"
)

// searching is a newsroom's search. It follows the record by itself: a publish
// does not wait for it, and that it fails keeps nothing from being published.
type searching struct {
	index *search.Index // nil: it could not be opened
	poke  chan struct{} // something was published
	stop  context.CancelFunc
	done  chan struct{} // closed when the follower has ended
}

// openSearch opens the search index and begins to follow the record, if there is
// one. An index that is missing is fed in the background, however long that takes;
// until it is whole, searches are told so.
func (n *Newsroom) openSearch(context.Context) error {
	index, err := search.Open(n.Folder.Search())
	if err != nil {
		n.opts.Log.Error("there is no search", "error", err)
		return nil
	}
	s := &n.search
	s.index, s.poke, s.done = index, make(chan struct{}, 1), make(chan struct{})
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	if n.Record == nil {
		close(s.done)
		return nil
	}
	go n.followSearch(ctx)
	return nil
}

func (n *Newsroom) followSearch(ctx context.Context) {
	defer close(n.search.done)
	for {
		if err := n.search.index.CatchUp(ctx, n.Record); err != nil && ctx.Err() == nil {
			n.opts.Log.Error("what was published last cannot be searched for yet", "error", err)
		}
		select {
		case <-n.search.poke:
		case <-ctx.Done():
			return
		}
	}
}

// pokeSearch tells the follower that there is something new.
func (n *Newsroom) pokeSearch() {
	select {
	case n.search.poke <- struct{}{}:
	default: // it has been told, or there is none
	}
}

// SettleSearch returns when everything that is published can be searched for.
func (n *Newsroom) SettleSearch(ctx context.Context) error {
	if n.search.index == nil || n.Record == nil {
		return search.ErrAway
	}
	return n.search.index.CatchUp(ctx, n.Record)
}

// forgetSearch makes sure that no erased word is left in the search index. One
// that cannot be opened is deleted.
func (n *Newsroom) forgetSearch(ctx context.Context) error {
	if n.search.index == nil {
		var errs []error
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(n.Folder.Search() + suffix); !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, err)
			}
		}
		return errors.Join(errs...)
	}
	defer n.pokeSearch()
	return n.search.index.Forget(ctx, n.Record)
}

// rebuildSearch makes the search index anew.
func (n *Newsroom) rebuildSearch(ctx context.Context) error {
	if n.search.index == nil {
		return nil
	}
	return n.search.index.Rebuild(ctx, n.Record)
}

// closeWait is how long closing waits for the last leaves to be searchable. What
// is not is read at the next opening.
const closeWait = time.Second

func (n *Newsroom) closeSearch() error {
	if n.search.index == nil {
		return nil
	}
	if n.Record != nil {
		ctx, cancel := context.WithTimeout(context.Background(), closeWait)
		n.SettleSearch(ctx) // its error was logged, or the time is over
		cancel()
	}
	n.search.stop()
	<-n.search.done
	return n.search.index.Close()
}

// searchPage answers a reader's search.
func (n *Newsroom) searchPage(ctx context.Context, path, query string) (*press.Page, error) {
	return n.Press.SearchPage(ctx, n.search.index, path, query)
}
