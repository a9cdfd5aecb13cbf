package export

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"stet.news/press"
	"stet.news/proof"
)

// pages writes every printed page, and a list of those that lead elsewhere.
func (w *writer) pages(ctx context.Context) error {
	jobs := make(chan *press.Page)
	var done sync.WaitGroup
	var once sync.Once
	var failed error
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range runtime.GOMAXPROCS(0) {
		done.Go(func() {
			for p := range jobs {
				if err := w.page(ctx, p); err != nil {
					once.Do(func() { failed = err; cancel() })
				}
			}
		})
	}
	redirects, err := w.feed(ctx, jobs)
	close(jobs)
	done.Wait()
	if failed != nil {
		return failed
	}
	if err != nil {
		return err
	}
	return w.files.write(proof.RedirectsFile, []byte(redirects))
}

// feed hands the pages to those who write them.
func (w *writer) feed(ctx context.Context, jobs chan<- *press.Page) (redirects string, err error) {
	var list strings.Builder
	for p, err := range w.Pages.All() {
		if err != nil {
			return "", fmt.Errorf("%w; run stet rebuild", err)
		}
		if p.Location != "" {
			fmt.Fprintf(&list, "%s %s\n", address(p.Path), address(p.Location))
		}
		select {
		case jobs <- p:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		w.sum.Pages++
		w.Progress(StagePages, w.sum.Pages, 0)
	}
	return list.String(), nil
}

func (w *writer) page(ctx context.Context, p *press.Page) error {
	name, ok := proof.FilePath(p.Path)
	if !ok {
		return fmt.Errorf("page %q cannot be a file", p.Path)
	}
	if p.Location != "" {
		return w.files.write(name, redirectPage(p.Location))
	}
	if err := w.card(ctx, p); err != nil {
		return err
	}
	return w.files.write(name, p.Body)
}

// named finds the card that a page names.
var named = regexp.MustCompile(`property="og:image" content="[^"]*/(card/([^"/]+))"`)

// card writes the card that a page names, if no page before did.
func (w *writer) card(ctx context.Context, p *press.Page) error {
	found := named.FindSubmatch(p.Body)
	if found == nil || w.Cards == nil {
		return nil
	}
	if _, drawn := w.drawn.LoadOrStore(string(found[1]), true); drawn {
		return nil
	}
	data, err := w.Cards(ctx, string(found[2]))
	if errors.Is(err, fs.ErrNotExist) {
		return ErrMoved
	}
	if err != nil {
		return err
	}
	return w.files.write(string(found[1]), data)
}

// redirectPage does in a file what a 301 does on the wire.
func redirectPage(to string) []byte {
	to = html.EscapeString(address(to))
	return fmt.Appendf(nil, `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=%[1]s">
<link rel="canonical" href="%[1]s">
<title>→</title>
</head>
<body>
<p><a href="%[1]s">→</a></p>
</body>
</html>
`, to)
}

// address writes a path as it stands in links.
func address(path string) string { return (&url.URL{Path: path}).EscapedPath() }
