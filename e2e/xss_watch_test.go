package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// What is watched for scripts that should not run: a page that calls what payloads
// call, a dialog, an element or attribute that could run one, a request elsewhere.

// arm is how pages are served to the watched browser: with the policy they have, or
// without any, so that it is seen what the pages themselves are worth.
type arm string

const (
	withPolicy    arm = "with its policy"
	withoutPolicy arm = "without a policy"
)

var frameAncestors = regexp.MustCompile(`frame-ancestors [^;]*(; ?)?`)

// watched serves a site again, under an arm, with a page at /frames that opens many
// of its pages at once. Streams are left out: each would hold a connection.
func watched(t testing.TB, site string, a arm) string {
	t.Helper()
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Header.Del("Origin") },
		ModifyResponse: func(r *http.Response) error {
			policy := r.Header.Get("Content-Security-Policy")
			r.Header.Del("Content-Security-Policy")
			if a == withPolicy && policy != "" {
				r.Header.Set("Content-Security-Policy", frameAncestors.ReplaceAllString(policy, ""))
			}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /frames", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!doctype html><title>frames</title><body>")
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/live") || strings.HasSuffix(r.URL.Path, "/events") {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		proxy.ServeHTTP(w, r)
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: mux}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return strings.Replace("http://"+l.Addr().String(), "127.0.0.1", to.Hostname(), 1)
}

// lookout is a tab that notes what should not happen in it.
type lookout struct {
	*tab
	mu  sync.Mutex
	ran []string
}

// traps take the place of what payloads call to show that they ran.
const traps = `for (const name of ["alert", "confirm", "prompt", "print"]) {
	globalThis[name] = what => { try { globalThis.ranHere(name + "(" + String(what).slice(0, 40) + ") in " + location.href.slice(0, 200)) } catch {} }
}`

// watch makes a lookout of a tab.
func watch(t testing.TB, b *tab) *lookout {
	t.Helper()
	l := &lookout{tab: b}
	if err := chromedp.Listen(b, l.note); err != nil {
		t.Fatal(err)
	}
	_, err := chromedp.Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: traps})
	if err == nil {
		_, err = chromedp.Call(b, runtime.AddBinding, runtime.AddBindingParams{Name: "ranHere"})
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *lookout) note(ev any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch e := ev.(type) {
	case *runtime.EventBindingCalled:
		l.ran = append(l.ran, e.Payload)
	case *page.EventJavascriptDialogOpening:
		l.ran = append(l.ran, "a dialog: "+e.Message+" in "+e.URL)
		go chromedp.Call(l.tab, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	}
}

// caught gives, once, what ran and what was asked of others.
func (l *lookout) caught() []string {
	l.mu.Lock()
	all := l.ran
	l.ran = nil
	l.mu.Unlock()
	foreign, _ := l.heard()
	for _, u := range foreign {
		if !strings.HasPrefix(u, "about:") && !strings.HasPrefix(u, "blob:"+l.site) {
			all = append(all, "asked for "+u)
		}
	}
	return all
}

// suspects lists what in a document could run or lead elsewhere, whether or not it
// did: it needs no person who points or clicks. It asks by the methods that every
// element has, because a form can hide its own behind the names of its fields.
const suspects = `const suspects = doc => [...doc.querySelectorAll("*")].flatMap(e => {
	const own = u => { try { return new URL(u, location.href).origin == location.origin } catch { return false } }
	const get = name => Element.prototype.getAttribute.call(e, name) ?? ""
	const name = Object.getOwnPropertyDescriptor(Element.prototype, "localName").get.call(e).toLowerCase(), found = []
	for (const a of Element.prototype.getAttributeNames.call(e)) {
		if (/^on/i.test(a)) found.push(name + " " + a)
		if (/^(href|src|action|formaction|xlink:href|data|srcdoc|poster|background|ping)$/i.test(a) && /^[\0-\x20]*(java|vb|live)script:|^[\0-\x20]*data:(?!image\/|,$)/i.test(get(a))) found.push(name + " " + a + "=" + get(a).slice(0, 60))
	}
	if (name == "iframe" && own(get("src")) && get("src").startsWith("/proof/")) return found // a preview
	if (/^(iframe|frame|object|embed|applet|base|math|portal|marquee|audio|video|foreignobject|animate|set)$/.test(name)) found.push(name)
	if (name == "meta" && /refresh/i.test(get("http-equiv"))) found.push("refresh")
	if (name == "script" && !/json/.test(get("type")) && (Object.getOwnPropertyDescriptor(Node.prototype, "textContent").get.call(e) || !own(get("src")))) found.push("script " + get("src"))
	if (name == "link" && /stylesheet|import|preload|modulepreload/.test(get("rel")) && !own(get("href"))) found.push("link " + get("href"))
	if (name == "form" && get("action") && !own(get("action"))) found.push("form to " + get("action"))
	return found
});`

// frames opens pages beside each other and gives what in them is suspect.
func (l *lookout) frames(paths []string) []string {
	l.T.Helper()
	list, err := json.Marshal(paths)
	if err != nil {
		l.T.Fatal(err)
	}
	l.open("/frames")
	return patient[[]string](l.tab, `(async () => { `+suspects+`
		const frames = `+string(list)+`.map(path => {
			const frame = document.createElement("iframe")
			const loaded = new Promise(done => { frame.onload = done; setTimeout(done, 45000) })
			frame.src = path
			document.body.append(frame)
			return { path, frame, loaded }
		})
		const found = []
		for (const { path, frame, loaded } of frames) {
			await loaded
			const doc = frame.contentDocument
			if (!doc) found.push(path + ": it went elsewhere")
			else if (doc.contentType != "text/html" || !doc.querySelector("main")) found.push(path + ": no page: " + doc.body?.innerText.slice(0, 80))
			else found.push(...suspects(doc).map(s => path + ": " + s))
		}
		await new Promise(done => setTimeout(done, 100))
		return found
	})()`)
}

// patient is eval for what takes long on a busy machine.
func patient[T any](b *tab, expression string) T {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b, 5*time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.T.Fatalf("%.80s: %v", expression, err)
	}
	return v
}

// here gives what is suspect in the page that the tab is at.
func (l *lookout) here() []string {
	l.T.Helper()
	return eval[[]string](l.tab, `(() => { `+suspects+` return suspects(document).map(s => location.pathname + ": " + s) })()`)
}
