package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"stet.news/press"
)

// watchEvery is how often the files of the look are looked at, while a newsroom
// is served.
const watchEvery = time.Second

// openSite reads the site to be printed. Where readers wait, a mistake in the
// look must not take the public site down: then it is the site as it was taken
// last, and the desk shows what is wrong.
func (n *Newsroom) openSite() (press.Site, error) {
	n.looked = n.Folder.lookStamp()
	site, err := n.Folder.site(n.Settings)
	m, ok := errors.AsType[*press.Mistake](err)
	if !ok || !n.opts.serving {
		return site, err
	}
	n.noteMistake(m)
	return n.Folder.lastSite(n.Settings), nil
}

// noteMistake tells the operator of a mistake in the look: in the log, and at
// the desk as long as it stands.
func (n *Newsroom) noteMistake(m *press.Mistake) {
	n.mistake.Store(m)
	n.opts.Log.Error("the look is not taken; the site stays as it was", "mistake", m)
}

// watchLook takes what changes of the look, until ctx ends. A change is read
// when nothing else came within a second: an editor may still be writing.
func (n *Newsroom) watchLook(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for last := n.looked; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := n.Folder.lookStamp()
		if now != n.looked && now == last {
			n.looked = now
			n.takeLook(ctx)
		}
		last = now
	}
}

// takeLook reads the look again and has the pages printed with it.
func (n *Newsroom) takeLook(ctx context.Context) {
	site, err := n.newSite()
	if err == nil {
		err = n.Press.Restyle(ctx, site)
	}
	if err != nil {
		m, ok := errors.AsType[*press.Mistake](err)
		if !ok {
			m = &press.Mistake{File: lookFolder, What: err.Error()}
		}
		n.noteMistake(m)
		return
	}
	n.mistake.Store(nil)
	n.opts.Log.Info("the look has changed; printing what it is on")
	if err := errors.Join(n.Folder.keepLook(site), n.Press.CatchUp(ctx)); err != nil && ctx.Err() == nil {
		n.watch(err)
		n.opts.Log.Error("pages are not yet printed with the new look", "error", err)
	}
}

// newSite reads the site with the settings as they are now. What the record and
// its key depend on is read at the start alone.
func (n *Newsroom) newSite() (press.Site, error) {
	s, err := loadSettings(n.Folder.Settings())
	if err != nil {
		return press.Site{}, err
	}
	if s.URL != n.Settings.URL || !reflect.DeepEqual(s.Editions, n.Settings.Editions) {
		return press.Site{}, &press.Mistake{File: n.Folder.Settings(), What: "url and editions are read at the start alone", Mend: "start stet serve anew"}
	}
	return n.Folder.site(s)
}

// lookStamp changes when a file does that the look depends on.
func (f Folder) lookStamp() string {
	var b strings.Builder
	for _, part := range []string{f.Settings(), f.at(lookFolder), f.at(standingFolder)} {
		filepath.WalkDir(part, func(path string, _ fs.DirEntry, err error) error {
			if info, e := os.Stat(path); err == nil && e == nil {
				fmt.Fprintln(&b, path, info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return b.String()
}
