package prose

import (
	"reflect"
	"strings"
	"testing"

	"stet.news/story"
)

// blocks is a story of one paragraph per part.
func blocks(t *testing.T, s string) Doc {
	r := story.Revision{Headline: "Headline"}
	for _, p := range strings.Split(s, "|") {
		r.Body = append(r.Body, story.Paragraph{Text: story.Plain(strings.TrimSpace(p))})
	}
	return mustDoc(t, r)
}

func TestMerge(t *testing.T) {
	const base = "first of the three | second of the three | third of the three"
	for name, c := range map[string]struct {
		mine, theirs, want string
		conflicts          []Conflict
	}{
		"nothing": {base, base, base, nil},
		"apart":   {"first of my three | second of the three | third of the three", "first of the three | second of the three | third of your three", "first of my three | second of the three | third of your three", nil},
		"both the same": {"first of new three | second of the three | third of the three", "first of new three | second of the three | third of the three",
			"first of new three | second of the three | third of the three", nil},
		"the same one": {"first of my three | second of the three | third of the three", "first of your three | second of the three | third of the three",
			"first of your three | first of my three | second of the three | third of the three", []Conflict{{"paragraph", "first of your three", "first of my three"}}},
		"deleted":              {"first of the three | third of the three", base, "first of the three | third of the three", nil},
		"deleted and changed":  {"first of the three | third of the three", "first of the three | second of your three | third of the three", "first of the three | second of your three | third of the three", nil},
		"added by both":        {base + " | mine", base + " | yours is another", base + " | yours is another | mine", nil},
		"each deleted another": {"first of the three | second of the three", "second of the three | third of the three", "second of the three", nil},
	} {
		got, conflicts := Merge(blocks(t, base), blocks(t, c.mine), blocks(t, c.theirs))
		if want := blocks(t, c.want); !got.Equal(want) {
			t.Errorf("%s: got %q, want %q", name, got.Plain(), want.Plain())
		}
		if !reflect.DeepEqual(conflicts, c.conflicts) {
			t.Errorf("%s: conflicts %+v", name, conflicts)
		}
	}
}

func TestMergeFields(t *testing.T) {
	base, mine, theirs := story.Revision{Headline: "one", Section: "a", Slug: "s"}, story.Revision{Headline: "mine", Section: "b", Slug: "s"}, story.Revision{Headline: "yours", Section: "c", Slug: "t"}
	got, conflicts := Merge(mustDoc(t, base), mustDoc(t, mine), mustDoc(t, theirs))
	want := []Conflict{{"section", "c", "b"}, {"headline", "yours", "mine"}}
	if r := got.Revision(story.Revision{}); r.Headline != "mine" || r.Section != "b" || r.Slug != "t" || !reflect.DeepEqual(conflicts, want) {
		t.Errorf("got %+v, %+v", r, conflicts)
	}
}

// TestMergeIsADocument: whatever two sides do.
func TestMergeIsADocument(t *testing.T) {
	for i := range 1000 {
		c := newChance(uint64(i))
		base := c.doc()
		sides := [2]Doc{base, base}
		for j := range 6 {
			if next, err := Apply(sides[j%2], reread(t, c.step(sides[j%2].root))); err == nil {
				sides[j%2] = next
			}
		}
		got, _ := Merge(base, sides[0], sides[1])
		if err := got.Check(); err != nil {
			t.Fatalf("seed %d: %v", i, err)
		}
		if same, conflicts := Merge(base, base, sides[1]); !same.Equal(sides[1]) || len(conflicts) > 0 {
			t.Fatalf("seed %d: one side alone is not what it is", i)
		}
	}
}
