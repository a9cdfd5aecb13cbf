package proof

import (
	"errors"
	"hash/maphash"
	"net/url"
	"strconv"
	"strings"
	"time"

	"stet.news/record"
	"stet.news/story"
)

// page judges an HTML page: the story it shows, if it shows one, and the
// teasers on it. It reports false when it shows what is not in the record.
func (v *verifier) page(f File, data []byte) (recorded bool) {
	p := readPage(data, expected{v.bodySize, v.opts.Furniture})
	recorded = true
	switch {
	case p.redirect != "" && p.articles == 0:
		v.redirect(f.Name, p.redirect)
	case p.articles > 0:
		recorded = v.article(f, p)
	case isStoryPath(f.Path) || isPartPath(f.Path):
		v.rep.problem(Unrecorded, f.Name, "it stands where stories stand and names no story of the record")
		recorded = false
	default:
		v.count(&v.rep.Others)
	}
	for _, t := range p.teasers {
		recorded = v.teaser(f, t) && recorded
	}
	for _, what := range p.wrong {
		v.rep.problem(Mismatch, f.Name, "%s", what)
	}
	return recorded
}

// article judges a story's page.
func (v *verifier) article(f File, p *page) (recorded bool) {
	v.count(&v.rep.Pages)
	s := v.storyNamed(p.id)
	if s == nil {
		v.rep.problem(Unrecorded, f.Name, "it shows a story %s that the record does not hold", quote(p.id))
		return false
	}
	if p.articles > 1 {
		v.rep.problem(Mismatch, f.Name, "it shows %d stories", p.articles)
	}
	if _, n, ok := partPath(f.Path); !ok || n == 1 {
		v.claim(f, s)
	}
	current := s.current()
	if p.revision != itoa(int64(len(s.revs))) || (p.leaf != itoa(current) && p.leaf != itoa(s.newest)) {
		v.rep.problem(Mismatch, f.Name, "it is of revision %s (leaf %s); the newest of story %s is %d (leaf %d)",
			shown(p.revision), shown(p.leaf), s.id, len(s.revs), current)
		return true
	}
	if p.retracted != s.retracted {
		v.rep.problem(Mismatch, f.Name, "retracted: the record says %v, the page %v", s.retracted, p.retracted)
		return true
	}
	if p.part.any() {
		v.part(f, s, p)
	} else {
		v.compare(f, s, p)
	}
	v.notes(f, s, p)
	if !s.retracted {
		v.machines(f, s, p)
	}
	v.elsewhere(f, p)
	if p.redirect != "" {
		v.rep.problem(Mismatch, f.Name, "it sends readers on, to %s", quote(p.redirect))
	}
	for _, words := range p.stray {
		v.rep.problem(Mismatch, f.Name, "words that are in no piece of the record: %s", quote(words))
	}
	return true
}

// machines judges what the page says to search engines and previews.
func (v *verifier) machines(f File, s *storyState, p *page) {
	for _, c := range p.claims {
		want := s.headline
		if c.kind == kindStandfirst {
			want = s.first
		}
		if digestOf(c.words) != want {
			v.rep.problem(Mismatch, f.Name, "its %s is not the record's %s: %s", c.where, kindNames[c.kind], quote(c.words))
		}
	}
	if h := p.facts[kindHeadline]; len(h) > 0 && !strings.HasPrefix(p.window, h[0].words) {
		v.rep.problem(Mismatch, f.Name, "its title is not the headline: %s", quote(p.window))
	}
}

// elsewhere judges the links to the story in other languages.
func (v *verifier) elsewhere(f File, p *page) {
	for _, l := range p.links {
		s := v.storyAt(v.onSite(l.href))
		_, headline, ok := strings.Cut(l.words, ": ")
		if s == nil || s.retracted || !ok || digestOf(headline) != s.headline {
			v.rep.problem(Mismatch, f.Name, "a link to another language is not the record's: %s to %s", quote(l.words), quote(l.href))
		}
	}
}

// storyNamed gives a story of the record; nil when there is none of that ID.
func (v *verifier) storyNamed(name string) *storyState {
	id, err := story.ParseID(name)
	if err != nil {
		return nil
	}
	n, ok := v.state.index[id]
	if !ok {
		return nil
	}
	return &v.state.stories[n]
}

// bodySize is how many bytes the body of a story has.
func (v *verifier) bodySize(id string) int {
	if s := v.storyNamed(id); s != nil {
		return int(s.bodySize)
	}
	return 0
}

// claim lets a story have its page, once.
func (v *verifier) claim(f File, s *storyState) {
	v.state.mu.Lock()
	defer v.state.mu.Unlock()
	if s.path != "" {
		v.rep.problem(Mismatch, f.Name, "it shows story %s, and so does %s", s.id, shown(s.path))
		return
	}
	s.path = f.Path
	s.pagePath = maphash.String(v.state.seed, f.Path)
}

// compare holds what the page shows against the record. Digests decide; only
// when they differ are the words fetched again, to say how.
func (v *verifier) compare(f File, s *storyState, p *page) {
	if !v.placed(f, s, p) || p.facts.digest() == s.facts {
		return
	}
	for _, line := range v.explain(s, p) {
		v.rep.problem(Mismatch, f.Name, "story %s revision %d: %s", s.id, len(s.revs), line)
	}
}

// placed reports whether a story's page stands where one of its edition and day
// can, and adds what its address says to what it shows.
func (v *verifier) placed(f File, s *storyState, p *page) bool {
	edition, slug, ok := storyPath(f.Path)
	if !ok || edition != v.state.names[s.edition] {
		v.rep.problem(Mismatch, f.Name, "story %s of the edition %s does not stand there", s.id, v.state.names[s.edition])
		return false
	}
	p.facts.add(kindSlug, slug, "")
	for i, x := range p.facts[kindPublished] {
		if t, err := time.Parse(time.RFC3339, x.words); err == nil {
			p.facts[kindPublished][i].words = t.UTC().Format(time.RFC3339)
			if !onDay(f.Path, t) {
				v.rep.problem(Mismatch, f.Name, "it stands under another day than it was published on (%s)", t.Format(time.DateOnly))
			}
		}
	}
	return true
}

