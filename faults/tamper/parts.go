package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"stet.news/press"
	"stet.news/proof"
)

// sitePages is the pages of a tree or folder by their paths.
type sitePages map[string][]byte

// partKinds are the ways to deceive with the pages of a long story, for whatever
// holds the pages.
func partKinds(where string, on func(x *attempt, do func(sitePages) bool) bool) []kind {
	var out []kind
	for _, d := range partDeceptions {
		out = append(out, kind{name: where + " of a long story: " + d.name, want: mismatch, do: func(x *attempt) bool {
			return on(x, func(site sitePages) bool {
				firsts := site.divided()
				if len(firsts) == 0 {
					return false
				}
				first := pick(x, firsts)
				return d.do(x, site, first, site.count(first))
			})
		}})
	}
	return out
}

// partDeceptions each get a long story's first page and how many it has.
var partDeceptions = []struct {
	name string
	do   func(x *attempt, site sitePages, first string, count int) bool
}{
	{"removed", func(x *attempt, site sitePages, first string, count int) bool {
		delete(site, nth(first, 1+x.IntN(count)))
		return true
	}},
	{"swapped", func(x *attempt, site sitePages, first string, count int) bool {
		a := 1 + x.IntN(count-1)
		site[nth(first, a)], site[nth(first, a+1)] = site[nth(first, a+1)], site[nth(first, a)]
		return true
	}},
	{"bodies swapped", func(x *attempt, site sitePages, first string, count int) bool {
		a := 1 + x.IntN(count-1)
		one, two := site[nth(first, a)], site[nth(first, a+1)]
		site[nth(first, a)], site[nth(first, a+1)] = withBody(one, bodyOf(two)), withBody(two, bodyOf(one))
		return true
	}},
	{"a letter", func(x *attempt, site sitePages, first string, count int) bool {
		at := nth(first, 2+x.IntN(count-1))
		page := x.respelt(site[at], shown)
		if page != nil {
			site[at] = page
		}
		return page != nil
	}},
	{"shown twice", func(x *attempt, site sitePages, first string, count int) bool {
		site[nth(first, count+1)] = site[nth(first, count)]
		return true
	}},
	{"one too many", func(x *attempt, site sitePages, first string, count int) bool {
		last := site[nth(first, count)]
		to := marked(last, "data-to")
		last = renumbered(last, count, count+1)
		last = bytes.Replace(last, []byte(`data-from="`+marked(last, "data-from")), []byte(`data-from="`+to), 1)
		site[nth(first, count+1)] = withBody(last, []byte("\n<p>This never happened.</p>\n"))
		return true
	}},
	{"the end left out", func(x *attempt, site sitePages, first string, count int) bool {
		delete(site, nth(first, count))
		for n := 1; n < count; n++ {
			page := bytes.Replace(site[nth(first, n)], fmt.Appendf(nil, `data-pages="%d"`, count), fmt.Appendf(nil, `data-pages="%d"`, count-1), 1)
			if n == count-1 {
				page = bytes.ReplaceAll(page, []byte(`rel="next"`), nil)
			}
			site[nth(first, n)] = page
		}
		return true
	}},
	{"a passage left out", func(x *attempt, site sitePages, first string, count int) bool {
		at := nth(first, 2+x.IntN(count-1))
		body := bodyOf(site[at])
		blocks := bytes.SplitAfter(body, []byte("\n"))
		if len(blocks) < 4 {
			return false
		}
		site[at] = withBody(site[at], bytes.Join(slices.Delete(blocks, 1, 2), nil))
		return true
	}},
	{"another seam", func(x *attempt, site sitePages, first string, count int) bool {
		a := 1 + x.IntN(count-1)
		seam := marked(site[nth(first, a)], "data-to")
		for n, attr := range map[int]string{a: "data-to", a + 1: "data-from"} {
			site[nth(first, n)] = bytes.Replace(site[nth(first, n)], []byte(attr+`="`+seam), []byte(attr+`="1`+seam), 1)
		}
		return true
	}},
	{"leads elsewhere", func(x *attempt, site sitePages, first string, count int) bool {
		at := nth(first, 1+x.IntN(count-1))
		old := []byte(`<a rel="next" href="`)
		page := bytes.Replace(site[at], old, append(old, "https://evil.example"...), 1)
		if x.IntN(2) == 0 {
			page = bytes.Replace(site[at], []byte(`<a rel="next"`), []byte(`<a`), 1)
			page = bytes.Replace(page, []byte(`<link rel="next"`), []byte(`<link`), 1)
		}
		site[at] = page
		return true
	}},
	{"of a short story", func(x *attempt, site sitePages, first string, count int) bool {
		for path, page := range site {
			if bytes.Contains(page, []byte("data-story")) && !bytes.Contains(page, []byte("data-retracted")) && !bytes.Contains(page, []byte("data-page=")) {
				site[path+"2/"] = page
				if x.IntN(2) == 0 {
					page = bytes.Replace(page, []byte(` data-leaf=`), []byte(` data-page="2" data-pages="2" data-leaf=`), 1)
					site[path+"2/"] = bytes.Replace(page, []byte(`data-piece="body"`), []byte(`data-piece="body" data-from="0.0.0" data-to="1.0.0"`), 1)
				}
				return true
			}
		}
		return false
	}},
}

