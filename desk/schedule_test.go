package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/walltime"
	"stet.news/record"
	"stet.news/story"
)

// at is a decision to publish a story as it is now at a time, in Kabul.
func at(t *testing.T, r *desktest.Room, id story.ID, when time.Time) desk.Scheduling {
	t.Helper()
	kabul := time.FixedZone("", 4*3600+1800)
	return desk.Scheduling{Publishing: deed(t, r, id, "at "+id.String()), Wall: when.In(kabul).Format(walltime.Layout), Zone: "Asia/Kabul", At: when}
}

func scheduled(t *testing.T, r *desktest.Room, when time.Time) story.ID {
	t.Helper()
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	if err := r.Desk.Schedule(t.Context(), editor, id, at(t, r, id, when)); err != nil {
		t.Fatal(err)
	}
	return id
}

func due(t *testing.T, r *desktest.Room, ids ...story.ID) {
	t.Helper()
	if err := r.Desk.PublishDue(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
}

// fullDisk is a House that publishes and cannot let readers have the pictures.
type fullDisk struct {
	*desktest.Room
	settled int
}

var errFullDisk = errors.New("no space left")

func (h *fullDisk) EnterAlso(ctx context.Context, acts []record.Act, also record.Also) ([]record.Receipt, error) {
	receipts, err := h.Room.EnterAlso(ctx, acts, also)
	return receipts, errors.Join(err, errFullDisk)
}

func (h *fullDisk) Settle(context.Context) error { h.settled++; return nil }

// TestDueIsPrinted: a story that is in the record is printed, whatever went wrong
// after that: the clock will not come back to it.
func TestDueIsPrinted(t *testing.T) {
	r := desktest.Open(t)
	id := scheduled(t, r, r.Now().Add(time.Hour))
	h := &fullDisk{Room: r}
	d, err := desk.Open(t.Context(), h, desk.Options{Now: r.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	r.Pass(time.Hour)
	if err := d.PublishDue(t.Context(), []story.ID{id}); !errors.Is(err, errFullDisk) {
		t.Errorf("nobody is told of the full disk: %v", err)
	}
	if !isPublic(t, r, id) || h.settled != 1 {
		t.Errorf("public: %t, printed %d times", isPublic(t, r, id), h.settled)
	}
}

func isPublic(t *testing.T, r *desktest.Room, id story.ID) (public bool) {
	t.Helper()
	err := r.View(t.Context(), func(rd record.Reader) (err error) {
		_, public, err = rd.Story(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return public
}

func TestSchedule(t *testing.T) {
	r := desktest.Open(t)
	when := r.Now().Add(time.Hour)
	id := scheduled(t, r, when)
	if dr := row(t, r, id); dr.State != draft.Scheduled || dr.Due != "2026-11-23T11:30" || dr.Zone != "Asia/Kabul" || !dr.DueAt.Equal(when) || dr.DueBy != "zahra" {
		t.Errorf("the row is %+v", dr)
	}
	if !r.Due[id].Equal(when) {
		t.Errorf("the clock was told %v", r.Due[id])
	}
	typed(t, r, id, "Later: ") // does not go out
	due(t, r, id)
	if isPublic(t, r, id) {
		t.Fatal("it is public before its time")
	}
	r.Pass(time.Hour)
	due(t, r, id)
	due(t, r, id)
	p, err := r.Desk.Public(t.Context(), editor, id)
	if err != nil || p.Revision.Headline != "The river rose" || p.Revision.Number != 1 {
		t.Fatalf("readers have %+v, %v", p, err)
	}
	if e := trailOf(t, r, id, policy.StoryPublish); e.Account != "clock" || e.Facts["account"] != "zahra" || e.Facts["scheduled_by"] != "zahra" {
		t.Errorf("the trail says %+v", e)
	}
	if dr := row(t, r, id); dr.State != draft.Writing || dr.Base != 1 || !dr.DueAt.IsZero() {
		t.Errorf("what was written since is lost from sight: %+v", dr)
	}
}

func TestScheduleIsRefused(t *testing.T) {
	r := desktest.Open(t)
	id := drafted(t, r, desktest.Revision("en", "The river rose"))
	taken := desktest.Revision("en", "Another")
	taken.Slug = "mine"
	r.Publish(t, taken)
	clash := desktest.Revision("en", "The lake rose")
	clash.Slug = "mine"
	clashing := drafted(t, r, clash)
	hour := r.Now().Add(time.Hour)
	other := func(s desk.Scheduling) desk.Scheduling { s.At = s.At.Add(time.Minute); return s }
	for name, c := range map[string]struct {
		who  policy.Principal
		id   story.ID
		s    desk.Scheduling
		want error
	}{
		"a reporter":                 {reporter, id, at(t, r, id, hour), policy.ErrDenied},
		"a time that is over":        {editor, id, at(t, r, id, r.Now().Add(-time.Minute)), record.ErrInvalid},
		"a moment nobody was shown":  {editor, id, other(at(t, r, id, hour)), record.ErrInvalid},
		"an address that is another": {editor, clashing, at(t, r, clashing, hour), record.ErrSlugTaken},
	} {
		if err := r.Desk.Schedule(t.Context(), c.who, c.id, c.s); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := r.Record.Publish(t.Context()); err != nil {
		t.Errorf("the record stopped over a rehearsal: %v", err)
	}
	publish(t, r, id, "now")
}

func TestUnschedule(t *testing.T) {
	r := desktest.Open(t)
	id := scheduled(t, r, r.Now().Add(time.Hour))
	if err := r.Desk.Unschedule(t.Context(), editor, id); err != nil {
		t.Fatal(err)
	}
	r.Pass(time.Hour)
	due(t, r, id)
	if dr := row(t, r, id); dr.State != draft.Ready || isPublic(t, r, id) {
		t.Errorf("the row is %+v, public: %v", dr, isPublic(t, r, id))
	}
}

// TestLate: what should have come out while nothing ran waits for a person when
// the newsroom wants that, and comes out at once when not.
func TestLate(t *testing.T) {
	for _, ask := range []bool{true, false} {
		r := desktest.OpenWith(t, desk.Options{AskLate: ask})
		late, onTime := scheduled(t, r, r.Now().Add(time.Hour)), scheduled(t, r, r.Now().Add(90*time.Minute))
		r.Pass(90*time.Minute + 30*time.Second)
		due(t, r, late, onTime)
		if isPublic(t, r, late) == ask || !isPublic(t, r, onTime) {
			t.Errorf("ask %v: the late one is public: %v, the other: %v", ask, isPublic(t, r, late), isPublic(t, r, onTime))
		}
		if got := alerts(t, r, late); ask && (len(got) != 1 || got[0] != "late") {
			t.Errorf("the desk is told %v", got)
		}
		if ask {
			publish(t, r, late, "now")
			if got := alerts(t, r, late); len(got) != 0 {
				t.Errorf("it is told still: %v", got)
			}
		}
	}
}

// TestRules: when the rules of a zone change, the time on the wall is kept. The
// row is written as if Kabul had been at +04:00 when the story was scheduled.
func TestRules(t *testing.T) {
	r := desktest.Open(t)
	when := r.Now().Add(24 * time.Hour)
	id := scheduled(t, r, when)
	was := when.Add(30 * time.Minute)
	err := r.Update(t.Context(), func(tx record.Tx) error {
		dr, err := draft.Must(tx, id)
		if err != nil {
			return err
		}
		dr.DueAt = was
		frozen, _, err := tx.Draft(id)
		if err != nil {
			return err
		}
		frozen.Due = was
		return errors.Join(tx.PutDraft(frozen), draft.Put(tx, dr))
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.Desk.KeepWallTimes(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if dr := row(t, r, id); !dr.DueAt.Equal(when) || dr.Due != "2026-11-24T10:30" || !r.Due[id].Equal(when) {
		t.Errorf("it is due %s (%s), the clock has %s", dr.DueAt, dr.Due, r.Due[id])
	}
	if got := alerts(t, r, id); len(got) != 1 || got[0] != "moved" {
		t.Errorf("the desk is told %v", got)
	}
	r.Pass(24 * time.Hour)
	due(t, r, id)
	if !isPublic(t, r, id) {
		t.Error("it did not come out at the time on the wall")
	}
}

// TestOneKeepsNoOtherBack: ten are due, one cannot be published.
func TestOneKeepsNoOtherBack(t *testing.T) {
	r := desktest.Open(t)
	when := r.Now().Add(time.Hour)
	var ids []story.ID
	for range 10 {
		ids = append(ids, scheduled(t, r, when))
	}
	spoilt := ids[4]
	err := r.Update(t.Context(), func(tx record.Tx) error {
		frozen, _, err := tx.Draft(spoilt)
		if err != nil {
			return err
		}
		frozen.Revision.Headline = ""
		return tx.PutDraft(frozen)
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Pass(time.Hour)
	due(t, r, ids...)
	for _, id := range ids {
		if isPublic(t, r, id) == (id == spoilt) {
			t.Errorf("%s is public: %v", id, isPublic(t, r, id))
		}
	}
	if got := alerts(t, r, spoilt); len(got) != 1 || got[0] != "failed" {
		t.Errorf("the desk is told %v", got)
	}
}

// TestEmbargoTakesOff: an embargo for later than the time takes it off.
func TestEmbargoTakesOff(t *testing.T) {
	r := desktest.Open(t)
	id := scheduled(t, r, r.Now().Add(time.Hour))
	if err := r.Desk.SetEmbargo(t.Context(), editor, id, r.Now().Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if dr := row(t, r, id); dr.State != draft.Ready || !r.Due[id].IsZero() {
		t.Errorf("the row is %+v, the clock has %v", dr, r.Due[id])
	}
}

// TestClockJumps: the clock jumps about, by seconds and by years, over due times
// and back; every story comes out once, and never before the clock said so.
func TestClockJumps(t *testing.T) {
	r := desktest.Open(t)
	random := rand.New(rand.NewPCG(1, 2))
	ids := make([]story.ID, 0, 40)
	for range cap(ids) {
		ids = append(ids, scheduled(t, r, r.Now().Add(time.Duration(1+random.IntN(600))*time.Minute)))
	}
	began := r.Now()
	for range 1000 {
		scale := []time.Duration{time.Second, time.Minute, time.Hour, 24 * time.Hour, 3650 * 24 * time.Hour}[random.IntN(5)]
		to := began.Add(time.Duration(random.Int64N(int64(2*scale))) - scale)
		r.Pass(to.Sub(r.Now()))
		waiting := map[story.ID]bool{}
		for _, id := range ids {
			waiting[id] = !isPublic(t, r, id) && r.Due[id].After(r.Now())
		}
		due(t, r, ids...)
		for id := range waiting {
			if waiting[id] && isPublic(t, r, id) {
				t.Fatalf("%s came out before its time", id)
			}
		}
	}
	r.Pass(began.Add(24 * time.Hour).Sub(r.Now()))
	due(t, r, ids...)
	if size, _ := r.Record.Size(t.Context()); size != int64(1+len(ids)) {
		t.Errorf("the log has %d leaves for %d stories", size, len(ids))
	}
}

// TestSeconds: a draft that came in from a file is due to the second, and stays so
// when the rules of zones are looked at.
func TestSeconds(t *testing.T) {
	r := desktest.Open(t)
	id, when := story.NewID(), r.Now().Add(time.Hour+42*time.Second)
	if err := r.Record.SaveDraft(t.Context(), record.Draft{ID: id, Revision: desktest.Revision("en", "The river rose"), Due: when}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Desk.Adopt(t.Context(), id), r.Desk.KeepWallTimes(t.Context())); err != nil {
		t.Fatal(err)
	}
	if dr := row(t, r, id); !dr.DueAt.Equal(when) || len(alerts(t, r, id)) != 0 {
		t.Errorf("it is due %s, want %s", dr.DueAt, when)
	}
	r.Pass(time.Hour)
	due(t, r, id)
	if isPublic(t, r, id) {
		t.Error("it came out early")
	}
}