// explain fetches the record's words again and says how the page differs.
func (v *verifier) explain(s *storyState, p *page) []string {
	if v.rep.full() {
		return []string{"the page does not show what the record has"}
	}
	index := s.current()
	first := index / TileWidth * TileWidth
	v.state.mu.Lock() // Lists is asked by one at a time
	load := v.src.Lists(first, min(first+TileWidth, v.rep.Head.Size))
	v.state.mu.Unlock()
	lists, err := load()
	if err == nil && record.Root(lists[index-first]) != v.state.leaves[index].root {
		err = errors.New("the list is not its leaf's")
	}
	if err != nil {
		return []string{"the page cannot be held against its piece list: " + err.Error()}
	}
	rev, err := v.revision(&v.state.leaves[index], lists[index-first])
	if err != nil {
		return []string{err.Error()}
	}
	lines := factsOf(rev, s.retracted).differ(&p.facts)
	if len(lines) == 0 {
		lines = []string{"the page does not show what the record has"}
	}
	return lines
}

// notes holds the notes on a page against those of all its revisions.
func (v *verifier) notes(f File, s *storyState, p *page) {
	found := 0
	for _, n := range p.notes {
		if n.words == "" {
			continue
		}
		if !s.noted(n) {
			v.rep.problem(Mismatch, f.Name, "a note that revision %s does not have: %s", shown(n.revision), quote(n.words))
			continue
		}
		found++
	}
	if found < len(s.notes) && !s.retracted && !isPartPath(f.Path) { // a tombstone gives its reason alone
		v.rep.problem(Mismatch, f.Name, "it shows %d notes; the record has %d", found, len(s.notes))
	}
}

func (s *storyState) noted(n pageNote) bool {
	for _, want := range s.notes {
		if itoa(int64(want.revision)) == n.revision && want.text == digestOf(n.words) {
			return true
		}
	}
	return false
}

// teaser judges what a list says of a story.
func (v *verifier) teaser(f File, t teaser) (recorded bool) {
	v.count(&v.rep.Teasers)
	s := v.storyNamed(t.id)
	switch {
	case s == nil:
		v.rep.problem(Unrecorded, f.Name, "it tells of a story %s that the record does not hold", quote(t.id))
		return false
	case s.retracted:
		v.rep.problem(Mismatch, f.Name, "it tells of story %s, which is retracted", s.id)
	case t.revision != itoa(int64(len(s.revs))):
		v.rep.problem(Mismatch, f.Name, "it tells of revision %s of story %s; the newest is %d", shown(t.revision), s.id, len(s.revs))
	case len(t.headline) != 1 || digestOf(t.headline[0]) != s.headline:
		v.rep.problem(Mismatch, f.Name, "the headline of story %s is not the record's: %s", s.id, quote(strings.Join(t.headline, " / ")))
	case len(t.first) > 1 || (len(t.first) == 1 && digestOf(t.first[0]) != s.first):
		v.rep.problem(Mismatch, f.Name, "the standfirst of story %s is not the record's: %s", s.id, quote(strings.Join(t.first, " / ")))
	case !v.leadsTo(t.href, s):
		v.rep.problem(Mismatch, f.Name, "its link for story %s leads to %s", s.id, quote(t.href))
	}
	return true
}

// leadsTo reports whether a link leads to a story's page.
func (v *verifier) leadsTo(href string, s *storyState) bool {
	edition, slug, ok := storyPath(v.onSite(href))
	return ok && v.state.addressHash(edition, slug) == s.slug
}

// onSite gives the path on this site that an address leads to, decoded; empty
// when it leads away. The site's host is the origin of its log.
func (v *verifier) onSite(href string) string {
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	host, _, _ := strings.Cut(v.opts.Key.Name(), "/")
	if u.Host != "" && (u.Host != host || (u.Scheme != "https" && u.Scheme != "http")) || u.Host == "" && u.Scheme != "" {
		return ""
	}
	if !strings.HasPrefix(u.Path, "/") {
		return ""
	}
	return u.Path
}

// storyPath reads the address of a story: /en/2026/11/23/slug/.
func storyPath(path string) (edition, slug string, ok bool) {
	parts := strings.Split(path, "/")
	if len(parts) != 7 || parts[0] != "" || parts[6] != "" {
		return "", "", false
	}
	return parts[1], parts[5], isNumber(parts[2], 4) && isNumber(parts[3], 2) && isNumber(parts[4], 2) && parts[5] != ""
}

// isStoryPath tells a story's address from the numbered parts of a day.
func isStoryPath(path string) bool {
	_, slug, ok := storyPath(path)
	return ok && strings.Trim(slug, "0123456789") != ""
}

// isPartPath tells the address of a later page of a story.
func isPartPath(path string) bool {
	_, n, ok := partPath(path)
	return ok && n > 1
}

func isNumber(s string, digits int) bool {
	_, err := strconv.ParseUint(s, 10, 32)
	return err == nil && len(s) == digits
}

// onDay reports whether a moment falls, somewhere on earth, on the day in a
// story's address.
func onDay(path string, t time.Time) bool {
	parts := strings.Split(path, "/")
	day, err := time.Parse("2006/01/02", strings.Join(parts[2:5], "/"))
	return err == nil && t.After(day.Add(-15*time.Hour)) && t.Before(day.Add(37*time.Hour))
}
