// Package desktest gives tests a desk over a real record in a folder of their
// own: SQLite and all, with a clock that the test sets, and without a press.
package desktest

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/picture"
	"stet.news/press"
	"stet.news/record"
	"stet.news/record/sqlite"
	"stet.news/search"
	"stet.news/story"
)

// Room is a newsroom with a desk and no readers. It is the desk's House.
type Room struct {
	Desk   *desk.Desk
	Record *record.Record
	Store  record.Store
	// Due holds what the desk told its House of drafts that are due.
	Due map[story.ID]time.Time
	// Files are the pictures; whoever takes any calls darkroom.Main in TestMain.
	Files *picture.Cabinet
	// Dir is where all of it lies.
	Dir string
	// People are those whom the desk can hand a story to.
	People []policy.Principal
	now    atomic.Int64
	index  *search.Index
}

// Editions and Sections of every Room.
var (
	Editions = []story.Edition{edition("en"), edition("fa-AF"), edition("ps")}
	Sections = []story.Section{section("afghanistan", "Afghanistan", "افغانستان"), section("world", "World", "جهان"), section("sport", "Sport", "ورزش")}
)

func edition(tag string) story.Edition {
	e := story.TagInfo(tag)
	e.Zone = "Asia/Kabul"
	return e
}

func section(key, english, dari string) story.Section {
	return story.Section{Key: key, Names: map[string]string{"en": english, "fa-AF": dari, "ps": dari}}
}

// Began is what a Room's clock says at first.
var Began = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

// Open makes a Room, which ends with the test.
func Open(t testing.TB) *Room { return OpenWith(t, desk.Options{}) }

// OpenWith is Open for a desk with options; its clock, log and people are the
// Room's.
func OpenWith(t testing.TB, o desk.Options) *Room {
	t.Helper()
	dir := t.TempDir()
	r := &Room{Due: map[story.ID]time.Time{}, Files: cabinet(dir), Dir: dir}
	r.now.Store(Began.UnixNano())
	private, public, err := record.NewKey("example.org")
	must(t, err)
	signer, err := note.NewSigner(private)
	must(t, err)
	verifier, err := note.NewVerifier(public)
	must(t, err)
	r.Store, err = sqlite.Create(t.Context(), filepath.Join(dir, "record.db"), sqlite.Options{Synchronous: "NORMAL"})
	must(t, err)
	t.Cleanup(func() { r.Store.Close() })
	r.Record, err = record.Open(t.Context(), r.Store, record.Options{
		Editions: Editions, Signer: signer, Verifier: verifier, VerifierKey: public,
		Head: record.HeadFile(filepath.Join(dir, "checkpoint")), Now: r.Now,
	})
	must(t, err)
	r.index, err = search.Open(filepath.Join(dir, "search.db"))
	must(t, err)
	t.Cleanup(func() { r.index.Close() })
	o.Now, o.Log, o.Found, o.Usage = r.Now, slog.New(slog.DiscardHandler), r.found, r.usage
	o.People = func(record.Reader) ([]policy.Principal, error) { return r.People, nil }
	r.Desk, err = desk.Open(t.Context(), r, o)
	must(t, err)
	return r
}

