package trail_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/record/sqlite"
	"stet.news/story"
)

func newStore(t *testing.T) record.Store {
	t.Helper()
	s, err := sqlite.Create(context.Background(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	write(t, s, func(tx record.Tx) error {
		_, err := tx.SQL().Exec(trail.Schema)
		return err
	})
	return s
}

func write(t *testing.T, s record.Store, f func(record.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func list(t *testing.T, s record.Store, q trail.Query) (got []string) {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 100
	}
	err := s.View(t.Context(), func(rd record.Reader) error {
		entries, err := trail.List(rd, q)
		for _, e := range entries {
			got = append(got, e.Name+" "+string(e.Action)+" "+e.Object+e.Facts["grade"])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTrail(t *testing.T) {
	s := newStore(t)
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	one := story.NewID()
	zahra, omid := policy.Principal{Account: "1", Name: "Zahra"}, policy.Principal{Account: "2", Name: "Omid"}
	write(t, s, func(tx record.Tx) error { return trail.Add(tx, at, zahra, trail.Entry{Action: "begin", Story: one}) })
	write(t, s, func(tx record.Tx) error {
		return trail.Add(tx, at.Add(time.Hour), omid, trail.Entry{Action: "change", Story: one, Facts: trail.Facts{"grade": "minor"}})
	})
	write(t, s, func(tx record.Tx) error {
		return trail.Add(tx, at.Add(2*time.Hour), omid, trail.Entry{Action: "invite", Object: "3"})
	})
	for _, c := range []struct {
		q    trail.Query
		want string
	}{
		{trail.Query{}, "Omid invite 3, Omid change minor, Zahra begin "},
		{trail.Query{Story: one}, "Omid change minor, Zahra begin "},
		{trail.Query{Account: "2"}, "Omid invite 3, Omid change minor"},
		{trail.Query{Action: "begin"}, "Zahra begin "},
		{trail.Query{Since: at.Add(time.Minute), Until: at.Add(2 * time.Hour)}, "Omid change minor"},
		{trail.Query{Limit: 1}, "Omid invite 3"},
		{trail.Query{Before: 2}, "Zahra begin "},
		{trail.Query{Story: story.NewID()}, ""},
	} {
		if got := strings.Join(list(t, s, c.q), ", "); got != c.want {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
	}
}

// TestAppendOnly: not even we can change or delete a row, nor put one in the
// place of another.
func TestAppendOnly(t *testing.T) {
	s := newStore(t)
	write(t, s, func(tx record.Tx) error { return trail.Add(tx, time.Now(), policy.House, trail.Entry{Action: "one"}) })
	for _, query := range []string{
		`UPDATE trail SET name = 'somebody else'`,
		`DELETE FROM trail`,
		`INSERT OR REPLACE INTO trail (n, at, account, name, session, action, object, facts) VALUES (1, 1, '', '', '', '', '', '{}')`,
	} {
		err := s.Update(t.Context(), func(tx record.Tx) error { _, err := tx.SQL().Exec(query); return err })
		if err == nil {
			t.Errorf("%s was let through", query)
		}
	}
	if got := list(t, s, trail.Query{}); len(got) != 1 || got[0] != "command line one " {
		t.Errorf("the trail is now %q", got)
	}
}
