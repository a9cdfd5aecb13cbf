package newsroom

import (
	"context"
	"errors"
	"fmt"
	"image/color"
	"io/fs"
	"log/slog"
	"path"
	"strings"
	"sync"
	"sync/atomic"

	"stet.news/card"
	"stet.news/edge"
	"stet.news/picture"
	"stet.news/press"
	"stet.news/record"
	"stet.news/story"
)

// The bounds of cards: bytes kept on the disk, and how many readers may wait at
// once for one that is being drawn, which takes some 50 ms.
const (
	cardBytes   = 200 << 20
	cardWaiters = 8
)

// cards gives readers the cards of stories and editions. One is drawn when it is
// asked for the first time, or in the background when its story is published,
// and kept. The folder is a projection: what is deleted is drawn again.
type cards struct {
	press      *press.Press
	renditions *picture.Renditions
	log        *slog.Logger
	shelf      *card.Shelf

	// drawing lets one be drawn at a time, and a story be forgotten between two.
	drawing sync.Mutex
	waiting atomic.Int32
	ahead   chan string
}

// openCards opens the folder of cards, when the press is open. Without the folder
// each card is drawn for whoever asks: no reason to serve nothing.
func (n *Newsroom) openCards(context.Context) (err error) {
	c := &cards{press: n.Press, renditions: n.Renditions, log: n.opts.Log, ahead: make(chan string, 100)}
	if c.shelf, err = card.OpenShelf(n.Folder.Cards(), cardBytes); err != nil {
		n.opts.Log.Error("no card can be kept", "error", err)
	}
	n.cards = c
	return nil
}

// Get gives a card by its file name. The error wraps fs.ErrNotExist when there is
// none, edge.ErrBusy when too many wait already.
func (c *cards) Get(name string) ([]byte, error) {
	// A card with another look has another name here, and goes in its own time.
	kept := c.press.Fingerprint()[:8] + "-" + name
	data, err := c.shelf.Get(kept)
	if !errors.Is(err, fs.ErrNotExist) {
		return data, err
	}
	// Who asks for what there is not takes no place from the others.
	if _, err := c.press.Card(context.Background(), name); err != nil {
		return nil, noCard(name, err)
	}
	defer c.waiting.Add(-1)
	if c.waiting.Add(1) > cardWaiters {
		return nil, fmt.Errorf("card %s: %w", name, edge.ErrBusy)
	}
	c.drawing.Lock()
	defer c.drawing.Unlock()
	if data, err = c.shelf.Get(kept); !errors.Is(err, fs.ErrNotExist) { // somebody else had it drawn
		return data, err
	}
	shown, err := c.press.Card(context.Background(), name) // again: it may be retracted by now
	if err != nil {
		return nil, noCard(name, err)
	}
	if data, err = drawCard(c.renditions, shown); err != nil {
		return nil, fmt.Errorf("card %s: %w", name, err)
	}
	if err := c.shelf.Put(kept, data); err != nil { // the reader gets it all the same
		c.log.Error("a card cannot be kept", "card", name, "error", err)
	}
	return data, nil
}

// noCard says why there is no card; a newsroom whose record cannot be read has
// those that are kept.
func noCard(name string, err error) error {
	if errors.Is(err, press.ErrNoPage) || errors.Is(err, press.ErrNoRecord) {
		err = fs.ErrNotExist
	}
	return fmt.Errorf("card %s: %w", name, err)
}

// drawCard draws a card. It shapes words with other people's code, which must not
// end the process that has just published them.
func drawCard(renditions *picture.Renditions, shown press.Card) (_ []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it cannot be drawn: %v", p)
		}
	}()
	c := card.Card{
		Title: shown.Title, Section: shown.Section, Headline: shown.Headline, Lang: shown.Lang, Direction: shown.Direction,
		Palette: card.Palette{Paper: rgba(shown.Colours.Paper), Ink: rgba(shown.Colours.Ink), Accent: rgba(shown.Colours.Accent)},
	}
	if c.Photo, err = photo(renditions, shown.Lead); err != nil {
		return nil, err
	}
	return card.Draw(c)
}

// The rendition that a card is cut from is about as wide as this; a picture that
// is smaller than the least is left out.
const (
	photoWidth = 960
	leastPhoto = 400
)

// photo gives the lead picture for a card: the rendition, which we made
// ourselves, never the file that came from outside.
func photo(renditions *picture.Renditions, lead *story.Picture) (*card.Photo, error) {
	if lead == nil || min(lead.Width, lead.Height) < leastPhoto {
		return nil, nil
	}
	width := 0
	for _, w := range lead.ScaledWidths() {
		if width = w; w >= photoWidth {
			break
		}
	}
	data, media, err := renditions.Get(path.Base(lead.Scaled(width, story.JPEG)))
	if errors.Is(err, fs.ErrNotExist) || media != story.JPEG.Media() {
		return nil, nil // not in this newsroom; its page shows none either
	}
	x, y := lead.Focal()
	return &card.Photo{JPEG: data, FocalX: x, FocalY: y}, err
}

func rgba(hex string) color.RGBA {
	c, _ := rgb(hex).(color.RGBA)
	return c
}

// forget deletes the cards of a story that is to be seen no more.
func (c *cards) forget(id story.ID) error {
	return c.drop(func(name string) bool { return strings.Contains(name, "-"+id.String()+"-") })
}

func (c *cards) forgetAll() error { return c.drop(func(string) bool { return true }) }

// drop waits for the drawing under way: what that began with may be forgotten.
func (c *cards) drop(unwanted func(name string) bool) error {
	c.drawing.Lock()
	defer c.drawing.Unlock()
	return c.shelf.Drop(unwanted)
}

// checkCards deletes what should have been forgotten when the newsroom ended on
// the way: cards of retracted stories. What cannot be deleted is shown no more.
func (n *Newsroom) checkCards(ctx context.Context) error {
	if !n.opts.serving { // only readers need to know
		return nil
	}
	err := n.cards.drop(func(kept string) bool {
		_, name, _ := strings.Cut(kept, "-")
		_, err := n.Press.Card(ctx, name)
		return err != nil // one of which nobody can tell is drawn again
	})
	if err != nil {
		n.opts.Log.Error("cards that should be gone are left in their folder", "error", err)
	}
	return nil
}

// soon has the cards of what was published drawn before somebody asks for them:
// messengers ask once, and do not wait long.
func (c *cards) soon(receipts []record.Receipt) {
	for _, r := range receipts {
		select {
		case c.ahead <- press.CardName(r.Story, r.Revision):
		default: // an archive came in
		}
	}
}

// drawAhead draws what soon was told of, until ctx ends.
func (c *cards) drawAhead(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case name := <-c.ahead:
			if _, err := c.Get(name); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, edge.ErrBusy) {
				c.log.Error("a card cannot be drawn", "card", name, "error", err)
			}
		}
	}
}
