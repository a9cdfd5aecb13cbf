package press

import (
	"context"
	"strings"

	"stet.news/record"
	"stet.news/story"
)

// The folder of cards, the pictures that stand for pages where their addresses
// are shared: one of each story's present revision and one of each edition.
//
//	/card/<id of the story>-<revision>.jpg
//	/card/<tag of the edition>.jpg
const cardFolder = "/card/"

// CardWidth and CardHeight are the measures of every card, in pixels.
const (
	CardWidth  = 1200
	CardHeight = 630
)

// Card is what a card shows.
type Card struct {
	Title     string // the newsroom's name in the edition
	Section   string // may be empty
	Headline  string // empty on an edition's card, or when it was erased
	Lang      string
	Direction story.Direction
	Lead      *story.Picture // nil: none
	Colours   Colours        // all of them
}

// hasCard reports whether a story has a card of its own. An imported archive has
// none: a static copy of the site would hold a picture for each of its stories.
func (it *item) hasCard() bool { return !it.Retracted && it.Rev.Grade != story.GradeImported }

// CardName is the file name of the card of a story's revision.
func CardName(id story.ID, revision int) string { return id.String() + "-" + itoa(revision) + ".jpg" }

func cardPath(id story.ID, revision int) string { return cardFolder + CardName(id, revision) }

func (e *edition) cardPath() string { return cardFolder + e.Tag + ".jpg" }

// Card gives what the card of that file name shows. ErrNoPage: there is no such
// card, or none any more. ErrNoRecord: nobody can tell.
func (p *Press) Card(ctx context.Context, name string) (Card, error) {
	p.dressing.RLock()
	s := p.site
	p.dressing.RUnlock()
	return s.cardNamed(ctx, p.rec, p.items, name)
}

// CardOf is Card for who has no press open.
func CardOf(ctx context.Context, rec Record, s Site, name string) (Card, error) {
	ready, err := newSite(s)
	if err != nil {
		return Card{}, err
	}
	return ready.cardNamed(ctx, rec, newItems(0), name)
}

func (s *site) cardNamed(ctx context.Context, rec Record, items *cache[story.ID, *item], name string) (card Card, err error) {
	key, isJPEG := strings.CutSuffix(name, ".jpg")
	if e := s.byTag[key]; e != nil && isJPEG {
		return s.card(e), nil
	}
	text, number, _ := strings.Cut(key, "-")
	id, err := story.ParseID(text)
	if err != nil || !isJPEG {
		return card, ErrNoPage
	}
	if rec == nil {
		return card, ErrNoRecord
	}
	err = rec.View(ctx, func(rd record.Reader) error {
		card, err = s.cardOf(newReader(rd, items), id, number)
		return err
	})
	return card, err
}

// card begins a card of an edition.
func (s *site) card(e *edition) Card {
	return Card{Title: e.Title, Lang: e.Tag, Direction: e.Direction, Colours: s.Look.Light.Complete()}
}

func (s *site) cardOf(r *reader, id story.ID, number string) (Card, error) {
	entry, ok, err := r.entry(id)
	e := s.byTag[entry.Edition]
	switch {
	case err != nil:
		return Card{}, err
	case !ok || e == nil || number != itoa(entry.Revision):
		return Card{}, ErrNoPage
	}
	it, err := r.item(entry)
	switch {
	case err != nil:
		return Card{}, err
	case !it.hasCard():
		return Card{}, ErrNoPage
	}
	card := s.card(e)
	card.Headline, card.Lead = it.Rev.Headline, it.Rev.Lead
	if card.Headline == story.ErasedText {
		card.Headline = ""
	}
	if it.Rev.Section != "" {
		section, _ := e.section(it.Rev.Section)
		card.Section = section.Name
	}
	return card, nil
}

// preview adds the picture that stands for a story where its address is shared:
// its card; of an imported story the lead picture, or the card of its edition.
func (v *storyView) preview(s *site) {
	h := &v.Head
	lead := v.Rev.Lead
	switch {
	case v.item.hasCard():
		h.previewCard(s.url(cardPath(v.ID, v.Revision)), v.Rev.Headline)
	case lead != nil && widest(lead) >= minPreview:
		w := widest(lead)
		h.previewPicture(s.url(lead.Scaled(w, story.JPEG)), w, lead.ScaledHeight(w), lead.Alt)
	default:
		h.previewCard(s.url(v.edition.cardPath()), v.edition.Title)
	}
}

// minPreview is the width from which a picture is shown large.
const minPreview = 600

// widest is the width of a picture's largest rendition.
func widest(p *story.Picture) int {
	if p.Width <= 0 || p.Height <= 0 {
		return 0
	}
	widths := p.ScaledWidths()
	return widths[len(widths)-1]
}

func (h *head) previewCard(url, alt string) { h.previewPicture(url, CardWidth, CardHeight, alt) }

func (h *head) previewPicture(url string, width, height int, alt string) {
	h.add("property", "og:image", url)
	h.add("property", "og:image:type", story.JPEG.Media())
	h.add("property", "og:image:width", itoa(width))
	h.add("property", "og:image:height", itoa(height))
	h.add("property", "og:image:alt", alt)
	h.add("name", "twitter:card", "summary_large_image")
	h.add("name", "twitter:image", url)
	h.add("name", "twitter:image:alt", alt)
}