func cabinet(dir string) *picture.Cabinet {
	place := func(name string) *picture.Renditions {
		return picture.OpenRenditions(filepath.Join(dir, name, "renditions"), picture.Open(filepath.Join(dir, name, "pictures")))
	}
	return &picture.Cabinet{Public: place("public"), Waiting: place("waiting")}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// found searches what is published, all of it.
func (r *Room) found(ctx context.Context, q search.Query, before int64, limit int) ([]search.Found, error) {
	if err := r.index.CatchUp(ctx, r.Record); err != nil {
		return nil, err
	}
	return r.index.Newest(ctx, q, before, limit)
}

// usage tells how what is published uses words.
func (r *Room) usage(ctx context.Context, edition string, words, before []string) (search.Usage, error) {
	if err := r.index.CatchUp(ctx, r.Record); err != nil {
		return search.Usage{}, err
	}
	return r.index.Usage(ctx, edition, words, before)
}

// Now is the Room's clock.
func (r *Room) Now() time.Time { return time.Unix(0, r.now.Load()).UTC() }

// Pass lets time pass.
func (r *Room) Pass(d time.Duration) { r.now.Add(int64(d)) }

// Person is somebody with a role in all editions and sections. Their account
// has the name's own text for an id.
func Person(name string, role policy.Role) policy.Principal {
	return With(name, policy.Grant{Role: role})
}

// With is somebody with these grants, who has just shown who they are.
func With(name string, grants ...policy.Grant) policy.Principal {
	return policy.Principal{Account: name, Name: name, Session: "s-" + name, Lang: "en", Grants: grants, Shown: Began}
}

// View and the others make a Room the desk's House.
func (r *Room) View(ctx context.Context, f func(record.Reader) error) error {
	return r.Store.View(ctx, f)
}

func (r *Room) Update(ctx context.Context, f func(record.Tx) error) error {
	return r.Store.Update(ctx, f)
}

func (r *Room) EnterAlso(ctx context.Context, acts []record.Act, also record.Also) ([]record.Receipt, error) {
	return r.Record.PublishAlso(ctx, acts, func(tx record.Tx, receipts []record.Receipt) error {
		if err := also(tx, receipts); err != nil {
			return err
		}
		return r.Desk.MarkPublished(tx, receipts)
	})
}

// EraseAlso erases as a newsroom does, in the record and at the desk.
func (r *Room) EraseAlso(ctx context.Context, order desk.EraseOrder, also record.Also) ([]record.Receipt, error) {
	var acts []record.Act
	var pieces []record.Piece
	err := r.View(ctx, func(rd record.Reader) (err error) {
		acts, err = record.EraseActs(rd, order.Story, func(p record.Piece) bool {
			if !strings.Contains(p.Text, order.Words) {
				return false
			}
			pieces = append(pieces, p)
			return true
		}, order.Basis)
		return err
	})
	if err != nil {
		return nil, err
	}
	return r.EnterAlso(ctx, acts, func(tx record.Tx, receipts []record.Receipt) error {
		if err := also(tx, receipts); err != nil {
			return err
		}
		return r.Desk.Forget(tx, order.Story, desk.NewLost(order.Words, pieces))
	})
}

func (r *Room) Head() ([]byte, record.Checkpoint, error) { return r.Record.Head() }

func (r *Room) Settle(context.Context) error { return nil }

func (r *Room) Rehearse(ctx context.Context, acts []record.Rehearsal, f func(record.Reader, []record.Receipt) error) error {
	return r.Record.Rehearse(ctx, acts, f)
}

// Arrange prints nothing, and Press is none: a Room has no readers.
func (r *Room) Arrange(context.Context) error { return nil }
func (r *Room) Press() *press.Press           { return nil }

func (r *Room) Scheduled(id story.ID, due time.Time) { r.Due[id] = due }
func (r *Room) Pictures() *picture.Cabinet           { return r.Files }
func (r *Room) Editions() []story.Edition            { return Editions }
func (r *Room) Sections() []story.Section            { return Sections }

// Publish publishes a story as the operator does, past the desk.
func (r *Room) Publish(t testing.TB, rev story.Revision) record.Receipt {
	t.Helper()
	acts := []record.Act{{Kind: record.Publish, Revision: rev}}
	receipts, err := r.EnterAlso(t.Context(), acts, r.Desk.ByHouse(acts))
	must(t, err)
	return receipts[0]
}

// Revision is a small story that can be published.
func Revision(edition, headline string) story.Revision {
	return story.Revision{
		Edition: edition, Headline: headline, Standfirst: "What happened, in a sentence.", Section: "afghanistan",
		Bylines: []story.Byline{{Name: "Zahra Karimi"}},
		Body:    story.Body{story.Paragraph{Text: story.Plain("The river rose in the night. Nobody was hurt.")}},
	}
}
