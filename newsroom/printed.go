package newsroom

import (
	"context"
	"errors"
	"fmt"

	"stet.news/press"
)

// OpenPrinted opens a newsroom whose record cannot be used, to serve what was
// printed from it. It is a Newsroom without a Record; nothing can be published.
func OpenPrinted(ctx context.Context, dir string, o Options) (n *Newsroom, err error) {
	o.complete()
	n = &Newsroom{Folder: Folder(dir), opts: o, unusable: errors.New("the record was not opened")}
	if n.lock, err = n.Folder.lock(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			n.Close()
		}
	}()
	if n.Settings, err = loadSettings(n.Folder.Settings()); err != nil {
		return nil, err
	}
	n.openPictures()
	if n.Pages, err = press.OpenStore(n.Folder.Pages(), o.CacheBytes); err != nil {
		return nil, err
	}
	site, err := n.openSite()
	if err != nil {
		return nil, err
	}
	if n.Press, err = press.New(nil, site, n.Pages, o.Log); err != nil {
		return nil, err
	}
	return n, errors.Join(n.openCards(ctx), n.openSearch(ctx))
}

// OpenServing opens a newsroom to be served: with its record, or, when the
// record is unreadable or was rolled back, with the printed pages alone. why
// then says what is wrong with the record. A newsroom that is in use, whose
// settings are wrong or whose key is missing is not opened: those are mended in
// a minute, and nobody would notice that nothing can be published.
func OpenServing(ctx context.Context, dir string, o Options) (n *Newsroom, why, err error) {
	o.serving = true
	n, err = Open(ctx, dir, o)
	for _, fatal := range []error{ErrInUse, ErrNoNewsroom, ErrSettings, ErrKey, context.Canceled} {
		if err == nil || errors.Is(err, fatal) {
			return n, nil, err
		}
	}
	why = err
	if n, err = OpenPrinted(ctx, dir, o); err != nil {
		return nil, nil, fmt.Errorf("%w; nor can the printed pages be served: %w", why, err)
	}
	n.unusable = why
	return n, why, nil
}

// noRecord answers every call while only printed pages are served.
func (n *Newsroom) noRecord() error {
	return fmt.Errorf("only printed pages are served: %w", n.unusable)
}
