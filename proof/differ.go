package proof

import (
	"fmt"
	"slices"
	"strings"
)

// Differ says what a page lacks, or has too much, to be taken for another by
// Verify: a line for each thing that both should show and got does not. It is
// for templates: want is a story or list printed by one that is known to be
// good, got the same printed by one that is not.
func Differ(want, got []byte, furniture func(words string) bool) []string {
	said := map[string]bool{}
	w := readPage(want, expected{furniture: func(words string) bool { said[words] = true; return true }})
	g := readPage(got, expected{furniture: func(words string) bool { return said[words] || furniture(words) }})
	out := w.facts.differ(&g.facts)
	for i, line := range out {
		out[i] = strings.ReplaceAll(line, "the record", "the story") // a template has none
	}
	add := func(differs bool, format string, args ...any) {
		if differs {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	add(g.articles != w.articles, "%d elements have data-story, want %d", g.articles, w.articles)
	add(g.id != w.id || g.revision != w.revision || g.leaf != w.leaf || g.retracted != w.retracted,
		"the element with data-story needs data-revision, data-leaf and, when the story is retracted, data-retracted")
	add(!slices.Equal(g.notes, w.notes), "the corrections need data-note with the revision, and data-piece=\"note\" around the words")
	add(!slices.Equal(g.links, w.links), "the links to other languages need hreflang, and the words \"Name: Headline\"")
	add(w.articles > 0 && g.window != w.window, "the title of the window must begin with the headline")
	add(!g.part.same(&w.part), "a page of a long story needs data-page and data-pages beside data-story, data-from and data-to beside data-piece=\"body\", and its links with rel=\"prev\" and rel=\"next\"")
	add(g.redirect != w.redirect, "it sends readers elsewhere")
	for _, words := range g.stray {
		add(true, "words that are in no piece of the story: %s", quote(words))
	}
	for _, what := range g.wrong {
		add(!slices.Contains(w.wrong, what), "%s", what)
	}
	return append(out, differTeasers(w.teasers, g.teasers)...)
}

// differTeasers compares what two pages tell of stories. A page may tell of
// fewer, and leave out standfirsts.
func differTeasers(want, got []teaser) (out []string) {
	for _, g := range got {
		i := slices.IndexFunc(want, func(w teaser) bool {
			return w.id == g.id && w.revision == g.revision && w.href == g.href && slices.Equal(w.headline, g.headline)
		})
		if i < 0 || len(g.first) > 0 && !slices.Equal(g.first, want[i].first) {
			out = append(out, "a teaser needs data-teaser, data-revision, and data-piece=\"headline\" on the link to the story, around the headline")
		}
	}
	return slices.Compact(out)
}
