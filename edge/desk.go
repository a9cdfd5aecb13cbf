package edge

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"stet.news/press"
)

// The desk's page and its style, which the policy allows by its hash.
var (
	//go:embed desk.html
	deskText     string
	deskTemplate = template.Must(template.New("desk.html").Parse(deskText))

	//go:embed desk.css
	deskStyle  string
	deskPolicy = "default-src 'none'; style-src 'sha256-" + hashOf(deskStyle) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// deskView is what the desk's page shows.
type deskView struct {
	Newsroom string
	Style    template.CSS
	Mistake  *press.Mistake // in the look; nil when there is none
	Excerpt  []excerptLine  // of the file, around the mistake
}

type excerptLine struct {
	Number int
	Text   string
	Wrong  bool
}

// DeskHandler is the page of the desk's own listener until there is a desk: it
// names the newsroom, shows what is wrong with its look as long as something is,
// and says how to work meanwhile. The desk belongs to the newsroom, so nobody
// may keep or frame what it answers. mistake is asked at each request.
func DeskHandler(newsroom string, mistake func() *press.Mistake) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		v := deskView{Newsroom: newsroom, Style: template.CSS(deskStyle), Mistake: mistake()}
		if v.Mistake != nil {
			v.Excerpt = excerpt(v.Mistake.Text, v.Mistake.Line)
		}
		var page bytes.Buffer
		if err := deskTemplate.Execute(&page, v); err != nil {
			http.Error(w, "the desk's page cannot be made", http.StatusInternalServerError)
			return
		}
		h := w.Header()
		h.Set("Content-Type", errorType)
		h.Set("Content-Length", strconv.Itoa(page.Len()))
		h.Set("Cache-Control", "private, no-store")
		h.Set("Content-Security-Policy", deskPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		switch {
		case q.Method != http.MethodGet && q.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
		case q.URL.Path != "/":
			w.WriteHeader(http.StatusNotFound)
		}
		if q.Method != http.MethodHead {
			page.WriteTo(w)
		}
	})
}

// Lines shown before and after the wrong one, and how much of a line.
const (
	excerptAround = 4
	excerptWidth  = 300
)

// excerpt gives the lines of a text around one of them; none when its number is
// not known.
func excerpt(text string, wrong int) (out []excerptLine) {
	lines := strings.Split(text, "\n")
	if wrong < 1 || wrong > len(lines) || text == "" {
		return nil
	}
	for n := max(1, wrong-excerptAround); n <= min(len(lines), wrong+excerptAround); n++ {
		line := strings.ToValidUTF8(lines[n-1], "\ufffd")
		if r := []rune(line); len(r) > excerptWidth {
			line = string(r[:excerptWidth]) + " …"
		}
		out = append(out, excerptLine{n, line, n == wrong})
	}
	return out
}
