package e2e

import (
	"testing"

	"stet.news/desk"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
)

// TestSampleDesk: the sample has work on its desk and people who do it, and
// whoever reads the first link still makes the first account.
func TestSampleDesk(t *testing.T) {
	n := served(t)
	page, err := n.Desk.List(t.Context(), policy.House, desk.Filter{}, "", 20)
	if err != nil {
		t.Fatal(err)
	}
	states := map[draft.State]int{}
	for _, c := range page.Cards {
		if c.AtDesk {
			states[c.State]++
		}
	}
	if states[draft.Idea] != 1 || states[draft.Writing] != 1 || states[draft.Review] != 1 {
		t.Errorf("the desk has %v", states)
	}
	if token, err := n.Desk.Staff.FirstLink(t.Context()); err != nil || token == "" {
		t.Errorf("nobody can make the first account: %q, %v", token, err)
	}
}
