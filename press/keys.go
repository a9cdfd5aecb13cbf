package press

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"stet.news/record"
	"stet.news/story"
)

// The feeds of a list, by the last part of their path.
var feedNames = [...]string{"rss.xml", "atom.xml", "feed.json"}

// listPath is the path of the page that shows a list.
func listPath(list string) string {
	if ed, day, ok := strings.Cut(list, "/day/"); ok && len(day) == len("2006-01-02") {
		return "/" + ed + "/" + strings.ReplaceAll(day, "-", "/") + "/"
	}
	return "/" + list + "/"
}

func sitemapPath(edition string, run int64) string {
	return fmt.Sprintf("/sitemap/%s/%d.xml", edition, run)
}

// fixedPages gives the pages that are there whatever the record holds.
func (p *Press) fixedPages() []string {
	paths := []string{"/", p.scriptPath, workerPath, "/robots.txt", "/sitemap.xml", "/news-sitemap.xml", "/sitemap/pages.xml"}
	paths = slices.AppendSeq(paths, maps.Keys(p.assets))
	paths = append(paths, p.standingPaths()...)
	for _, e := range p.site.editions {
		paths = append(paths, e.Home()+"latest/", e.Home()+"archive/", searchPath(e), e.Home()+"opensearch.xml", e.Home()+"offline/")
		paths = append(paths, listPages(record.EditionList(e.Tag))...)
		for _, s := range e.Sections {
			paths = append(paths, listPages(record.SectionList(e.Tag, s.Key))...)
		}
	}
	return paths
}

// listPages gives the page of a list and its feeds.
func listPages(list string) []string {
	base := listPath(list)
	paths := []string{base}
	for _, f := range feedNames {
		paths = append(paths, base+f)
	}
	return paths
}

// called gives the pages that a changed key can call into being, or out of it.
// Pages that exist already are found by what they read; this is for those that
// nobody has printed yet.
func called(key string) []string {
	kind, rest, _ := strings.Cut(key, "/")
	switch kind {
	case "list":
		return calledByList(rest)
	case "run":
		at := strings.LastIndexByte(rest, '/')
		run, err := strconv.ParseInt(rest[at+1:], 10, 64)
		if at < 0 || err != nil {
			return nil
		}
		return calledByRun(rest[:at], run)
	case "runs":
		if run := rest; !strings.Contains(run, "/") {
			return []string{"/sitemap.xml"}
		}
	case "days":
		ed, month, _ := strings.Cut(rest, "/")
		return []string{"/" + ed + "/" + strings.ReplaceAll(month, "-", "/") + "/"}
	case "months":
		return []string{"/" + rest + "/archive/"}
	case headKey:
		return []string{"/news-sitemap.xml"}
	}
	return nil
}

func calledByList(list string) []string {
	ed, rest, inside := strings.Cut(list, "/")
	kind, _, _ := strings.Cut(rest, "/")
	switch {
	case !inside:
		return append(listPages(list), "/"+ed+"/latest/")
	case kind == "section" || kind == "topic":
		return listPages(list)
	}
	return []string{listPath(list)}
}

// calledByRun gives the pages that show the stories of one run: of a day its own
// page and the parts that lie in the run.
func calledByRun(list string, run int64) []string {
	if !strings.Contains(list, "/") {
		return []string{sitemapPath(list, run)}
	}
	if !strings.Contains(list, "/day/") {
		return nil
	}
	paths := []string{listPath(list)}
	for n := run*record.RunSize/dayPart + 1; n <= (run+1)*record.RunSize/dayPart; n++ {
		paths = append(paths, fmt.Sprintf("%s%d/", listPath(list), n))
	}
	return paths
}

// storyPaths gives every address a story has or had.
func storyPaths(rd record.Reader, id story.ID) ([]string, error) {
	e, ok, err := rd.Story(id)
	if err != nil || !ok {
		return nil, err
	}
	slugs, err := rd.Slugs(id)
	if err != nil {
		return nil, err
	}
	paths := []string{e.Path()}
	for _, s := range slugs {
		if s != e.Slug {
			old := e
			old.Slug = s
			paths = append(paths, old.Path())
		}
	}
	return paths, nil
}

// storyOfKey reads a story's key.
func storyOfKey(key string) (story.ID, bool) {
	text, ok := strings.CutPrefix(key, record.StoryKey(story.ID{}))
	if !ok {
		return story.ID{}, false
	}
	id, err := story.ParseID(text)
	return id, err == nil
}
