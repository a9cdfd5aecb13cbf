package press

import (
	"html/template"
	"net/url"
	"strings"
)

// shareView is how a reader passes a story on without any script: links that
// open a network or messenger with headline and address filled in. Nothing is
// asked of any of them before a reader follows one.
type shareView struct {
	URL  string // the address a reader copies
	Ways []shareWay
}

// shareWay is a link to a network. Its scheme may be mailto, which a template
// would refuse in a plain string; every value in it is escaped here.
type shareWay struct {
	Name string
	Link template.URL
}

// share gives the ways to share a story, those that most use first.
func (e *edition) share(headline, address string) *shareView {
	w := &e.W.Reading
	h, a, both := escapeValue(headline), escapeValue(address), escapeValue(headline+"\n"+address)
	way := func(name, link string) shareWay { return shareWay{name, template.URL(link)} }
	return &shareView{URL: address, Ways: []shareWay{
		way(w.WhatsApp, "https://wa.me/?text="+both),
		way(w.Telegram, "https://t.me/share/url?url="+a+"&text="+h),
		way(w.Facebook, "https://www.facebook.com/sharer/sharer.php?u="+a),
		way(w.X, "https://x.com/intent/post?url="+a+"&text="+h),
		way(w.Bluesky, "https://bsky.app/intent/compose?text="+both),
		way(w.Email, "mailto:?subject="+h+"&body="+a),
	}}
}

// escapeValue writes a value of a query. A blank is %20: in mailto, + is a plus.
func escapeValue(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
