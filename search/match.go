package search

import "strings"

// plan is a query made ready to be looked up.
type plan struct {
	prefix
	with, without []term
	facets        []string
}

func (p prefix) plan(q Query, terms []term) *plan {
	out := &plan{prefix: p}
	for _, t := range terms {
		if t.without {
			out.without = append(out.without, t)
		} else {
			out.with = append(out.with, t)
		}
	}
	if q.Section != "" {
		out.facets = append(out.facets, p.section(q.Section))
	}
	if q.Topic != "" {
		out.facets = append(out.facets, p.topic(q.Topic))
	}
	if len(out.with)+len(out.facets) == 0 {
		out.facets = append(out.facets, p.all())
	}
	return out
}

// The columns that words are looked up in.
const (
	inHead     = "head"
	everywhere = "{head body}"
)

// match writes the query in the language of FTS5. It is made of roots alone, which
// have neither spaces nor marks of ASCII in them, each in quotation marks, so
// whatever was typed is no syntax. choices are sets of terms, any of which will do.
func (p *plan) match(columns string, choices ...[]term) string {
	var and []string
	var or []string
	for _, c := range choices {
		if len(c) > 0 {
			or = append(or, "("+p.every(c)+")")
		}
	}
	if len(or) > 0 {
		and = append(and, columns+" : ("+strings.Join(or, " OR ")+")")
	}
	for _, f := range p.facets {
		and = append(and, `facet : "`+f+`"`)
	}
	text := strings.Join(and, " AND ")
	if len(p.without) == 0 {
		return text
	}
	var not []string
	for _, t := range p.without {
		not = append(not, p.any(t))
	}
	return "(" + text + ") NOT (" + everywhere + " : (" + strings.Join(not, " OR ") + "))"
}

// every asks for every one of the terms.
func (p *plan) every(terms []term) string {
	list := make([]string, len(terms))
	for i, t := range terms {
		list[i] = p.any(t)
	}
	return strings.Join(list, " AND ")
}

// any asks for a term in one of its ways.
func (p *plan) any(t term) string {
	ways := make([]string, len(t.ways))
	for i, way := range t.ways {
		roots := make([]string, len(way))
		for j, w := range way {
			roots[j] = string(p.prefix) + w.Root
		}
		ways[i] = `"` + strings.Join(roots, " ") + `"`
	}
	return "(" + strings.Join(ways, " OR ") + ")"
}

// allButOne gives the sets of terms that lack one.
func allButOne(terms []term) (sets [][]term) {
	for i := range terms {
		set := append([]term{}, terms[:i]...)
		sets = append(sets, append(set, terms[i+1:]...))
	}
	return sets
}
