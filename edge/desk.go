package edge

import (
	"html"
	"net/http"
	"strconv"
)

// DeskHandler is the page of the desk's own listener until there is a desk: it
// names the newsroom and says how to work meanwhile. The desk belongs to the
// newsroom, so nobody may keep or frame what it answers.
func DeskHandler(newsroom string) http.Handler {
	page := []byte("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n" +
		"<title>Desk</title>\n<h1>" + html.EscapeString(newsroom) + "</h1>\n" +
		"<p>This is where the desk will be. Until it is built, stories are imported, published, retracted and\n" +
		"erased with the <code>stet</code> command; <code>stet help</code> lists what it can do.</p>\n</html>\n")
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		h := w.Header()
		h.Set("Content-Type", errorType)
		h.Set("Content-Length", strconv.Itoa(len(page)))
		h.Set("Cache-Control", "private, no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
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
			w.Write(page)
		}
	})
}
