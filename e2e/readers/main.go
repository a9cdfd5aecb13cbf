// Command readers reads news pages with the readers that Go programs use,
// go-readability and go-trafilatura, and prints what each made of them. The
// tests of package e2e start it.
//
// It is a module of its own, so that what go-trafilatura needs is not among what
// stet needs.
//
// It takes pages as JSON from its standard input, [{"URL": …, "HTML": …}, …],
// and prints [{"Reader": …, "URL": …, "Title": …}, …]; readability.mjs does the
// same with Mozilla's Readability.
package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
)

type page struct{ URL, HTML string }

// read is a page as a reader understands it. Date is when it was published, to
// the day or to the second.
type read struct {
	Reader, URL, Title, Byline, Date, Lang, Text string
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "readers:", err)
		os.Exit(1)
	}
}

func run() error {
	var pages []page
	if err := json.NewDecoder(os.Stdin).Decode(&pages); err != nil {
		return err
	}
	var out []read
	for _, p := range pages {
		at, err := url.Parse(p.URL)
		if err != nil {
			return err
		}
		for _, with := range []func(page, *url.URL) (read, error){withReadability, withTrafilatura} {
			r, err := with(p, at)
			if err != nil {
				return fmt.Errorf("%s: %w", p.URL, err)
			}
			r.URL = p.URL
			out = append(out, r)
		}
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}

func withReadability(p page, at *url.URL) (read, error) {
	parser := readability.NewParser()
	a, err := parser.Parse(strings.NewReader(p.HTML), at)
	if err != nil {
		return read{}, err
	}
	var text strings.Builder
	if err := a.RenderText(&text); err != nil {
		return read{}, err
	}
	published, err := a.PublishedTime()
	return read{
		Reader: "go-readability", Title: a.Title(), Byline: a.Byline(), Lang: a.Language(),
		Date: published.Format(time.RFC3339), Text: text.String(),
	}, err
}

func withTrafilatura(p page, at *url.URL) (read, error) {
	a, err := trafilatura.Extract(strings.NewReader(p.HTML), trafilatura.Options{
		OriginalURL: at, ExcludeComments: true, EnableFallback: true, IncludeImages: true,
	})
	if err != nil {
		return read{}, err
	}
	return read{
		Reader: "go-trafilatura", Title: a.Metadata.Title, Byline: a.Metadata.Author, Lang: a.Metadata.Language,
		Date: a.Metadata.Date.Format(time.DateOnly), Text: a.ContentText,
	}, nil
}
