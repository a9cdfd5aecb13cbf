package desk_test

import (
	"errors"
	"fmt"
	"testing"

	"stet.news/desk"
	checks "stet.news/desk/check"
	"stet.news/desk/desktest"
	"stet.news/record"
	"stet.news/story"
)

// TestNamesByArchive: in a script without capitals it is the edition's own stories
// that tell what is a name: one that is new is noticed, and a minor change is asked
// about it.
func TestNamesByArchive(t *testing.T) {
	r := desktest.Open(t)
	dari := func(headline, text string) story.Revision {
		rev := desktest.Revision("fa-AF", headline)
		rev.Body = story.Body{story.Paragraph{Text: story.Plain(text)}}
		return rev
	}
	var archive []record.Act
	for i := range 400 {
		archive = append(archive, record.Act{Kind: record.Publish, Revision: dari(fmt.Sprint("خبر ", i), "آقای کرزی به شهر رفت و با مردم دید.")})
	}
	if _, err := r.Record.Publish(t.Context(), archive...); err != nil {
		t.Fatal(err)
	}

	id := drafted(t, r, dari("خبر نو", "آقای سپهرداد به شهر رفت. آقای کرزی با مردم دید."))
	found, err := r.Desk.Check(t.Context(), editor, id)
	if err != nil || len(found) != 1 || found[0].Kind != checks.NewName || found[0].Words != "سپهرداد" || found[0].Block != 1 {
		t.Errorf("found %+v, %v", found, err)
	}

	publish(t, r, id, "a")
	minor := func(act, text string) (asks *desk.Questioned) {
		typed(t, r, id, text)
		p := deed(t, r, id, act)
		p.Grade = story.GradeMinor
		if _, err := r.Desk.Publish(t.Context(), editor, id, p); err != nil && !errors.As(err, &asks) {
			t.Fatal(err)
		}
		return asks
	}
	if asks := minor("b", "شهر "); asks != nil {
		t.Errorf("a common word: %+v", asks.Altered)
	}
	if asks := minor("c", "تورمان "); asks == nil || len(asks.Altered) != 1 || asks.Altered[0].New != "تورمان" {
		t.Errorf("a name that nobody knows: %+v", asks)
	}
}
