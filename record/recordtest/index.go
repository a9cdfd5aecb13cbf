package recordtest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// moment is a time in seconds after an arbitrary one, as the record keeps it.
func moment(seconds int) time.Time { return time.Unix(1_795_000_000+int64(seconds), 0).UTC() }

// entry is a story's state with every field set.
func entry(n int) record.Entry {
	return record.Entry{
		ID: id(n), Edition: "fa-AF", Revision: 3, RevisionLeaf: 7, Leaf: 1 << 40,
		Slug: "کابل-می\u200cشود", Section: "it's \"odd\" %_*?", TranslationOf: id(n + 1),
		Published: moment(n), Day: "2026-11-23", Updated: moment(n + 5), Retracted: true,
	}
}

func testStories(t *testing.T, open Open) {
	s := fresh(t, open)
	full, bare := entry(1), record.Entry{ID: id(2), Edition: "en", Published: moment(0), Day: "2026-11-23"}
	old := entry(3)
	old.Published = time.Date(1869, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, want := range []record.Entry{full, bare, old} {
		update(t, s, func(tx record.Tx) error { return tx.PutStory(want) })
		view(t, s, func(rd record.Reader) error {
			got, ok, err := rd.Story(want.ID)
			if !ok || got != want {
				t.Errorf("Story gives\n%+v for\n%+v", got, want)
			}
			return err
		})
	}
	bare.ID = full.ID
	update(t, s, func(tx record.Tx) error { return tx.PutStory(bare) })
	view(t, s, func(rd record.Reader) error {
		if got, _, err := rd.Story(full.ID); got != bare || err != nil {
			t.Errorf("a story put again is\n%+v instead of\n%+v, %v", got, bare, err)
		}
		return nil
	})
}

func testTranslations(t *testing.T, open Open) {
	s := fresh(t, open)
	update(t, s, func(tx record.Tx) error {
		return errors.Join(
			tx.PutStory(record.Entry{ID: id(1), Edition: "en", Day: "2026-11-23"}),
			tx.PutStory(record.Entry{ID: id(2), Edition: "ps", TranslationOf: id(1), Day: "2026-11-23"}),
			tx.PutStory(record.Entry{ID: id(3), Edition: "fa-AF", TranslationOf: id(1), Day: "2026-11-23"}),
			tx.PutStory(record.Entry{ID: id(4), Edition: "ar", TranslationOf: id(9), Day: "2026-11-23"}))
	})
	check := func(want ...story.ID) {
		t.Helper()
		view(t, s, func(rd record.Reader) error {
			if got := must(rd.Translations(id(1)))(t); !slices.Equal(got, want) {
				t.Errorf("Translations: %v instead of %v", got, want)
			}
			return nil
		})
	}
	check(id(3), id(2))
	update(t, s, func(tx record.Tx) error {
		return tx.PutStory(record.Entry{ID: id(2), Edition: "ps", Day: "2026-11-23"}) // it says something else now
	})
	check(id(3))
}

func testSlugs(t *testing.T, open Open) {
	s := fresh(t, open)
	slugs := []story.Slug{"first", "کابل-می\u200cشود", "a'\"%_", "پښتو"}
	update(t, s, func(tx record.Tx) error {
		for i, slug := range slugs {
			if err := tx.PutSlug("en", fmt.Sprint(9-i), slug, id(1)); err != nil {
				return err
			}
		}
		return errors.Join(tx.PutSlug("ps", "9", "first", id(2)), tx.PutSlug("en", "x", "later", id(2)))
	})
	for _, by := range []story.ID{id(1), id(2)} {
		err := s.Update(t.Context(), func(tx record.Tx) error { return tx.PutSlug("en", "9", "mine", by) })
		if !errors.Is(err, record.ErrSlugTaken) {
			t.Errorf("a key that is taken, by story %v: %v", by, err)
		}
	}
	view(t, s, func(rd record.Reader) error {
		for _, c := range []struct {
			edition, key string
			want         story.ID
		}{{"en", "9", id(1)}, {"ps", "9", id(2)}, {"fa-AF", "9", story.ID{}}, {"en", "5", story.ID{}}} {
			got, ok, err := rd.SlugOwner(c.edition, c.key)
			if err != nil || ok != !c.want.IsZero() || got != c.want {
				t.Errorf("SlugOwner(%s, %s) = %v, %v, %v; want %v", c.edition, c.key, got, ok, err, c.want)
			}
		}
		if got := must(rd.Slugs(id(1)))(t); !slices.Equal(got, slugs) {
			t.Errorf("Slugs: %q instead of %q", got, slugs)
		}
		return nil
	})
	update(t, s, func(tx record.Tx) error {
		return errors.Join(tx.DropSlug("en", "9"), tx.DropSlug("en", "never"), tx.PutSlug("en", "9", "first", id(2)))
	})
	view(t, s, func(rd record.Reader) error {
		if got := must(rd.Slugs(id(1)))(t); !slices.Equal(got, slugs[1:]) {
			t.Errorf("Slugs after one was dropped: %q", got)
		}
		if got := must(rd.Slugs(id(2)))(t); len(got) != 3 || got[2] != "first" {
			t.Errorf("Slugs of the new owner: %q", got)
		}
		return nil
	})
}

// join puts stories into a list, each published at the second its number says.
func join(tx record.Tx, list string, published map[int]int, order ...int) error {
	for _, n := range order {
		at := moment(published[n])
		e := record.Entry{ID: id(n), Edition: "en", Published: at, Day: "2026-11-23", Revision: n}
		if err := tx.PutStory(e); err != nil {
			return err
		}
		if _, err := tx.JoinList(list, id(n), at); err != nil {
			return err
		}
	}
	return nil
}

// testListOrder lays out a list with many stories of the same second, and one
// that came late with an early time, and pages through it in every step.
func testListOrder(t *testing.T, open Open) {
	s := fresh(t, open)
	published := map[int]int{}
	var order []int
	for n := 1; n <= 40; n++ {
		published[n] = n / 7 * 10
		order = append(order, n)
	}
	published[40] = -5000
	update(t, s, func(tx record.Tx) error {
		return errors.Join(join(tx, "en", published, order...), join(tx, "en/day/2026-11-23", published, 3))
	})
	want := slices.Clone(order)
	slices.SortFunc(want, func(a, b int) int {
		if published[a] != published[b] {
			return published[b] - published[a]
		}
		return b - a // of one second, whoever came later stands higher
	})
	view(t, s, func(rd record.Reader) error {
		for step := 1; step <= 41; step++ {
			var got []int
			place := record.Place{}
			for {
				page := must(rd.List("en", place, step))(t)
				for _, l := range page {
					got = append(got, l.Revision)
					if int64(order[l.N]) != int64(l.Revision) || l.ID != id(l.Revision) {
						t.Errorf("number %d of the list is story %d", l.N, l.Revision)
					}
				}
				if len(page) < step {
					break
				}
				place = page[len(page)-1].Place()
			}
			if !slices.Equal(got, want) {
				t.Errorf("by %d:\n%v instead of\n%v", step, got, want)
			}
		}
		return nil
	})
}

func testListRuns(t *testing.T, open Open) {
	s := fresh(t, open)
	const list = "en/by/somebody"
	published := map[int]int{1: 5, 2: 4, 3: 3, 4: 2}
	leave := func(n int, want int64) {
		t.Helper()
		update(t, s, func(tx record.Tx) error {
			got, err := tx.LeaveList(list, id(n))
			if got != want {
				t.Errorf("story %d left as number %d instead of %d", n, got, want)
			}
			return err
		})
	}
	check := func(came, here int64, run ...int) {
		t.Helper()
		view(t, s, func(rd record.Reader) error {
			c, h, err := rd.Tally(list)
			if c != came || h != here {
				t.Errorf("Tally: %d came, %d are here; want %d and %d", c, h, came, here)
			}
			var got []int
			for _, l := range must(rd.Run(list, 0, 100))(t) {
				got = append(got, l.Revision)
			}
			if !slices.Equal(got, run) {
				t.Errorf("Run: %v instead of %v", got, run)
			}
			return err
		})
	}
	update(t, s, func(tx record.Tx) error { return join(tx, list, published, 1, 2, 3, 4) })
	check(4, 4, 1, 2, 3, 4)
	view(t, s, func(rd record.Reader) error {
		part := must(rd.Run(list, 1, 3))(t)
		if len(part) != 2 || part[0].ID != id(2) || part[1].ID != id(3) || part[0].N != 1 {
			t.Errorf("Run(1, 3): %+v", part)
		}
		return nil
	})
	leave(2, 1)
	check(4, 3, 1, 3, 4)
	for what, f := range map[string]func(tx record.Tx) error{
		"leaving twice": func(tx record.Tx) error { _, err := tx.LeaveList(list, id(2)); return err },
		"joining twice": func(tx record.Tx) error { _, err := tx.JoinList(list, id(3), moment(3)); return err },
		"leaving none":  func(tx record.Tx) error { _, err := tx.LeaveList("nowhere", id(2)); return err },
	} {
		if err := s.Update(t.Context(), f); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
	check(4, 3, 1, 3, 4)
	update(t, s, func(tx record.Tx) error { return join(tx, list, published, 2) }) // back, behind the others
	check(5, 4, 1, 3, 4, 2)
	leave(1, 0)
	leave(2, 4)
	leave(3, 2)
	check(5, 1, 4)
	leave(4, 3)
	check(0, 0)
	update(t, s, func(tx record.Tx) error { return join(tx, list, published, 3) })
	check(1, 1, 3)
}

func testListNames(t *testing.T, open Open) {
	s := fresh(t, open)
	names := []string{
		"en", "en/section/afghanistan", "en/section/world", "en/sectional", "en/topic/%", "en/topic/_x", "en/topic/a*?[b]",
		"en/topic/it's \"odd\"", "enx", "fa-AF", "fa-AF/topic/کابل", "fa-AF/topic/کابل\u200cها", "fa-AF/topic/𐏿", "fa-AF/topic/\U0010FFFD", "ps",
	}
	slices.Sort(names)
	update(t, s, func(tx record.Tx) error {
		for i, name := range names {
			if err := join(tx, name, nil, 1); err != nil {
				return err
			}
			if i%2 == 0 {
				if err := join(tx, name, nil, 2); err != nil {
					return err
				}
			}
		}
		return nil
	})
	view(t, s, func(rd record.Reader) error {
		for _, prefix := range append(slices.Clone(names), "", "e", "en/", "en/section/", "en/topic/", "fa-AF/topic/", "fa-AF/topic/کابل\u200c", "z", "EN") {
			var want []record.ListTally
			for i, name := range names {
				if len(name) >= len(prefix) && name[:len(prefix)] == prefix {
					want = append(want, record.ListTally{List: name, Here: int64(2 - i%2)})
				}
			}
			if got := must(rd.Lists(prefix))(t); !slices.Equal(got, want) {
				t.Errorf("Lists(%q):\n%v instead of\n%v", prefix, got, want)
			}
		}
		if got := must(rd.ListsOf(id(1)))(t); !slices.Equal(got, names) {
			t.Errorf("ListsOf: %q instead of %q", got, names)
		}
		return nil
	})
}

func testClearIndex(t *testing.T, open Open) {
	s := fresh(t, open)
	draft := record.Draft{ID: id(5), Revision: story.Revision{Story: id(5), Headline: "kept"}, Changed: moment(0)}
	fill := func(tx record.Tx) error {
		return errors.Join(
			join(tx, "en", nil, 1, 2), tx.PutSlug("en", "a", "a", id(1)),
			tx.PutStory(record.Entry{ID: id(3), TranslationOf: id(1), Day: "2026-11-23"}))
	}
	update(t, s, func(tx record.Tx) error {
		return errors.Join(add(tx, "x", record.NewLeaf{Story: id(1), Number: 1, Blob: blob(1, "a"), Act: "act", Keys: []string{"k"}}),
			tx.PutDraft(draft), fill(tx))
	})
	update(t, s, func(tx record.Tx) error { return tx.ClearIndex() })
	view(t, s, func(rd record.Reader) error {
		_, isStory, err1 := rd.Story(id(1))
		_, isSlug, err2 := rd.SlugOwner("en", "a")
		came, here, err3 := rd.Tally("en")
		if isStory || isSlug || came+here != 0 || len(must(rd.List("en", record.Place{}, 9))(t)) != 0 ||
			len(must(rd.ListsOf(id(1)))(t)) != 0 || len(must(rd.Translations(id(1)))(t)) != 0 {
			t.Error("something of the index is left")
		}
		_, isDraft, err4 := rd.Draft(id(5))
		_, isAct, err5 := rd.ActLeaf("act")
		if !isDraft || !isAct || must(rd.Size())(t) != 1 {
			t.Error("more than the index went")
		}
		return errors.Join(err1, err2, err3, err4, err5)
	})
	update(t, s, fill) // and it can be made again
}

func testDrafts(t *testing.T, open Open) {
	s := fresh(t, open)
	full := record.Draft{
		ID: id(1), Base: 4, Embargo: moment(100), Due: moment(200), ActID: "client's \"id\"", Changed: moment(7),
		Revision: story.Revision{
			Story: id(1), Number: 2, Edition: "fa-AF", Slug: "کابل", Section: "world",
			Headline: "می\u200cشود 'and' \"so\"", Standfirst: "<b>", Bylines: []story.Byline{{Name: "ا", Person: "a"}},
			Dateline: "Kabul", Topics: []story.Topic{{Name: "T", Key: "t"}}, Grade: story.GradeMinor, Note: "n",
			Lead: &story.Picture{SHA256: "ab", Type: "image/png", Width: 3, Height: 4, Alt: "x"},
			Body: story.Body{
				story.Paragraph{Text: story.Text{{Text: "strong", Marks: story.Marks{Strong: true}}, {Text: " plain"}}},
				story.Divider{},
			},
			TranslationOf: id(3), Published: moment(1), Source: "https://example.org/a",
		},
	}
	bare := record.Draft{ID: id(2), Changed: moment(9), Revision: story.Revision{Story: id(2), Headline: "h"}}
	update(t, s, func(tx record.Tx) error { return errors.Join(tx.PutDraft(full), tx.PutDraft(bare)) })
	check := func(want ...record.Draft) {
		t.Helper()
		view(t, s, func(rd record.Reader) error {
			all := must(rd.Drafts())(t)
			if len(all) != len(want) {
				t.Fatalf("%d drafts instead of %d", len(all), len(want))
			}
			for i, w := range want {
				got, ok, err := rd.Draft(w.ID)
				if !ok || err != nil || !reflect.DeepEqual(got, w) || !reflect.DeepEqual(all[i], w) {
					t.Errorf("the draft came back as\n%+v instead of\n%+v (%v)", got, w, err)
				}
			}
			return nil
		})
	}
	check(bare, full) // the newest change first
	full.Changed, full.Due = moment(20), time.Time{}
	update(t, s, func(tx record.Tx) error { return tx.PutDraft(full) })
	check(full, bare)
	update(t, s, func(tx record.Tx) error { return errors.Join(tx.DropDraft(id(2)), tx.DropDraft(id(9))) })
	check(full)
}