// divided gives the first pages of long stories.
func (s sitePages) divided() []string {
	var out []string
	for path, page := range s {
		if bytes.Contains(page, []byte(`data-page="1"`)) {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

func (s sitePages) count(first string) int {
	for n := 2; ; n++ {
		if s[nth(first, n)] == nil {
			return n - 1
		}
	}
}

// nth is the path of a story's n-th page.
func nth(first string, n int) string {
	if n == 1 {
		return first
	}
	return fmt.Sprintf("%s%d/", first, n)
}

func marked(page []byte, attr string) string {
	_, rest, _ := strings.Cut(string(page), attr+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func renumbered(page []byte, from, to int) []byte {
	page = bytes.Replace(page, fmt.Appendf(nil, `data-page="%d"`, from), fmt.Appendf(nil, `data-page="%d"`, to), 1)
	return bytes.Replace(page, fmt.Appendf(nil, `data-pages="%d"`, from), fmt.Appendf(nil, `data-pages="%d"`, to), 1)
}

func bodyBounds(page []byte) (from, to int) {
	from = bytes.Index(page, []byte(`data-piece="body"`))
	from += bytes.IndexByte(page[from:], '>') + 1
	return from, from + bytes.Index(page[from:], []byte("</div>"))
}

func bodyOf(page []byte) []byte {
	from, to := bodyBounds(page)
	return page[from:to]
}

func withBody(page, body []byte) []byte {
	from, to := bodyBounds(page)
	return slices.Concat(page[:from], body, page[to:])
}

// onTreePages hands over the pages of a tree.
func onTreePages(x *attempt, do func(sitePages) bool) bool {
	site := sitePages{}
	for _, name := range x.t.siteFiles(proof.IndexName) {
		site["/"+strings.TrimSuffix(name, proof.IndexName)] = x.t[name]
		delete(x.t, name)
	}
	done := do(site)
	for path, page := range site {
		x.t[path[1:]+proof.IndexName] = page
	}
	return done
}

// onFolderPages hands over the pages of a folder.
func onFolderPages(x *attempt, do func(sitePages) bool) bool {
	site, others := sitePages{}, []*press.Page(nil)
	for _, p := range x.f.pages {
		if strings.HasSuffix(p.Path, "/") && p.Location == "" {
			site[p.Path] = p.Body
		} else {
			others = append(others, p)
		}
	}
	done := do(site)
	for path, body := range site {
		others = append(others, &press.Page{Path: path, Status: 200, Type: "text/html; charset=utf-8", Body: body})
	}
	x.f.pages = others
	return done
}
