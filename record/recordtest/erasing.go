package recordtest

import (
	"bytes"
	"io/fs"
	"os"
	"slices"
	"strings"

	"stet.news/record"
	"stet.news/story"
)

// erase erases every piece of a story that holds the words.
func (o *office) erase(id story.ID, words string) []record.Receipt {
	o.Helper()
	var acts []record.Act
	o.view(func(rd record.Reader) (err error) {
		acts, err = record.EraseActs(rd, id, func(p record.Piece) bool { return strings.Contains(p.Text, words) }, record.BasisCourt)
		return err
	})
	return o.do(acts...)
}

// nowhere makes sure that no file of the office holds the words: not the
// database, not its logs, not a backup made now.
func (o *office) nowhere(words string) {
	o.Helper()
	ctx := o.Context()
	if err := o.rec.ForgetChanged(ctx, o.size()); err != nil {
		o.Error(err)
	}
	backup := o.dir + "/backup"
	if err := o.store.Backup(ctx, backup); err != nil {
		o.Error(err)
	}
	defer os.Remove(backup)
	err := fs.WalkDir(os.DirFS(o.dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(o.dir + "/" + path)
		for _, w := range []string{words, strings.ToLower(words), strings.ToTitle(words[:1]) + words[1:]} {
			if i := bytes.Index(b, []byte(w)); i >= 0 {
				o.Errorf("%s still holds %q", path, b[max(0, i-20):min(len(b), i+40)])
			}
		}
		return err
	})
	if err != nil {
		o.Error(err)
	}
}

