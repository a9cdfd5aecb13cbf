package press

import (
	"net/url"
	"strconv"
)

// livePage is what a page's script needs to tell its reader of news.
type livePage struct {
	Address string // of the stream, for a page as printed
	New     string // of a list: the plural forms
	Changed string // of a story
	Stale   string
	Digits  string // from 0 to 9, as the edition writes them
}

// LivePath is the address of an edition's stream of events.
func LivePath(edition string) string { return "/" + edition + "/live" }

// What follows a stream's path when a page is its reader: the last leaf that the
// page tells of, and what it wants to hear of.
const (
	LiveLast    = "last" // the reader has heard all of the edition up to there
	LivePrinted = "page" // the page was printed with this leaf
	LiveSection = "section"
	LiveStory   = "story"
)

// liveList is for a page that lists the stories of the edition, or of a section.
func (e *edition) liveList(leaf int64, section string) *livePage {
	l := e.livePage(leaf, LiveSection, section)
	l.New = e.W.Live.New
	return l
}

func (e *edition) liveStory(it *item) *livePage {
	l := e.livePage(it.Leaf, LiveStory, it.ID.String())
	l.Changed = e.W.Live.Changed
	return l
}

func (e *edition) livePage(leaf int64, about, key string) *livePage {
	q := url.Values{LivePrinted: {strconv.FormatInt(leaf, 10)}}
	if key != "" {
		q.Set(about, key)
	}
	return &livePage{
		Address: LivePath(e.Tag) + "?" + q.Encode(), Stale: e.W.Live.Stale, Digits: e.dates.digits("0123456789"),
	}
}
