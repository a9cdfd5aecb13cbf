package proof

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"

	"stet.news/record"
	"stet.news/story"
)

// A long story stands on several pages. Each says which it is of how many and
// between which seams of the body (story.Seam) its part lies. Nothing of that is
// believed: when all pages were seen, the parts of a story must be numbered
// without a gap, begin where the part before ends, from the body's start to its
// end, and each must be, to the byte, what the record's body has between them.

// partMarks is what a page says of its part; it is empty on a page that shows a
// whole story.
type partMarks struct {
	number, count, from, to string
	turns                   []turn
}

func (m *partMarks) any() bool { return m.number+m.count+m.from+m.to != "" || len(m.turns) > 0 }

func (m *partMarks) same(o *partMarks) bool {
	return m.number == o.number && m.count == o.count && m.from == o.from && m.to == o.to && slices.Equal(m.turns, o.turns)
}

// turn is a way to the page before or behind.
type turn struct{ rel, href string }

// part is a page that shows a part of a story, kept until all were seen.
type part struct {
	path          string
	number, count int
	from, to      story.Seam
	rest, body    digest // of what it shows besides the body, and of the body
}

// part takes in a page that shows a part of a story.
func (v *verifier) part(f File, s *storyState, p *page) {
	base, number, ok := partPath(f.Path)
	x, read := p.part.read(f.Path)
	switch {
	case s.retracted:
		v.rep.problem(Mismatch, f.Name, "it shows a part of story %s, which is retracted", s.id)
		return
	case !read:
		v.rep.problem(Mismatch, f.Name, "it does not say which part of story %s it shows", s.id)
		return
	case !ok || number != x.number:
		v.rep.problem(Mismatch, f.Name, "page %d of story %s does not stand there", x.number, s.id)
		return
	}
	v.turns(f, p, x, base)
	if x.number > 1 {
		p.facts.add(kindSlug, slugAt(base), "")
	} else if !v.placed(f, s, p) {
		return
	}
	if len(p.facts[kindBody]) == 1 {
		x.body = digestOf(p.facts[kindBody][0].words)
		p.facts[kindBody] = nil
	}
	x.rest = p.facts.digest()
	n := v.state.index[s.id]
	v.files.mu.Lock()
	defer v.files.mu.Unlock()
	if v.files.parts == nil {
		v.files.parts = map[int32][]part{}
	}
	v.files.parts[n] = append(v.files.parts[n], x)
}

// read reads the marks; there is one spelling of them.
func (m *partMarks) read(path string) (x part, ok bool) {
	x.path = path
	x.number, _ = strconv.Atoi(m.number)
	x.count, _ = strconv.Atoi(m.count)
	from, begins := story.ParseSeam(m.from)
	to, ends := story.ParseSeam(m.to)
	x.from, x.to = from, to
	return x, begins && ends && strconv.Itoa(x.number) == m.number && strconv.Itoa(x.count) == m.count && x.number >= 1 && x.number <= x.count && x.count > 1
}

// turns makes sure that a page leads to those before and behind it, and to no
// others.
func (v *verifier) turns(f File, p *page, x part, base string) {
	found := map[string]bool{}
	for _, t := range p.part.turns {
		want := x.number + 1
		if t.rel == "prev" {
			want = x.number - 1
		}
		if want < 1 || want > x.count || v.onSite(t.href) != pathOfPart(base, want) {
			v.rep.problem(Mismatch, f.Name, "its way to the %s page of the story leads to %s", t.rel, quote(t.href))
		}
		found[t.rel] = true
	}
	if found["next"] != (x.number < x.count) || found["prev"] != (x.number > 1) {
		v.rep.problem(Mismatch, f.Name, "it does not lead to the story's other pages")
	}
}

// joinParts holds the parts of each story that has any against the record, over
// the bundles that their piece lists lie in.
func (v *verifier) joinParts(ctx context.Context) error {
	bundles := map[int64][]int32{}
	for n, parts := range v.files.parts {
		slices.SortFunc(parts, func(a, b part) int { return a.number - b.number })
		if why := unjoined(parts); why != "" {
			v.rep.problem(Mismatch, strings.TrimPrefix(parts[0].path, "/"), "story %s: %s", v.state.stories[n].id, why)
			continue
		}
		first := v.state.stories[n].current() / TileWidth * TileWidth
		bundles[first] = append(bundles[first], n)
	}
	return inParallel(ctx, func(put func(func()) error) error {
		for first, stories := range bundles {
			load := v.src.Lists(first, min(first+TileWidth, v.rep.Head.Size))
			if err := put(func() { v.compareParts(first, load, stories) }); err != nil {
				return err
			}
		}
		return nil
	}, func(work func()) { work() })
}