// testEraseSentence takes a name out of every revision of a story.
func testEraseSentence(o *office) {
	other := o.publish("Another story")
	first := o.publish("The river rose")
	_, rev := o.current(first.Story)
	rev.Headline, rev.Grade = "The river rose and fell", story.GradeUpdate
	o.do(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	before, _ := o.current(first.Story)
	size := o.size()
	receipts := o.erase(first.Story, "Zarmina")
	if len(receipts) != 2 || receipts[0].Revision != 1 || receipts[1].Revision != 2 {
		o.Errorf("one act for each revision: %+v", receipts)
	}
	if !o.changed(size)[record.StoryKey(first.Story)] {
		o.Error("nobody is told that the story changed")
	}
	after, rev := o.current(first.Story)
	if after.Revision != 2 || after.Leaf != o.size()-1 || after.RevisionLeaf != before.RevisionLeaf || after.Updated != before.Updated {
		o.Errorf("the story's state: %+v", after)
	}
	par := rev.Body[0].(story.Paragraph).Text
	if got := par.String(); !strings.Contains(got, "Nobody was hurt, می\u200cشود they said.") || !strings.HasSuffix(got, story.ErasedText) {
		o.Errorf("the paragraph is now %q", got)
	}
	if last := par[len(par)-1]; !last.Marks.Erased {
		o.Errorf("what stands for the sentence does not say that it was erased: %+v", last)
	}
	if q := rev.Body[3].(story.Quotation); q.Attribution.String() != story.ErasedText || q.Paragraphs[0].String() != "I saw it." {
		o.Errorf("the quotation is now %+v", q)
	}
	o.view(func(rd record.Reader) error {
		_, l, err := record.RevisionAt(rd, receipts[0].Leaf)
		if l.Kind != record.Erase || l.Basis != record.BasisCourt || l.Revision != 1 || len(l.Pieces) != 2 {
			o.Errorf("the leaf: %+v", l)
		}
		_, err2 := record.EraseActs(rd, first.Story, func(p record.Piece) bool { return strings.Contains(p.Text, "Zarmina") }, "")
		if err2 == nil {
			o.Error("there is still something to erase")
		}
		return err
	})
	if _, rev := o.current(other.Story); !strings.Contains(story.PlainText(rev.Body), "Zarmina") {
		o.Error("another story lost its words, too")
	}
	o.verify()
	o.erase(other.Story, "Zarmina")
	o.nowhere("Zarmina")
	o.reindexed()
}

// testErasePerson takes a byline, and with it the person's page, away.
func testErasePerson(o *office) {
	first, second := o.publish("The river rose"), o.publish("It fell")
	for i, r := range []record.Receipt{first, second} {
		size := o.size()
		o.erase(r.Story, "Farid Ahmadi")
		keys := o.changed(size)
		if !keys[record.ListKey("en/by/farid-ahmadi")] || keys[record.ListsKey("en/by/")] != (i == 1) {
			o.Errorf("who is told: %v", keys)
		}
	}
	_, rev := o.current(first.Story)
	if len(rev.Bylines) != 2 || rev.Bylines[0] != (story.Byline{Name: story.ErasedText}) || rev.Bylines[1].Name != "Staff" {
		o.Errorf("its bylines: %+v", rev.Bylines)
	}
	o.view(func(rd record.Reader) error {
		if l := must(rd.Lists("en/by/"))(o.T); len(l) != 1 || l[0].List != "en/by/staff" {
			o.Errorf("the people with a page: %v", l)
		}
		return nil
	})
	o.nowhere("farid")
	o.reindexed()
}

// testEraseSlug takes words out of addresses, present and past.
func testEraseSlug(o *office) {
	first := o.publish("Wakil sahib said so")
	_, rev := o.current(first.Story)
	rev.Headline, rev.Slug, rev.Lead = "Somebody said so", "somebody-said-so", nil
	o.do(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	o.erase(first.Story, "akil")
	if e, _ := o.current(first.Story); e.Slug != "somebody-said-so" {
		o.Errorf("its slug is now %q", e.Slug)
	}
	o.view(func(rd record.Reader) error {
		if _, ok, _ := rd.SlugOwner("en", story.Slug("wakil-sahib-said-so").Key()); ok {
			o.Error("the old address still leads to it")
		}
		return nil
	})
	o.nowhere("wakil")

	r := o.erase(first.Story, "omebody")
	if e, rev := o.current(first.Story); string(e.Slug) != first.Story.String() || rev.Headline != story.ErasedText || r[0].Path != e.Path() {
		o.Errorf("its slug is now %q, its headline %q", e.Slug, rev.Headline)
	}
	o.nowhere("somebody")
	o.view(func(rd record.Reader) error {
		if e, err := record.FindStory(rd, r[0].Path); err != nil || e.ID != first.Story {
			o.Errorf("the new address: %v", err)
		}
		return nil
	})
	o.reindexed()
	o.eraseOneOfTwoSlugs()
}

// eraseOneOfTwoSlugs takes an address out of one revision that another still has.
func (o *office) eraseOneOfTwoSlugs() {
	got := o.publish("Rain again")
	_, rev := o.current(got.Story)
	o.do(record.Act{Kind: record.Revise, Base: 1, Revision: rev})
	slug := -1
	o.view(func(rd record.Reader) error {
		pieces, _, err := record.PiecesOf(rd, got.Story, 1)
		slug = slices.IndexFunc(pieces, func(p record.Piece) bool { return p.Slug() != "" })
		return err
	})
	o.do(record.Act{Kind: record.Erase, Story: got.Story, Erase: record.Target{Revision: 1, Pieces: []int{slug}}})
	if e, _ := o.current(got.Story); e.Slug != "rain-again" {
		o.Errorf("its slug is now %q", e.Slug)
	}
	o.reindexed()
}

func testEraseRefused(o *office) {
	first := o.publish("The river rose")
	act := func(number int, pieces ...int) record.Act {
		return record.Act{Kind: record.Erase, Story: first.Story, Erase: record.Target{Revision: number, Pieces: pieces}}
	}
	kept := map[string]int{}
	o.view(func(rd record.Reader) error {
		pieces, _, err := record.PiecesOf(rd, first.Story, 1)
		for i, p := range pieces {
			kept[p.Type] = i
		}
		return err
	})
	o.refused(record.ErrNoStory, act(2, 0))
	o.refused(record.ErrNoStory, act(1, 5000))
	o.refused(record.ErrNoStory, act(1, 3, 2))
	o.refused(record.ErrNoStory, act(1, -1))
	o.refused(record.ErrInvalid, act(1))
	o.refused(record.ErrInvalid, act(1, kept["published"]))
	o.refused(record.ErrInvalid, act(1, kept["section"]))
	wrong := act(1, 0)
	wrong.Basis = "whim"
	o.refused(record.ErrInvalid, wrong)
	nobody := act(1, 0)
	nobody.Story = story.NewID()
	o.refused(record.ErrNoStory, nobody)
	o.do(act(1, 0))
	o.refused(record.ErrInvalid, act(1, 0))
}

// reindexed makes sure that the index is what the leaves make of it.
func (o *office) reindexed() {
	o.Helper()
	before := o.index()
	if err := o.rec.Reindex(o.Context(), nil); err != nil {
		o.Fatalf("Reindex: %v", err)
	}
	o.same("the index that the leaves make", o.index(), before)
}

// same compares two indexes line by line.
func (o *office) same(what, got, want string) {
	o.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		a, b := "", ""
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			o.Errorf("%s has\n%s\ninstead of\n%s", what, a, b)
			return
		}
	}
}
