package press

const (
	typeOpenSearch = "application/opensearchdescription+xml"
	openSearchNS   = "http://a9.com/-/spec/opensearch/1.1/"
)

// openSearch tells browsers how to search an edition from their address bar
// (OpenSearch 1.1).
func (p *Press) openSearch(r *reader, e *edition, path string) *Page {
	w := newXML()
	w.open("OpenSearchDescription", "xmlns", openSearchNS)
	w.text("ShortName", cutAt(e.Title, 16)) // no longer, says the standard
	w.text("Description", e.W.Search.Title+" – "+e.Title)
	w.text("Language", e.Tag)
	w.text("InputEncoding", "UTF-8")
	w.empty("Url", "type", "text/html", "template", p.site.url(searchPath(e))+"?q={searchTerms}")
	w.close("OpenSearchDescription")
	return p.page(r, path, typeOpenSearch, maxAgeMachine, w.Bytes())
}

// cutAt gives the first code points of s.
func cutAt(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n])
	}
	return s
}