// unjoined says why parts, by their numbers, do not follow one another.
func unjoined(parts []part) string {
	last := story.Seam{}
	for i, x := range parts {
		switch {
		case x.number != i+1 || x.count != len(parts):
			return fmt.Sprintf("it has %d pages, and one says that it is page %d of %d", len(parts), x.number, x.count)
		case x.path != pathOfPart(parts[0].path, x.number):
			return "its pages do not stand under one address"
		case x.from != last:
			return fmt.Sprintf("page %d begins at %v of the body, and the page before ends at %v", x.number, x.from, last)
		}
		last = x.to
	}
	return ""
}

// compareParts holds the parts of the stories of one bundle against its lists.
func (v *verifier) compareParts(first int64, load func() ([][]record.Piece, error), stories []int32) {
	lists, err := load()
	for _, n := range stories {
		s, parts := &v.state.stories[n], v.files.parts[n]
		at := strings.TrimPrefix(parts[0].path, "/")
		if err != nil {
			v.rep.problem(Mismatch, at, "the pages cannot be held against the piece list: %v", err)
			continue
		}
		leaf := &v.state.leaves[s.current()]
		rev, err := v.revision(leaf, lists[s.current()-first])
		if err != nil {
			v.rep.problem(Mismatch, at, "%v", err)
			continue
		}
		v.comparePages(s, parts, rev)
	}
}

func (v *verifier) comparePages(s *storyState, parts []part, rev story.Revision) {
	if last := parts[len(parts)-1]; last.to != rev.Body.End() {
		v.rep.problem(Mismatch, strings.TrimPrefix(last.path, "/"), "the last page of story %s ends at %v of its body, which goes on to %v", s.id, last.to, rev.Body.End())
		return
	}
	rest := factsOf(rev, false)
	rest[kindBody] = nil
	for i, x := range parts {
		name := strings.TrimPrefix(x.path, "/")
		if i == 1 { // the pages behind the first have headline and section alone
			only := facts{kindHeadline: rest[kindHeadline], kindSection: rest[kindSection], kindSlug: rest[kindSlug]}
			rest = &only
		}
		if x.rest != rest.digest() {
			v.rep.problem(Mismatch, name, "besides the body it does not show what the record has of story %s", s.id)
		}
		html, ok := story.WritePart(rev.Body, x.from, x.to, story.HTMLOptions{})
		if !ok || x.body != digestOf(strings.TrimSpace(html)) {
			v.rep.problem(Mismatch, name, "its part of the body is not what the record has of story %s from %v to %v", s.id, x.from, x.to)
		}
	}
}

// partPath reads the address of a story's n-th page: /en/2026/11/23/slug/ is the
// first, /en/2026/11/23/slug/2/ the second. base is the first.
func partPath(path string) (base string, n int, ok bool) {
	if _, _, ok := storyPath(path); ok {
		return path, 1, true
	}
	base, last, ok := cutLast(path)
	n, err := strconv.Atoi(last)
	return base, n, ok && err == nil && n > 1 && isStoryPath(base) && path == pathOfPart(base, n)
}

// cutLast cuts the last part off a path: "/a/b/" is "/a/" and "b".
func cutLast(path string) (before, last string, ok bool) {
	path, ok = strings.CutSuffix(path, "/")
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", "", false
	}
	return path[:i+1], path[i+1:], ok
}

func pathOfPart(base string, n int) string {
	if n == 1 {
		return base
	}
	return base + strconv.Itoa(n) + "/"
}

func slugAt(path string) string {
	_, slug, _ := storyPath(path)
	return slug
}

// pagesOfParts adds where the later pages of stories stand.
func (v *verifier) pagesOfParts(pages map[uint64]bool) {
	for _, parts := range v.files.parts {
		for _, x := range parts {
			pages[maphash.String(v.state.seed, x.path)] = true
		}
	}
}
