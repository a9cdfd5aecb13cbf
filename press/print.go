package press

import (
	"crypto/sha256"
	"regexp"
	"strconv"
	"strings"

	"stet.news/record"
)

const (
	typeHTML = "text/html; charset=utf-8"
)

// For how long caches may keep a page without asking, in seconds. A publication
// is on every page at once here; these say how much later elsewhere.
const (
	maxAgeList    = 30
	maxAgeStory   = 60
	maxAgeFeed    = 120
	maxAgeMachine = 600
	maxAgeScript  = 365 * 24 * 3600 // its path changes with its text
)

// print gives the page that belongs at a path, without its compressed forms, or
// nil when none does. It is a function of the path, the site and the record.
func (p *Press) print(r *reader, path string) (*Page, error) {
	if a, ok := p.assets[path]; ok {
		return p.page(r, path, a.kind, a.age, a.data), nil
	}
	switch path {
	case "/":
		return p.choicePage(r, path)
	case p.scriptPath:
		return p.page(r, path, typeScript, maxAgeScript, p.scriptText), nil
	case workerPath:
		return p.workerPage(r)
	case "/robots.txt":
		return p.robots(r, path), nil
	case "/sitemap.xml":
		return p.sitemapIndex(r, path)
	case "/sitemap/pages.xml":
		return p.standingPages(r, path)
	case "/news-sitemap.xml":
		return p.newsSitemap(r, path)
	}
	if rest, ok := strings.CutPrefix(path, "/sitemap/"); ok {
		tag, file, _ := strings.Cut(rest, "/")
		n, err := strconv.ParseInt(strings.TrimSuffix(file, ".xml"), 10, 64)
		if e := p.site.byTag[tag]; e != nil && err == nil && path == sitemapPath(tag, n) {
			return p.storySitemap(r, e, path, n)
		}
		return nil, nil
	}
	tag, rest, _ := strings.Cut(path[1:], "/")
	if e := p.site.byTag[tag]; e != nil {
		return p.printIn(r, e, path, rest)
	}
	return nil, nil
}

// printIn prints a page of an edition; rest is the path behind its folder.
func (p *Press) printIn(r *reader, e *edition, path, rest string) (*Page, error) {
	switch rest {
	case "":
		return p.front(r, e, path)
	case "latest/":
		return p.latest(r, e, path)
	case "offline/":
		return p.offlinePage(r, e, path)
	case "archive/":
		return p.archivePage(r, e, path)
	case "search/":
		return p.searchFormPage(r, e, path)
	case "opensearch.xml":
		return p.openSearch(r, e, path), nil
	case "rss.xml", "atom.xml", "feed.json":
		return p.feedPage(r, e, path, record.EditionList(e.Tag), e.Title, rest, true)
	}
	kind, key, _ := strings.Cut(rest, "/")
	key, file, ok := strings.Cut(key, "/")
	switch kind {
	case "section", "topic", "by":
		if !ok || !hasPage(key) {
			return nil, nil
		}
		return p.printList(r, e, path, kind, key, file)
	}
	if name, ok := strings.CutSuffix(rest, "/"); ok && e.standing(name) != nil {
		return p.standingPage(r, e, path, name)
	}
	return p.printDated(r, e, path, rest)
}

// printList prints the page of a section, topic or author, or a feed of it.
func (p *Press) printList(r *reader, e *edition, path, kind, key, file string) (*Page, error) {
	isFeed := file == "rss.xml" || file == "atom.xml" || file == "feed.json"
	switch {
	case kind == "section" && file == "":
		return p.sectionPage(r, e, path, key)
	case kind == "section" && isFeed:
		s, known := e.section(key)
		return p.feedPage(r, e, path, record.SectionList(e.Tag, key), e.Title+" – "+s.Name, file, known)
	case kind == "topic" && file == "":
		return p.topicPage(r, e, path, key)
	case kind == "topic" && isFeed:
		items, err := r.list(record.TopicList(e.Tag, key), feedLength)
		if err != nil {
			return nil, err
		}
		return p.feedPage(r, e, path, record.TopicList(e.Tag, key), e.Title+" – "+topicName(items, key), file, false)
	case kind == "by" && file == "":
		return p.personPage(r, e, path, key)
	}
	return nil, nil
}

// A path that begins with a date, and what may follow it.
var dated = regexp.MustCompile(`^(\d{4})/(\d{2})/(?:(\d{2})/(?:([^/]+)/(?:([2-9]|[1-9]\d{1,4})/)?)?)?$`)

// printDated prints what stands under a date: the month, the day, an older part
// of a day, a story, a later page of a story. A slug is never a number.
func (p *Press) printDated(r *reader, e *edition, path, rest string) (*Page, error) {
	m := dated.FindStringSubmatch(rest)
	if m == nil {
		return nil, nil
	}
	month, day := m[1]+"-"+m[2], m[1]+"-"+m[2]+"-"+m[3]
	if m[3] == "" {
		return p.monthPage(r, e, path, month)
	}
	if m[4] == "" {
		return p.dayPage(r, e, path, day, 0)
	}
	if n, err := strconv.ParseInt(m[4], 10, 32); err == nil && n > 0 && itoa(int(n)) == m[4] && m[5] == "" {
		return p.dayPage(r, e, path, day, n)
	}
	n := 1
	if m[5] != "" {
		n, _ = strconv.Atoi(m[5]) // the pattern lets numbers through only
	}
	return p.storyPage(r, e, path, day, m[4], n)
}

// htmlPage prints a view by its template.
func (p *Press) htmlPage(r *reader, name, path string, status int, view any) (*Page, error) {
	body, err := p.execute(name, view)
	if err != nil {
		return nil, err
	}
	age := maxAgeList
	if name == "story" || name == "part" || name == "tombstone" {
		age = maxAgeStory
	}
	page := p.page(r, path, typeHTML, age, body)
	page.Status, page.Style = status, p.sheet.name
	return page, nil
}

func (p *Press) page(r *reader, path, kind string, age int, body []byte) *Page {
	return &Page{Path: path, Status: 200, Type: kind, MaxAge: age, Modified: r.newest, Body: body, Hash: sha256.Sum256(body)}
}
