package wire

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"stet.news/story"
)

// newsPage is a page as many sites have them.
const newsPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge opens at last | The Daily River</title>
<meta property="og:site_name" content="The Daily River"><link rel="canonical" href="https://example.org/news/bridge">
<meta name="description" content="After nine years the bridge over the river carries its first cars.">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Bridge opens at last","author":[{"@type":"Person","name":"Ann Lee"}],"datePublished":"2026-11-20T08:00:00+04:30","keywords":"bridges, rivers"}]}</script>
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Bridge opens at last</h1><p class="standfirst">After nine years the bridge over the river carries its first cars.</p>
<p class="byline">By Ann Lee</p><div class="share"><a href="#">Share this</a></div>
<p>The bridge over the Kabul river opened to cars on Friday morning, nine years after work on it began, the mayor of the city said.</p>
<p>It is four hundred metres long, and it will carry <b>ten thousand</b> cars a day, according to <a href="/plans">the plans</a> of the ministry.</p>
<img src="https://example.org/b.jpg" alt="The bridge" data-sha256="` + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" + `" data-type="image/jpeg">
<p>Work had been stopped twice for want of money, and once because the river took away two of the pillars in the spring floods.</p>
<h2>Read more</h2><ul><li><a href="/a">Another story of another day</a></li></ul>
</article><footer>© 2026 The Daily River. All rights reserved.</footer></body></html>`

func TestHTMLPage(t *testing.T) {
	item, err := parse("bridge.html", []byte(newsPage), english())
	if err != nil {
		t.Fatal(err)
	}
	rev := item.Revision
	if rev.Headline != "Bridge opens at last" || rev.Standfirst != "After nine years the bridge over the river carries its first cars." || rev.Source != "https://example.org/news/bridge" {
		t.Errorf("%+v", rev)
	}
	if len(rev.Bylines) != 1 || rev.Bylines[0].Name != "Ann Lee" || len(rev.Topics) != 2 || rev.Published.Format("2006-01-02T15:04") != "2026-11-20T03:30" {
		t.Errorf("bylines %v topics %v published %v", rev.Bylines, rev.Topics, rev.Published)
	}
	text := story.WriteHTML(rev.Body, story.HTMLOptions{})
	if got := strings.Count(text, "<p>"); got != 3 || len(rev.Body) != 3 {
		t.Errorf("%d paragraphs in %s", got, text)
	}
	if !strings.Contains(text, `href="https://example.org/plans"`) || strings.Contains(text, "<img") || strings.Contains(text, "Another story") {
		t.Error(text)
	}
}

// TestHTMLEncodings reads a page in the encodings its head declares.
func TestHTMLEncodings(t *testing.T) {
	persian := "<title>پل کابل</title><body><h1>پل کابل پس از نه سال باز شد</h1>" + strings.Repeat("<p>پل کابل روز جمعه باز شد، مقامات شهر گفتند که کار ساختن اين پل نه سال طول کشيد و هزار موتر از آن مي\u200cگذرد.</p><p>اين پل چهارصد متر طول دارد و ده هزار موتر در روز از آن مي\u200cگذرد، شاروال شهر کابل روز جمعه گفت.</p>", 1)
	arabic, err := charmap.Windows1256.NewEncoder().String("<meta http-equiv=Content-Type content='text/html; charset=windows-1256'>" + persian)
	if err != nil {
		t.Fatal(err)
	}
	french, err := charmap.ISO8859_1.NewEncoder().String("<meta charset='iso-8859-1'><h1>Le café rouvre à Besançon après neuf années</h1><p>Le café a été rouvert vendredi à Besançon, où les élèves attendaient depuis le matin, a dit le maire de la ville.</p><p>Une deuxième phrase assez longue pour être un paragraphe de cette histoire, a dit le maire à ses hôtes.</p>")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ data, want string }{
		"windows-1256":            {arabic, "مي\u200cگذرد"},
		"utf-8 that says latin-1": {strings.Replace(newsPage, "utf-8", "iso-8859-1", 1) + "é", "nine years after"},
		"iso-8859-1":              {french, "où les élèves"},
	} {
		d, err := parseHTML(t.TempDir(), []byte(c.data), Options{Edition: story.TagInfo("fa-AF")})
		if err != nil || !strings.Contains(story.PlainText(d.rev.Body), c.want) {
			t.Errorf("%s: %v %q", name, err, story.PlainText(d.rev.Body))
		}
	}
}

// TestOurPage: a page that stet printed comes back as its revision.
func TestOurPage(t *testing.T) {
	want := full().Clean()
	want.TranslationOf, want.Grade, want.Source = story.ID{}, "", "" // not among a page's pieces
	esc := html.EscapeString
	var page strings.Builder
	fmt.Fprintf(&page, `<!doctype html><html lang="fa-AF"><head><link rel="canonical" href="https://news.example/fa-AF/2024/03/20/%s/"></head><body><main>
<article class="story" data-story="%s" data-revision="2" data-leaf="7" lang="fa-AF" dir="rtl"><header>
<p class="kicker"><a data-piece="section" data-key="%s" href="/fa-AF/section/afghanistan/">افغانستان</a></p>
<h1 data-piece="headline">%s</h1><p class="standfirst" data-piece="standfirst">%s</p><p class="credits">`, want.Slug, want.Story, want.Section, esc(want.Headline), esc(want.Standfirst))
	for _, b := range want.Bylines {
		fmt.Fprintf(&page, `<span data-piece="byline" data-key="%s"><bdi>%s</bdi></span>، `, b.Person, esc(b.Name))
	}
	fmt.Fprintf(&page, `<span class="dateline" data-piece="dateline"><bdi>%s</bdi></span></p><p class="dates"><time data-piece="published" datetime="2024-03-20T10:30:00+04:30">x</time></p></header>
<figure class="lead" data-piece="lead" data-sha256="%s"><img src="/picture/%s.jpg" alt="%s" width="3" height="2"><figcaption><span data-part="caption">%s</span> <small>Picture: <span data-part="credit"><bdi>%s</bdi></span></small></figcaption></figure>
<div class="body" data-piece="body">%s</div><section class="topics"><h2>x</h2><ul>`, want.Dateline, want.Lead.SHA256, want.Lead.SHA256, want.Lead.Alt, want.Lead.Caption, want.Lead.Credit, story.WriteHTML(want.Body, story.HTMLOptions{}))
	for _, x := range want.Topics {
		fmt.Fprintf(&page, `<li><a data-piece="topic" data-key="%s" href="/">%s</a></li>`, x.Key, esc(x.Name))
	}
	page.WriteString(`</ul></section></article></main></body></html>`)
	item, err := parse("ours.html", []byte(page.String()), english())
	if err != nil {
		t.Fatal(err)
	}
	got := item.Revision
	want.Lead.FocalX, want.Lead.FocalY = 0, 0 // not on the page
	got.Lead.SHA256 = want.Lead.SHA256
	if fmt.Sprintf("%+v %+v", got, *got.Lead) != fmt.Sprintf("%+v %+v", want, *want.Lead) && !sameRevision(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func sameRevision(a, b story.Revision) bool {
	a.Lead, b.Lead = nil, nil
	return fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b)
}
