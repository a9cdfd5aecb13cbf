package search

import (
	"errors"
	"slices"
	"testing"

	"stet.news/story"
)

// TestUsage: how many stories have words in any of their forms, and call them by a
// title.
func TestUsage(t *testing.T) {
	r := newRoom(t)
	r.publishAll(3, func(i int) story.Revision {
		return report("fa-AF", "خبر", "", []string{"آقای کرزی کتاب‌ها را دید.", "كرزي کتاب را دید.", "دانش‌آموز آمد."}[i])
	})
	r.publish(report("ps", "خبر", "", "کرزی راغی."))
	u, err := r.x.Usage(t.Context(), "fa-AF", []string{"کرزی", "کتابهای", "دانش آموز", "غنی", "…"}, []string{"جنرال", "آقای"})
	r.ok(err)
	if u.Stories != 3 || !slices.Equal(u.In, []int{2, 2, 1, 0, 0}) || !slices.Equal(u.Called, []int{1, 0, 0, 0, 0}) {
		t.Errorf("%+v", u)
	}
	if u, err = r.x.Usage(t.Context(), "en", []string{"karzai"}, nil); err != nil || u.Stories != 0 || !slices.Equal(u.In, []int{0}) {
		t.Errorf("of an edition without stories: %+v, %v", u, err)
	}
	var none *Index
	if _, err := none.Usage(t.Context(), "en", nil, nil); !errors.Is(err, ErrAway) {
		t.Errorf("without an index: %v", err)
	}
}
