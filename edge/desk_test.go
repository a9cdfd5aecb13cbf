package edge

import (
	"net/http/httptest"
	"strings"
	"testing"

	"stet.news/press"
)

// TestDeskPointsAtTheLine: a mistake in the look is shown with its place, with
// the line marked, and with nothing in it taken for markup.
func TestDeskPointsAtTheLine(t *testing.T) {
	lines := "1\n2\n3\n4\n5\n6\n7 <b>{{.Headlin}}</b>\n8\n9\n10\n11\n12\n13"
	m := &press.Mistake{
		File: "look/templates/story.html", Line: 7, Column: 8, What: "there is no field <Headlin> here", Mend: "see docs/look.md", Text: lines,
	}
	page := deskPage(t, m)
	for _, want := range []string{
		"<code>look/templates/story.html</code>", "7, column 8", "there is no field &lt;Headlin&gt; here", "see docs/look.md",
		"<mark>   7 &gt; 7 &lt;b&gt;{{.Headlin}}&lt;/b&gt;</mark>", "   3   3\n", "  11   11\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
	for _, not := range []string{"   2   2\n", "  12   12\n"} {
		if strings.Contains(page, not) {
			t.Errorf("%q is shown", not)
		}
	}
	m.Line = 99 // the file has changed since
	if strings.Contains(deskPage(t, m), "<pre") {
		t.Error("lines are shown that are not there")
	}
	if strings.Contains(deskPage(t, nil), "The look is not taken") {
		t.Error("a mistake is told of when there is none")
	}
}

func deskPage(t *testing.T, m *press.Mistake) string {
	t.Helper()
	w := httptest.NewRecorder()
	DeskHandler("Paper", func() *press.Mistake { return m }).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	page := w.Body.String()
	_, style, _ := strings.Cut(page, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	if !strings.Contains(w.Header().Get("Content-Security-Policy"), hashOf(style)) {
		t.Error("the policy does not allow the page's style")
	}
	return page
}
