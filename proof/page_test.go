package proof

import (
	"slices"
	"strings"
	"testing"
)

// storyHTML is a story's page as the press marks it.
const storyHTML = `<!doctype html>
<html lang="en"><head><title>Bridge reopens – Example</title>
<meta property="og:title" content="Bridge reopens">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge reopens","description":"After a year."}</script>
</head><body><main id="main"><article data-story="aaaaaaaaaaaaaaaaaaaaaaaaae" data-revision="2" data-leaf="9" lang="en" dir="ltr">
<a data-piece="section" data-key="world" href="/en/section/world/">World</a>
<h1 data-piece="headline">Bridge reopens</h1>
<p data-piece="standfirst">After a year.</p>
<p><a data-piece="byline" data-key="nilofar" href="/en/by/nilofar/"><bdi>Nilofar &amp; Co</bdi></a>, <span data-piece="dateline">Kabul</span></p>
<p>Published <time data-piece="published" datetime="2026-11-23T14:14:24+04:30">today</time></p>
<figure data-piece="lead" data-sha256="ab"><img src="/picture/ab.jpg" alt="A bridge"><figcaption><span data-part="caption">The bridge</span> <small>Picture: <span data-part="credit">A. B.</span></small></figcaption></figure>
<div data-piece="body">
<p>One &amp; <em>two</em>.</p>
<figure><div><img></div></figure>
</div>
<ul><li data-note="2"><b>Correction</b>, <time datetime="x">now</time>: <span data-piece="note">It was one year.</span></li></ul>
<a data-piece="topic" data-key="t">Bridges</a>
<p><a href="/ps/2026/11/23/x/" hreflang="ps">Pashto: پل</a></p>
</article>
<article data-teaser="baaaaaaaaaaaaaaaaaaaaaaaae" data-revision="1"><h2><a data-piece="headline" href="/en/2026/11/22/other/">Other</a></h2><p data-piece="standfirst">Words</p><p>more</p></article>
</main></body></html>`

// strict takes no words for the page's own.
var strict = expected{furniture: func(string) bool { return false }}

// However many labels stand before it, a word that is slipped in is seen.
func TestReadPageSeesTheLastWord(t *testing.T) {
	many := strings.Replace(storyHTML, "</article>", strings.Repeat("<b>Correction</b>", 3*maxStray)+"<b>never</b></article>", 1)
	p := readPage([]byte(many), expected{furniture: func(words string) bool { return words != "never" }})
	if !slices.Equal(p.stray, []string{"never"}) {
		t.Errorf("%q", p.stray)
	}
}

func TestReadPage(t *testing.T) {
	p := readPage([]byte(storyHTML), strict)
	want := facts{
		kindHeadline: {{"Bridge reopens", ""}}, kindStandfirst: {{"After a year.", ""}}, kindByline: {{"Nilofar & Co", "nilofar"}},
		kindDateline: {{"Kabul", ""}}, kindSection: {{"world", ""}}, kindTopic: {{"Bridges", "t"}},
		kindPublished: {{"2026-11-23T14:14:24+04:30", ""}}, kindLead: {{"ab", "A bridge"}}, kindCaption: {{"The bridge", ""}},
		kindCredit: {{"A. B.", ""}}, kindBody: {{"<p>One &amp; <em>two</em>.</p>\n<figure><div><img></div></figure>", ""}},
	}
	if lines := want.differ(&p.facts); lines != nil {
		t.Errorf("facts: %q", lines)
	}
	if p.id != "aaaaaaaaaaaaaaaaaaaaaaaaae" || p.revision != "2" || p.leaf != "9" || p.articles != 1 || p.retracted {
		t.Errorf("article: %+v", p)
	}
	if len(p.notes) != 1 || p.notes[0] != (pageNote{"2", "It was one year."}) {
		t.Errorf("notes: %+v", p.notes)
	}
	if len(p.teasers) != 1 || p.teasers[0].href != "/en/2026/11/22/other/" || !slices.Equal(p.teasers[0].headline, []string{"Other"}) {
		t.Errorf("teasers: %+v", p.teasers)
	}
	if len(p.links) != 1 || p.links[0].words != "Pashto: پل" {
		t.Errorf("links: %+v", p.links)
	}
	if p.window != "Bridge reopens – Example" || len(p.claims) != 3 {
		t.Errorf("title %q, claims %+v", p.window, p.claims)
	}
	if want := []string{",", "Published", "Picture:", "Correction", ",", ":"}; !slices.Equal(p.stray, want) {
		t.Errorf("stray words: %q, want %q", p.stray, want)
	}
	if len(p.wrong) > 0 {
		t.Errorf("wrong: %q", p.wrong)
	}
}

