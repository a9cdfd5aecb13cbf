package draft

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stet.news/desk/prose"
	"stet.news/record"
	"stet.news/record/sqlite"
	"stet.news/story"
)

// office is a store with the room's tables and one story in it.
type office struct {
	*sqlite.Store
	id    story.ID
	heads Heads
}

func newOffice(t *testing.T) *office {
	t.Helper()
	store, err := sqlite.Create(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Synchronous: "NORMAL"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	o := &office{Store: store, id: story.NewID()}
	o.update(t, func(tx record.Tx) error {
		if _, err := tx.SQL().Exec(Schema); err != nil {
			return err
		}
		d := Draft{ID: o.id, Edition: "en", State: Writing, Began: noon, Changed: noon}
		if err := Put(tx, d); err != nil {
			return err
		}
		return Start(tx, d, prose.New())
	})
	return o
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func (o *office) update(t *testing.T, f func(record.Tx) error) {
	t.Helper()
	if err := o.Update(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

// save does what desk.Desk does with a batch.
func (o *office) save(b Batch) (version int, twin bool, err error) {
	err = o.Update(context.Background(), func(tx record.Tx) error {
		d, err := Must(tx, o.id)
		if err != nil {
			return err
		}
		if version, twin, err = o.heads.Append(tx, &d, b); err != nil || twin {
			return err
		}
		return Put(tx, d)
	})
	return version, twin, err
}

func (o *office) row(t *testing.T) (d Draft) {
	t.Helper()
	err := o.View(t.Context(), func(rd record.Reader) (err error) { d, err = Must(rd, o.id); return err })
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// text gives the document's JSON at a version, from the database alone.
func (o *office) text(t *testing.T, version int) string {
	t.Helper()
	var head Head
	err := o.View(t.Context(), func(rd record.Reader) (err error) { head, err = At(rd, o.id, version); return err })
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(head.Doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// typed is a step that puts text at a position. The headline's begins at 1.
func typed(at int, text string) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"text","text":%q}]}}`, at, at, text))
}

func batch(version int, client string, steps ...json.RawMessage) Batch {
	return Batch{Version: version, Client: client, Account: "of " + client, Name: client, At: noon.Add(time.Minute), Steps: steps}
}

func TestAppend(t *testing.T) {
	o := newOffice(t)
	section := json.RawMessage(`{"stepType":"docAttr","attr":"section","value":"world"}`)
	version, twin, err := o.save(batch(0, "zahra", typed(1, "Water"), typed(6, " returns"), section))
	if version != 3 || twin || err != nil {
		t.Fatalf("version %d, twin %v, %v", version, twin, err)
	}
	d := o.row(t)
	if d.Version != 3 || d.Headline != "Water returns" || d.Section != "world" || d.ChangedBy != "of zahra" || !d.Changed.Equal(noon.Add(time.Minute)) {
		t.Errorf("the row is %+v", d)
	}
	if text := o.text(t, 1); !strings.Contains(text, `"Water"`) || strings.Contains(text, "returns") {
		t.Errorf("version 1 is %s", text)
	}
}

// TestConflicts: what is taken and what is not, one after the other.
func TestConflicts(t *testing.T) {
	o := newOffice(t)
	stranger := batch(2, "zahra", typed(1, "x"))
	stranger.Account = "somebody else"
	wild := json.RawMessage(`{"stepType":"replace","from":900,"to":901}`)
	for _, c := range []struct {
		name    string
		batch   Batch
		version int
		twin    bool
		is      error
	}{
		{"first", batch(0, "zahra", typed(1, "a"), typed(2, "b")), 2, false, nil},
		{"the same again", batch(0, "zahra", typed(1, "a"), typed(2, "b")), 2, true, nil},
		{"its beginning again", batch(0, "zahra", typed(1, "a")), 1, true, nil},
		{"the same by another page", batch(0, "omid", typed(1, "a"), typed(2, "b")), 0, false, ErrBehind},
		{"other steps in its place", batch(0, "zahra", typed(1, "a"), typed(2, "c")), 0, false, ErrBehind},
		{"more than was sent", batch(0, "zahra", typed(1, "a"), typed(2, "b"), typed(3, "c")), 0, false, ErrBehind},
		{"from the future", batch(7, "zahra", typed(1, "a")), 0, false, ErrBehind},
		{"another account under the same name", stranger, 0, false, ErrClient},
		{"a step that does not fit", batch(2, "zahra", typed(3, "c"), wild), 0, false, prose.ErrRefused},
		{"no step at all", batch(2, "zahra", json.RawMessage(`{"stepType":"rm"}`)), 0, false, prose.ErrMalformed},
		{"second", batch(2, "omid", typed(3, "c")), 3, false, nil},
	} {
		version, twin, err := o.save(c.batch)
		if !errors.Is(err, c.is) || c.is == nil && (err != nil || version != c.version || twin != c.twin) {
			t.Errorf("%s: version %d, twin %v, %v", c.name, version, twin, err)
		}
	}
	if d := o.row(t); d.Version != 3 || d.Headline != "abc" {
		t.Errorf("the row is %+v", d)
	}
}

func TestSince(t *testing.T) {
	o := newOffice(t)
	o.save(batch(0, "zahra", typed(1, "a"), typed(2, "b")))
	o.save(batch(2, "omid", typed(3, "c")))
	o.update(t, func(tx record.Tx) error {
		d, err := Must(tx, o.id)
		if err != nil {
			return err
		}
		steps, err := Since(tx, d, 1, 10)
		if err != nil || len(steps) != 2 {
			t.Fatalf("%d steps, %v", len(steps), err)
		}
		if s := steps[1]; s.N != 3 || s.Client != "omid" || s.Account != "of omid" || s.Name != "omid" || string(s.Step) != string(typed(3, "c")) || !s.At.Equal(noon.Add(time.Minute)) {
			t.Errorf("the step is %+v %s", s, s.Step)
		}
		if steps, err := Since(tx, d, 0, 1); len(steps) != 1 || steps[0].N != 1 || err != nil {
			t.Errorf("one step: %v, %v", steps, err)
		}
		if steps, err := Since(tx, d, 3, 10); len(steps) != 0 || err != nil {
			t.Errorf("none: %v, %v", steps, err)
		}
		return nil
	})
}

// TestAFailedTransactionLeavesNothing, in the database and in memory.
func TestAFailedTransactionLeavesNothing(t *testing.T) {
	o := newOffice(t)
	o.save(batch(0, "zahra", typed(1, "a")))
	failed := errors.New("the disk is full")
	err := o.Update(t.Context(), func(tx record.Tx) error {
		d, _ := Must(tx, o.id)
		if _, _, err := o.heads.Append(tx, &d, batch(1, "zahra", typed(2, "lost"))); err != nil {
			return err
		}
		return failed
	})
	if err != failed {
		t.Fatal(err)
	}
	if _, _, err := o.save(batch(1, "omid", typed(2, "kept"))); err != nil {
		t.Fatal(err)
	}
	if d := o.row(t); d.Version != 2 || d.Headline != "akept" {
		t.Errorf("the row is %+v", d)
	}
}

// TestLongJournals: however long one is, any version is near a snapshot, and the
// document in memory is the one in the database.
func TestLongJournals(t *testing.T) {
	o := newOffice(t)
	version := 0
	for version < 1500 {
		var steps []json.RawMessage
		for i := range 50 {
			steps = append(steps, typed(1+version+i, "z"))
		}
		var err error
		if version, _, err = o.save(batch(version, "zahra", steps...)); err != nil {
			t.Fatal(err)
		}
	}
	for _, v := range []int{0, 1, 777, 1500} {
		if got := strings.Count(o.text(t, v), "z"); got != v {
			t.Errorf("version %d has %d letters", v, got)
		}
	}
	o.update(t, func(tx record.Tx) error {
		head, err := o.heads.Head(tx, Draft{ID: o.id, Version: 1500})
		if err != nil || head.Doc.Headline() != strings.Repeat("z", 1500) {
			t.Errorf("in memory: %v", err)
		}
		var snapshots, far int
		tx.SQL().Row(`SELECT count(*) FROM desk_snapshot`, nil, &snapshots)
		tx.SQL().Row(`SELECT 1500 - max(version) FROM desk_snapshot`, nil, &far)
		if snapshots < 5 || snapshots > 50 || far > 300 {
			t.Errorf("%d snapshots, the last %d steps back", snapshots, far)
		}
		return nil
	})
}

// TestAppendOnly: not even somebody with the database in hand changes a journal
// by an ordinary statement.
func TestAppendOnly(t *testing.T) {
	o := newOffice(t)
	o.save(batch(0, "zahra", typed(1, "a"), typed(2, "b")))
	o.update(t, func(tx record.Tx) error {
		_, err := SetAside(tx, o.id, Aside{ID: "1", Doc: prose.New(), At: noon})
		return err
	})
	for _, query := range []string{
		`DELETE FROM desk_step`,
		`UPDATE desk_step SET step = '{}'`,
		`INSERT OR REPLACE INTO desk_step SELECT story, n, client, at, '{}' FROM desk_step WHERE n = 2`,
		`INSERT INTO desk_step SELECT story, n + 5, client, at, step FROM desk_step`,
		`DELETE FROM desk_snapshot`,
		`UPDATE desk_snapshot SET doc = '{}'`,
		`DELETE FROM desk_aside`,
		`UPDATE desk_aside SET words = ''`,
		`INSERT OR REPLACE INTO desk_aside SELECT id, story, version, client, account, name, at, 'x', doc FROM desk_aside`,
	} {
		err := o.Update(t.Context(), func(tx record.Tx) error { _, err := tx.SQL().Exec(query); return err })
		if err == nil {
			t.Errorf("went through: %s", query)
		}
	}
	err := o.Update(t.Context(), func(tx record.Tx) error {
		tx.SQL().Exec(`INSERT INTO desk_erasing (story) VALUES (?)`, o.id[:])
		_, err := tx.SQL().Exec(`DELETE FROM desk_step`)
		return err
	})
	if err == nil {
		t.Error("a transaction that stayed open to erasure was committed")
	}
}

func TestAside(t *testing.T) {
	o := newOffice(t)
	a := Aside{ID: "1", Version: 4, Client: "c", Account: "zahra", Name: "Zahra", At: noon, Words: "lost words", Doc: prose.New()}
	for i, want := range []bool{true, false} {
		o.update(t, func(tx record.Tx) error {
			fresh, err := SetAside(tx, o.id, a)
			if fresh != want {
				t.Errorf("the %d. time: fresh is %v", i+1, fresh)
			}
			return err
		})
	}
	o.update(t, func(tx record.Tx) error {
		all, err := Asides(tx, o.id)
		if err != nil || len(all) != 1 || all[0].Words != "lost words" || all[0].Version != 4 || !all[0].At.Equal(noon) || !all[0].Doc.Equal(prose.New()) {
			t.Errorf("%+v, %v", all, err)
		}
		return nil
	})
}

// TestAsides: the same twice is one, and nobody fills the house with them.
func TestAsides(t *testing.T) {
	o := newOffice(t)
	set := func(id, account, words string) (fresh bool, err error) {
		o.update(t, func(tx record.Tx) error {
			fresh, err = SetAside(tx, o.id, Aside{ID: id, Account: account, Words: words, Doc: prose.New(), At: noon})
			return nil
		})
		return fresh, err
	}
	for i := range MostAsides {
		if fresh, err := set(fmt.Sprint(i), "zahra", fmt.Sprint("words ", i)); !fresh || err != nil {
			t.Fatalf("number %d: %v, %v", i+1, fresh, err)
		}
	}
	if fresh, err := set("again", "zahra", "words 7"); fresh || err != nil {
		t.Errorf("the same once more: %v, %v", fresh, err)
	}
	if _, err := set("more", "zahra", "other words"); !errors.Is(err, ErrAsides) {
		t.Errorf("one too many: %v", err)
	}
	if _, err := set("large", "omid", strings.Repeat("w", mostOfAsides)); !errors.Is(err, ErrAsides) {
		t.Errorf("too many bytes: %v", err)
	}
	if fresh, err := set("omid's", "omid", "other words"); !fresh || err != nil {
		t.Errorf("somebody else's: %v, %v", fresh, err)
	}
}

// TestEraseWords: nothing of what was written is left, and who has the story
// open is told to open it anew.
func TestEraseWords(t *testing.T) {
	o := newOffice(t)
	o.save(batch(0, "zahra", typed(1, "the informer")))
	o.update(t, func(tx record.Tx) error {
		_, err := SetAside(tx, o.id, Aside{ID: "1", Words: "the informer", Doc: prose.New(), At: noon})
		return err
	})
	o.update(t, func(tx record.Tx) error {
		d, err := Must(tx, o.id)
		if err != nil {
			return err
		}
		if err := o.heads.EraseWords(tx, &d, prose.New()); err != nil {
			return err
		}
		if _, err := Since(tx, d, 1, 10); !errors.Is(err, ErrForgotten) {
			t.Errorf("steps after what was erased: %v", err)
		}
		return Put(tx, d)
	})
	o.update(t, func(tx record.Tx) error {
		var left int
		_, err := tx.SQL().Row(`SELECT (SELECT count(*) FROM desk_step) + (SELECT count(*) FROM desk_aside) + (SELECT count(*) FROM desk_draft WHERE headline <> '')
			+ (SELECT count(*) FROM desk_snapshot WHERE doc LIKE '%informer%')`, nil, &left)
		if err != nil || left != 0 {
			t.Errorf("%d rows are left, %v", left, err)
		}
		return nil
	})
	if version, _, err := o.save(batch(2, "omid", typed(1, "a"))); version != 3 || err != nil {
		t.Errorf("writing on: version %d, %v", version, err)
	}
	if text := o.text(t, 3); !strings.Contains(text, `"a"`) {
		t.Errorf("the document is %s", text)
	}
	o.update(t, func(tx record.Tx) error {
		if _, err := Since(tx, o.row(t), 0, 10); !errors.Is(err, ErrForgotten) {
			t.Errorf("steps before: %v", err)
		}
		if _, err := At(tx, o.id, 1); !errors.Is(err, ErrForgotten) {
			t.Errorf("the document before: %v", err)
		}
		return nil
	})
	if _, _, err := o.save(batch(1, "zahra", typed(1, "again"))); !errors.Is(err, ErrBehind) {
		t.Errorf("a batch on what was erased: %v", err)
	}
}
