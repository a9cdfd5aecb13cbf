package press

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"

	"stet.news/record"
	"stet.news/story"
)

// Record is what the press needs of a record: *record.Record is one.
type Record interface {
	View(ctx context.Context, f func(record.Reader) error) error
}

// ErrNoRecord says that the press was made without a record, to serve what is
// printed, and cannot print.
var ErrNoRecord = errors.New("there is no record to print from")

// Press prints a record into a store. Its methods may be called by many
// goroutines at once.
type Press struct {
	rec   Record
	store *Store
	log   *slog.Logger

	compress  *compressor
	items     *cache[story.ID, *item]
	divisions *cache[divisionKey, []story.Seam] // of long stories
	heavy     atomic.Int64
	live      *Live

	// The dress is changed with both locks held, and read with either. Whoever
	// prints holds mu; dressing is for those who must not wait for printing.
	dress
	dressing sync.RWMutex

	mu        sync.Mutex // one step of printing at a time
	index     *index
	suspects  []string // unsettled when the press was opened
	stale     bool
	rebuilt   chan struct{} // closed when the rebuild under way ends; nil: none is
	following bool          // the live log is kept up with what is printed
	resets    int           // how often the index was begun anew
	settler   *settler
	arranged  Arrangement
}

// itemsBytes bounds the stories kept in memory for lists and feeds.
const itemsBytes = 24 << 20

// divisionsBytes bounds the divisions kept so that the pages of a long story,
// which are printed together, need not each find them.
const divisionsBytes = 1 << 20

func newItems(limit int64) *cache[story.ID, *item] {
	return newCache[story.ID](limit, func(it *item) int64 { return it.size })
}

// New makes a press for a site. It does not ask the record, which may be nil:
// then error pages and stored pages are all there is. Pages that a power cut may
// have taken since the last orderly end are printed by the first CatchUp.
func New(rec Record, s Site, store *Store, log *slog.Logger) (*Press, error) {
	p := &Press{rec: rec, store: store, log: log, compress: newCompressor()}
	if log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	p.items = newItems(itemsBytes)
	p.divisions = newCache[divisionKey](divisionsBytes, func(seams []story.Seam) int64 { return int64(24*len(seams)) + 64 })
	if err := p.setUp(s); err != nil {
		return nil, fmt.Errorf("press: %w", err)
	}
	return p, nil
}

func (p *Press) setUp(s Site) (err error) {
	if p.dress, err = newDress(s, p.log); err != nil {
		return err
	}
	p.live = newLive(p.site)
	if err = p.store.sweep(); err != nil {
		return err
	}
	return p.openIndex()
}

func (p *Press) openIndex() (err error) {
	if p.index, err = openIndex(filepath.Join(p.store.dir, "press.db")); err != nil {
		return err
	}
	if p.suspects, err = p.index.unsettled(); err != nil {
		return err
	}
	had, err := p.index.state(stateFingerprint)
	p.stale = had != p.look
	p.suspects = append(p.suspects, p.standingPaths()...) // their words are not in the fingerprint
	p.settler = newSettler(p)
	return err
}

// Close settles what was printed and closes the index.
func (p *Press) Close() error {
	p.settler.stop()
	if p.index.db == nil {
		return nil
	}
	err := p.settler.err()
	if err == nil {
		err = p.settle()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return errors.Join(err, p.index.close())
}

// Page gives a page of the store. One whose file is damaged is printed again if
// that can be done at once.
func (p *Press) Page(path string) (*Page, error) {
	page, err := p.store.Get(path)
	if errors.Is(err, ErrCorrupt) && p.mend(path, err) {
		return p.store.Get(path)
	}
	return page, err
}

// Get is Page, under the name that a Store has for it.
func (p *Press) Get(path string) (*Page, error) { return p.Page(path) }

// mend prints a damaged page again. It does not wait for other printing: a
// reader is better served by an error page now.
func (p *Press) mend(path string, damage error) bool {
	if p.rec == nil || !p.mu.TryLock() {
		return false
	}
	defer p.mu.Unlock()
	p.log.Warn("a stored page is damaged; printing it again", "path", path, "error", damage)
	job := newJob()
	if err := errors.Join(p.printPaths(context.Background(), job, []string{path}), errors.Join(job.errs...)); err != nil {
		p.log.Error("could not print a damaged page again", "path", path, "error", err)
		return false
	}
	return true
}

// Stale reports that the stored pages are not all printed with the present look
// and settings. Rebuild, or the next CatchUp, mends that.
func (p *Press) Stale() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stale
}

// Fingerprint stands for everything but the record that pages depend on:
// templates, style, words and settings.
func (p *Press) Fingerprint() string {
	p.dressing.RLock()
	defer p.dressing.RUnlock()
	return p.look
}

// printForm counts the changes of this package's code that change pages without
// changing a template or a word.
const printForm = 3

func (p *Press) fingerprint() (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, printForm, pageMagic, gzipLevel, brotliLevel, story.WriteHTML(sampleBody, story.HTMLOptions{}))
	settings, err := json.Marshal(p.site.onEveryPage())
	if err != nil {
		return "", err
	}
	h.Write(settings)
	for _, e := range p.site.editions {
		fmt.Fprintf(h, "%+v %+v %+v\n", *e.W, *e.dates, e.Edition)
	}
	err = hashLook(h)
	return hex.EncodeToString(h.Sum(nil)), err
}

// sampleBody has one of every kind of block, so that a change in how bodies are
// written changes the fingerprint.
var sampleBody = story.Body{
	story.Heading{Level: 2, Text: story.Plain("a")},
	story.Paragraph{Text: story.Text{
		{Text: "b", Marks: story.Marks{Strong: true, Link: "https://example.org/"}},
		{Text: "c\nd", Marks: story.Marks{Emphasis: true, Lang: "ps", Dir: story.RightToLeft, Statement: "e"}},
		{Text: story.ErasedText, Marks: story.Marks{Erased: true}},
	}},
	story.List{Ordered: true, Items: []story.Text{story.Plain("f")}},
	story.Quotation{Paragraphs: []story.Text{story.Plain("g")}, Attribution: story.Plain("h"), Foreign: story.Foreign{Lang: "ps", Dir: story.RightToLeft}},
	story.PictureBlock{Picture: story.Picture{SHA256: "00", Type: "image/jpeg", Width: 1, Height: 1, Alt: "i", Caption: "j", Credit: "k", FocalX: 1}},
	story.Table{Caption: "l", Header: true, Rows: [][]story.Text{{story.Plain("m")}, {story.Plain("n")}}},
	story.Divider{},
	story.Embed{URL: "https://example.org/", Title: "o", Provider: "p"},
}