// Each change of a page is seen: in what is shown, or in what has no place.
func TestReadPageSeesTampering(t *testing.T) {
	whole := readPage([]byte(storyHTML), strict)
	digest := whole.facts.digest()
	for name, change := range map[string][2]string{
		"a letter of the body":      {"<em>two", "<em>two!"},
		"markup of the body":        {"<em>two</em>", "two"},
		"a headline more":           {"</h1>", "</h1><h1 data-piece=\"headline\">Bridge reopens</h1>"},
		"no standfirst":             {`<p data-piece="standfirst">After a year.</p>`, ""},
		"another byline's key":      {`data-key="nilofar"`, `data-key="other"`},
		"another alternative text":  {`alt="A bridge"`, `alt="No bridge"`},
		"another picture":           {`src="/picture/ab.jpg"`, `src="/picture/cd.jpg"`},
		"another rendition":         {`<img src`, `<source srcset="/picture/ab-320.avif 320w, /picture/cd-640.avif 640w"><img src`},
		"the lead commented out":    {`<figure data-piece="lead"`, `<!-- --><figure `},
		"text after the body":       {"</div>\n<ul>", "</div>\n<p>Never believe this.</p><ul>"},
		"a script":                  {"</h1>", "</h1><script>x</script>"},
		"a hidden headline":         {"<h1 ", "<h1 hidden "},
		"a style":                   {"<h1 ", `<h1 style="display:none" `},
		"an unknown piece":          {`data-piece="dateline"`, `data-piece="datelines"`},
		"a body that ends too soon": {"<em>two</em>.", "</div><p data-piece=\"dateline\">Herat"},
		"a body in a template":      {`<div data-piece="body">`, `<template><div data-piece="body">`},
		"a hidden main":             {`<main id="main">`, `<main id="main" hidden>`},
		"a main out of reach":       {`<main id="main">`, `<main id="main" aria-hidden="true">`},
		"a main in a template":      {`<main id="main">`, `<template><main id="main">`},
		"another base for links":    {"</head>", `<base href="//evil.example/"></head>`},
		"an article in an article":  {"<h1", `<article data-story="x"></article><h1`},
	} {
		p := readPage([]byte(strings.Replace(storyHTML, change[0], change[1], 1)), strict)
		if p.facts.digest() == digest && len(p.wrong) == 0 && len(p.stray) == len(whole.stray) && p.articles == 1 {
			t.Errorf("%s: not seen", name)
		}
	}
}

func TestRedirectPage(t *testing.T) {
	p := readPage([]byte(`<meta http-equiv="refresh" content="0; url=/en/2026/11/23/new/">`), strict)
	if p.redirect != "/en/2026/11/23/new/" || p.articles != 0 {
		t.Errorf("%+v", p)
	}
}

func TestDigestTellsFactsApart(t *testing.T) {
	a, b, c := facts{}, facts{}, facts{}
	a.add(kindByline, "ab", "c")
	b.add(kindByline, "a", "bc")
	c.add(kindDateline, "ab", "c")
	if a.digest() == b.digest() || a.digest() == c.digest() || b.digest() == c.digest() {
		t.Error("different facts, one digest")
	}
}

// A body that is passed over by its size reads as one that is cut into tokens.
func TestReadPagePassesOverTheBody(t *testing.T) {
	slow := readPage([]byte(storyHTML), strict)
	body := slow.facts[kindBody][0].words
	for name, size := range map[string]int{"right": len(body), "short": len(body) - 1, "long": len(body) + 1, "past the end": 1 << 20, "none": 0} {
		fast := readPage([]byte(storyHTML), expected{func(string) int { return size }, strict.furniture})
		if lines := slow.facts.differ(&fast.facts); lines != nil || !slices.Equal(slow.stray, fast.stray) || len(fast.wrong) > 0 {
			t.Errorf("%s size: %q, stray %q, wrong %q", name, lines, fast.stray, fast.wrong)
		}
	}
	// A body of the right size that says something else is not the same.
	other := strings.Replace(storyHTML, "<p>One", "<p>Two", 1)
	fast := readPage([]byte(other), expected{bodySize: func(string) int { return len(body) }})
	if fast.facts.digest() == slow.facts.digest() {
		t.Error("another body, the same digest")
	}
}
