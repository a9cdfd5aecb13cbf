package desk_test

import (
	"errors"
	"slices"
	"testing"

	"stet.news/desk"
	checks "stet.news/desk/check"
	"stet.news/desk/desktest"
	"stet.news/desk/policy"
	"stet.news/story"
)

// kinds gives what the desk finds in a story.
func kinds(t *testing.T, r *desktest.Room, who policy.Principal, id story.ID) (all []checks.Kind) {
	t.Helper()
	found, err := r.Desk.Check(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		all = append(all, f.Kind)
	}
	return all
}

// TestCheck: what the text does not tell comes from the desk, the record and the
// archive.
func TestCheck(t *testing.T) {
	r := office(t)
	receipt := r.Publish(t, desktest.Revision("en", "The river rose"))
	if _, err := r.Desk.Open(t.Context(), edris, receipt.Story); err != nil {
		t.Fatal(err)
	}
	if got := kinds(t, r, edris, receipt.Story); len(got) != 0 {
		t.Errorf("a good story has %q", got)
	}
	if _, err := r.Desk.Comment(t.Context(), ruhi, receipt.Story, desk.Remark{Text: "Who says so?"}); err != nil {
		t.Fatal(err)
	}
	if got := kinds(t, r, edris, receipt.Story); !slices.Equal(got, []checks.Kind{checks.Commented}) {
		t.Errorf("with a comment it has %q", got)
	}
	empty := begin(t, r, ruhi, desk.Beginning{Edition: "en"}).ID
	want := []checks.Kind{checks.NoHeadline, checks.NoText, checks.NoSection, checks.NoStandfirst, checks.NewName}
	if got := kinds(t, r, ruhi, empty); !slices.Equal(got, want) {
		t.Errorf("an empty story has %q, want %q", got, want)
	}
	translation := begin(t, r, ruhi, desk.Beginning{Edition: "ps", Translates: receipt.Story}).ID
	if got := kinds(t, r, ruhi, translation); !slices.Equal(got, []checks.Kind{checks.NewName}) { // of the other edition
		t.Errorf("a translation has %q", got)
	}
	if _, err := r.Desk.Check(t.Context(), anna, empty); !errors.Is(err, policy.ErrDenied) {
		t.Errorf("a contributor checked another's story: %v", err)
	}
}
