package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"stet.news/desk"
	"stet.news/desk/desktest"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

var (
	anna  = desktest.Person("anna", policy.Contributor)
	ruhi  = desktest.Person("ruhi", policy.Reporter)
	edris = desktest.Person("edris", policy.Editor)
	sport = desktest.With("sport", policy.Grant{Role: policy.Editor, Section: "sport"})
)

// office is a desk with these four.
func office(t *testing.T) *desktest.Room {
	r := desktest.Open(t)
	r.People = []policy.Principal{anna, ruhi, edris, sport}
	return r
}

// begin begins a story, which must work.
func begin(t *testing.T, r *desktest.Room, who policy.Principal, b desk.Beginning) draft.Draft {
	t.Helper()
	if b.Edition == "" {
		b.Edition, b.Section = "en", "afghanistan"
	}
	dr, err := r.Desk.Begin(t.Context(), who, b)
	if err != nil {
		t.Fatal(err)
	}
	return dr
}

// row gives a story's row.
func row(t *testing.T, r *desktest.Room, id story.ID) (dr draft.Draft) {
	t.Helper()
	err := r.View(t.Context(), func(rd record.Reader) (err error) {
		dr, err = draft.Must(rd, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dr
}

// notices gives what somebody was told, the newest first, as "kind state".
func notices(t *testing.T, r *desktest.Room, who policy.Principal) (told []string) {
	t.Helper()
	all, err := r.Desk.Notices(t.Context(), who, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range all {
		told = append(told, string(n.Kind)+" "+string(n.State))
	}
	return told
}

func TestBegin(t *testing.T) {
	r := office(t)
	dr := begin(t, r, anna, desk.Beginning{Headline: "  The river\n rose "})
	if got := row(t, r, dr.ID); got.Headline != "The river rose" || got.State != draft.Writing || got.Author != "anna" || got.Assignee != "anna" || got.Section != "afghanistan" {
		t.Errorf("the row is %+v", got)
	}
	idea := begin(t, r, edris, desk.Beginning{
		Edition: "en", Section: "sport", Headline: "The marathon", Idea: true, Assignee: "ruhi", Brief: "Two hundred words", Wanted: r.Now().Add(time.Hour),
	})
	if got := row(t, r, idea.ID); got.State != draft.Idea || got.Assignee != "ruhi" || !got.Wanted.Equal(r.Now().Add(time.Hour)) {
		t.Errorf("the idea is %+v", got)
	}
	if got := notices(t, r, ruhi); !slices.Equal(got, []string{"handed idea"}) {
		t.Errorf("who was given the idea was told %q", got)
	}
	if said, err := r.Desk.Comments(t.Context(), ruhi, idea.ID); err != nil || len(said) != 1 || said[0].Text != "Two hundred words" || said[0].Name != "edris" {
		t.Errorf("the brief is %+v, %v", said, err)
	}
	rows, err := r.Desk.Trail(t.Context(), desktest.Person("p", policy.Publisher), trail.Query{Story: idea.ID, Limit: 10})
	if err != nil || len(rows) != 1 || rows[0].Action != policy.StoryBegin || rows[0].Account != "edris" {
		t.Errorf("the trail says %+v, %v", rows, err)
	}
}

func TestBeginIsRefused(t *testing.T) {
	r := office(t)
	for _, c := range []struct {
		what string
		who  policy.Principal
		b    desk.Beginning
		want error
	}{
		{"nobody", policy.Principal{}, desk.Beginning{Edition: "en"}, policy.ErrSignIn},
		{"outside one's section", sport, desk.Beginning{Edition: "en", Section: "world"}, policy.ErrDenied},
		{"a contributor gives work", anna, desk.Beginning{Edition: "en", Idea: true, Assignee: "ruhi"}, policy.ErrDenied},
		{"no such edition", edris, desk.Beginning{Edition: "de"}, record.ErrNoEdition},
		{"no such section", edris, desk.Beginning{Edition: "en", Section: "chess"}, record.ErrInvalid},
		{"a translation of nothing", edris, desk.Beginning{Edition: "ps", Translates: story.NewID()}, record.ErrNoStory},
	} {
		if _, err := r.Desk.Begin(t.Context(), c.who, c.b); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
}

func TestBeginTranslation(t *testing.T) {
	r := office(t)
	source := r.Publish(t, desktest.Revision("en", "The river rose"))
	dr := begin(t, r, ruhi, desk.Beginning{Edition: "fa-AF", Translates: source.Story})
	if got := row(t, r, dr.ID); got.Translates != source.Story || got.Headline != "The river rose" || got.Section != "afghanistan" || got.Base != 0 {
		t.Errorf("the translation is %+v", got)
	}
	if _, err := r.Desk.Begin(t.Context(), ruhi, desk.Beginning{Edition: "en", Translates: source.Story}); !errors.Is(err, record.ErrInvalid) {
		t.Errorf("a translation into its own language: %v", err)
	}
}

func TestOpenPublished(t *testing.T) {
	r := office(t)
	receipt := r.Publish(t, desktest.Revision("en", "The river rose"))
	if _, err := r.Desk.Open(t.Context(), ruhi, receipt.Story); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a reporter opened another's story: %v", err)
	}
	dr, err := r.Desk.Open(t.Context(), edris, receipt.Story)
	if err != nil {
		t.Fatal(err)
	}
	if got := row(t, r, receipt.Story); got.Base != 1 || got.State != draft.Writing || got.Headline != "The river rose" || got != dr {
		t.Errorf("opened as %+v", got)
	}
	if again, err := r.Desk.Open(t.Context(), edris, receipt.Story); err != nil || again != dr {
		t.Errorf("opened again as %+v, %v", again, err)
	}
	if _, err := r.Desk.Open(t.Context(), edris, story.NewID()); !errors.Is(err, record.ErrNoStory) {
		t.Errorf("a story that is nowhere: %v", err)
	}
}

// TestOpenAgain: what readers were given past the desk is what is changed.
func TestOpenAgain(t *testing.T) {
	r := office(t)
	receipt := r.Publish(t, desktest.Revision("en", "The river rose"))
	if _, err := r.Desk.Open(t.Context(), edris, receipt.Story); err != nil {
		t.Fatal(err)
	}
	revise := func(base int, headline string) {
		rev := desktest.Revision("en", headline)
		rev.Story = receipt.Story
		acts := []record.Act{{Kind: record.Revise, Base: base, Revision: rev}}
		if _, err := r.EnterAlso(t.Context(), acts, r.Desk.ByHouse(acts)); err != nil {
			t.Fatal(err)
		}
	}
	revise(1, "The river rose")
	if dr, err := r.Desk.Open(t.Context(), edris, receipt.Story); err != nil || dr.Base != 2 || dr.Version != 0 {
		t.Errorf("the same words: opened as %+v, %v", dr, err)
	}
	revise(2, "The river rose again")
	dr, err := r.Desk.Open(t.Context(), edris, receipt.Story)
	if err != nil || dr.Base != 3 || dr.Version == 0 || dr.Headline != "The river rose again" || dr != row(t, r, dr.ID) {
		t.Errorf("other words: opened as %+v, %v", dr, err)
	}
}

func TestAdopt(t *testing.T) {
	r := office(t)
	id, due := story.NewID(), r.Now().Add(time.Hour)
	rev := desktest.Revision("en", "Out of a file")
	if err := r.Record.SaveDraft(t.Context(), record.Draft{ID: id, Revision: rev, Due: due, Embargo: due}); err != nil {
		t.Fatal(err)
	}
	if err := r.Desk.Adopt(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if got := row(t, r, id); got.State != draft.Scheduled || !got.DueAt.Equal(due) || got.Due != "2026-11-23T07:00" || got.Zone != "UTC" || !got.Embargo.Equal(due) {
		t.Errorf("adopted as %+v", got)
	}
	other := story.NewID()
	if err := r.Record.SaveDraft(t.Context(), record.Draft{ID: other, Revision: rev}); err != nil {
		t.Fatal(err)
	}
	if dr, err := r.Desk.Open(t.Context(), edris, other); err != nil || dr.State != draft.Writing || dr.Assignee != "edris" || dr.Base != 0 {
		t.Errorf("opened as %+v, %v", dr, err)
	}
}

// TestWays walks the whole way with who may go it and who may not.
func TestWays(t *testing.T) {
	r := office(t)
	id := begin(t, r, ruhi, desk.Beginning{Idea: true, Headline: "The river"}).ID
	for _, c := range []struct {
		who      policy.Principal
		from, to draft.State
		want     error
	}{
		{edris, draft.Idea, draft.Ready, draft.ErrState}, // there is no such way
		{anna, draft.Idea, draft.Writing, policy.ErrDenied},
		{ruhi, draft.Idea, draft.Writing, nil},
		{ruhi, draft.Idea, draft.Writing, draft.ErrState}, // it has gone
		{ruhi, draft.Writing, draft.Ready, policy.ErrDenied},
		{ruhi, draft.Writing, draft.Review, nil},
		{sport, draft.Review, draft.Ready, policy.ErrDenied},
		{edris, draft.Review, draft.Writing, nil},
		{ruhi, draft.Writing, draft.Review, nil},
		{edris, draft.Review, draft.Ready, nil},
		{ruhi, draft.Ready, draft.Writing, policy.ErrDenied},
		{edris, draft.Ready, draft.Scheduled, draft.ErrState}, // by Publish only
		{edris, draft.Ready, draft.Writing, nil},
	} {
		err := r.Desk.Move(t.Context(), c.who, id, desk.Move{From: c.from, To: c.to})
		if !errors.Is(err, c.want) {
			t.Errorf("%s moves it from %s to %s: %v, want %v", c.who.Name, c.from, c.to, err, c.want)
		}
	}
	if got := notices(t, r, ruhi); !slices.Equal(got, []string{"back draft", "moved ready", "back draft"}) {
		t.Errorf("the writer was told %q", got)
	}
}

func TestWaysFrom(t *testing.T) {
	r := office(t)
	dr := begin(t, r, ruhi, desk.Beginning{})
	for _, c := range []struct {
		who   policy.Principal
		state draft.State
		want  []draft.State
	}{
		{ruhi, draft.Writing, []draft.State{draft.Idea, draft.Review, draft.Spiked}},
		{ruhi, draft.Ready, []draft.State{draft.Spiked}},
		{ruhi, draft.Spiked, []draft.State{draft.Writing, draft.Idea}},
		{anna, draft.Writing, nil},
		{edris, draft.Writing, []draft.State{draft.Idea, draft.Review, draft.Ready, draft.Spiked}},
		{edris, draft.Ready, []draft.State{draft.Review, draft.Writing, draft.Spiked}},
		{edris, draft.Published, nil},
	} {
		dr.State = c.state
		if got := r.Desk.Ways(c.who, dr); !slices.Equal(got, c.want) {
			t.Errorf("%s from %s: %q, want %q", c.who.Name, c.state, got, c.want)
		}
	}
}

func TestHand(t *testing.T) {
	r := office(t)
	id := begin(t, r, ruhi, desk.Beginning{}).ID
	if err := r.Desk.Hand(t.Context(), ruhi, id, desk.Hand{Account: "anna"}, "Please add the numbers"); err != nil {
		t.Fatal(err)
	}
	if got := row(t, r, id); got.Assignee != "anna" || got.Author != "ruhi" {
		t.Errorf("handed over as %+v", got)
	}
	told, err := r.Desk.Notices(t.Context(), anna, 0, 10)
	if err != nil || len(told) != 1 || told[0].Note != "Please add the numbers" || told[0].By != "ruhi" {
		t.Errorf("anna was told %+v, %v", told, err)
	}
	for what, c := range map[string]struct {
		who  policy.Principal
		to   desk.Hand
		want error
	}{
		"a contributor":          {anna, desk.Hand{Account: "ruhi"}, policy.ErrDenied},
		"to one of other things": {ruhi, desk.Hand{Account: "sport"}, record.ErrInvalid},
		"to nobody there is":     {ruhi, desk.Hand{Account: "x"}, record.ErrInvalid},
		"to no section":          {ruhi, desk.Hand{Pool: "chess"}, record.ErrInvalid},
	} {
		if err := r.Desk.Hand(t.Context(), c.who, id, c.to, ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
}

func TestPoolAndTake(t *testing.T) {
	r := office(t)
	id := begin(t, r, ruhi, desk.Beginning{}).ID
	if err := r.Desk.Take(t.Context(), anna, id); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a contributor took a colleague's story: %v", err)
	}
	if err := r.Desk.Move(t.Context(), ruhi, id, desk.Move{From: draft.Writing, To: draft.Review, Note: "Done"}); err != nil {
		t.Fatal(err)
	}
	if got := row(t, r, id); got.Assignee != "" || got.Pool != "afghanistan" {
		t.Errorf("in review it is %q's of %q", got.Assignee, got.Pool)
	}
	if err := r.Desk.Take(t.Context(), sport, id); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("an editor of another section took it: %v", err)
	}
	if err := r.Desk.Take(t.Context(), edris, id); err != nil {
		t.Fatal(err)
	}
	if got := row(t, r, id); got.Assignee != "edris" || got.Pool != "" {
		t.Errorf("taken by %q of %q", got.Assignee, got.Pool)
	}
	if err := r.Desk.Move(t.Context(), edris, id, desk.Move{From: draft.Review, To: draft.Writing, Note: "The numbers do not add up"}); err != nil {
		t.Fatal(err)
	}
	if got := row(t, r, id); got.Assignee != "ruhi" {
		t.Errorf("it went back to %q", got.Assignee)
	}
	told, _ := r.Desk.Notices(t.Context(), ruhi, 0, 1)
	if len(told) != 1 || told[0].Kind != draft.Back || told[0].Note != "The numbers do not add up" {
		t.Errorf("the writer was told %+v", told)
	}
	if n, err := r.Desk.Unread(t.Context(), ruhi); err != nil || n != 1 {
		t.Errorf("%d unread, %v", n, err)
	}
	if err := r.Desk.MarkRead(t.Context(), ruhi, told[0].N); err != nil {
		t.Fatal(err)
	}
	if n, _ := r.Desk.Unread(t.Context(), ruhi); n != 0 {
		t.Errorf("%d unread after reading", n)
	}
}

func TestComments(t *testing.T) {
	r := office(t)
	id := begin(t, r, ruhi, desk.Beginning{}).ID
	first, err := r.Desk.Comment(t.Context(), edris, id, desk.Remark{ID: "0123456789abcdef0123456789abcdef", Passage: "nobody was\nhurt", Text: "Who says so?"})
	if err != nil || first.Passage != "nobody was hurt" {
		t.Fatalf("%+v, %v", first, err)
	}
	if err := r.Desk.Resolve(t.Context(), ruhi, id, first.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Desk.Comment(t.Context(), ruhi, id, desk.Remark{Thread: first.ID, Text: "The governor"}); err != nil {
		t.Fatal(err)
	}
	all, err := r.Desk.Comments(t.Context(), ruhi, id)
	if err != nil || len(all) != 2 || !all[0].Resolved.IsZero() {
		t.Errorf("an answer did not open the thread again: %+v, %v", all, err)
	}
	if got := notices(t, r, ruhi); !slices.Equal(got, []string{"commented draft"}) {
		t.Errorf("the writer was told %q", got)
	}
	if got := notices(t, r, edris); !slices.Equal(got, []string{"commented draft"}) {
		t.Errorf("who asked was told %q", got)
	}
	for what, c := range map[string]struct {
		who  policy.Principal
		r    desk.Remark
		want error
	}{
		"of another's story":      {anna, desk.Remark{Text: "x"}, policy.ErrDenied},
		"without a word":          {edris, desk.Remark{Text: " \n"}, record.ErrInvalid},
		"to no thread":            {edris, desk.Remark{Text: "x", Thread: "y"}, draft.ErrNoComment},
		"to an answer":            {edris, desk.Remark{Text: "x", Thread: all[1].ID}, record.ErrInvalid},
		"under a name of no form": {edris, desk.Remark{Text: "x", ID: "<b>"}, record.ErrInvalid},
	} {
		if _, err := r.Desk.Comment(t.Context(), c.who, id, c.r); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
}
