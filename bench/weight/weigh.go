package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"stet.news/press"
)

// budget is what a page may weigh.
const budget = 14_000

// group is what was found of one kind of page.
type group struct {
	pages, over, largest int
	total                int64
	where                string
}

// weigh prints the table of a store's HTML pages.
func weigh(store *press.Store) error {
	groups := map[string]*group{}
	all := &group{}
	for p, err := range store.All() {
		if err != nil {
			return err
		}
		if p.Type != "text/html; charset=utf-8" {
			continue
		}
		kind := kindOf(p)
		if groups[kind] == nil {
			groups[kind] = &group{}
		}
		groups[kind].take(p)
		all.take(p)
	}
	fmt.Printf("%-22s %8s %8s %8s %6s  %s\n", "kind of page", "pages", "mean", "largest", "over", "the largest")
	for _, kind := range slices.Sorted(maps.Keys(groups)) {
		groups[kind].print(kind)
	}
	all.print("all")
	return nil
}

func (g *group) take(p *press.Page) {
	n := len(p.Brotli)
	if n == 0 {
		n = len(p.Body)
	}
	g.pages++
	g.total += int64(n)
	if n > budget {
		g.over++
	}
	if n > g.largest {
		g.largest, g.where = n, p.Path
	}
}

func (g *group) print(kind string) {
	where := []rune(g.where)
	if len(where) > 60 {
		where = append(where[:59], '…')
	}
	fmt.Printf("%-22s %8d %8d %8d %6d  %s\n", kind, g.pages, g.total/int64(max(1, g.pages)), g.largest, g.over, string(where))
}

// kinds are the pages by their paths; the first that fits counts.
var kinds = []struct {
	name string
	path *regexp.Regexp
}{
	{"choice of editions", regexp.MustCompile(`^/$`)},
	{"front", regexp.MustCompile(`^/[^/]+/$`)},
	{"section", regexp.MustCompile(`^/[^/]+/section/`)},
	{"topic", regexp.MustCompile(`^/[^/]+/topic/`)},
	{"author", regexp.MustCompile(`^/[^/]+/by/`)},
	{"month", regexp.MustCompile(`^/[^/]+/\d{4}/\d\d/$`)},
	{"day", regexp.MustCompile(`^/[^/]+/\d{4}/\d\d/\d\d/$`)},
	{"part of a day", regexp.MustCompile(`^/[^/]+/\d{4}/\d\d/\d\d/\d+/$`)},
	{"later page of a story", regexp.MustCompile(`^/[^/]+/\d{4}/\d\d/\d\d/[^/]+/\d+/$`)},
	{"story", regexp.MustCompile(`^/[^/]+/\d{4}/\d\d/\d\d/[^/]+/$`)},
}

// others are named by the last part of their path.
var lastPart = regexp.MustCompile(`([^/]+)/?$`)

func kindOf(p *press.Page) string {
	if p.Status == 301 {
		return "redirect"
	}
	if p.Status == 410 {
		return "tombstone"
	}
	for _, k := range kinds {
		if k.path.MatchString(p.Path) {
			return k.name
		}
	}
	return lastPart.FindStringSubmatch(p.Path)[1]
}
