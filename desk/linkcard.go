package desk

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"stet.news/desk/policy"
	"stet.news/internal/egress"
	"stet.news/record"
	"stet.news/story"
)

// Web is how the desk asks other sites: egress.Client.
type Web interface {
	Get(ctx context.Context, address, accept string) (egress.Answer, error)
}

// LinkCard is what the desk could learn of a page that a story points at: words, and
// nothing else of the other site.
type LinkCard struct {
	Title    string `json:"title"`
	Provider string `json:"provider"`
}

// How much of another site's words is kept, in code points, and how many of its
// pages are asked for at once.
const (
	maxCardTitle    = 300
	maxCardProvider = 90
	cardsAtOnce     = 4
)

// LinkCardOf asks a page for its title and its site's name. It changes nothing and
// leaves no row in the trail. The errors wrap those of package egress.
func (d *Desk) LinkCardOf(ctx context.Context, who policy.Principal, address string) (c LinkCard, err error) {
	if err := policy.Possible(who, policy.StoryEdit, d.now()); err != nil {
		return c, err
	}
	if !story.GoodEmbed(address) || d.opts.Web == nil {
		return c, fmt.Errorf("%w: a card needs the address of a page", record.ErrInvalid)
	}
	select {
	case d.cards <- struct{}{}:
		defer func() { <-d.cards }()
	case <-ctx.Done():
		return c, ctx.Err()
	}
	got, err := d.opts.Web.Get(ctx, address, "text/html, application/xhtml+xml")
	if err != nil {
		return c, err
	}
	if media, _, _ := mime.ParseMediaType(got.ContentType); media != "text/html" && media != "application/xhtml+xml" {
		return c, fmt.Errorf("%w: it is %.40q", egress.ErrNone, media)
	}
	c = readCard(got.Body, got.ContentType)
	if c.Provider == "" {
		if u, err := url.Parse(address); err == nil {
			c.Provider = strings.TrimPrefix(u.Hostname(), "www.")
		}
	}
	return c, nil
}

// readCard reads the head of a page, as far as it can be read.
func readCard(body []byte, contentType string) (c LinkCard) {
	text, err := charset.NewReader(bytes.NewReader(body), contentType)
	if err != nil {
		return c
	}
	tokens := html.NewTokenizer(text)
	tokens.SetMaxBuf(64 << 10)
	title, inTitle := "", false
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return c.tidy(title)
		case html.TextToken:
			if inTitle && len(title) < 4*maxCardTitle {
				title += string(tokens.Text())
			}
		case html.EndTagToken:
			inTitle = false
		case html.StartTagToken, html.SelfClosingTagToken:
			t := tokens.Token()
			inTitle = t.Data == "title" && title == ""
			switch t.Data {
			case "meta":
				c.meta(t)
			case "body":
				return c.tidy(title)
			}
		}
	}
}

// meta takes what a meta element says, the first time it is said.
func (c *LinkCard) meta(t html.Token) {
	var name, content string
	for _, a := range t.Attr {
		switch a.Key {
		case "property", "name":
			name = strings.ToLower(a.Val)
		case "content":
			content = a.Val
		}
	}
	switch {
	case (name == "og:title" || name == "twitter:title") && c.Title == "":
		c.Title = content
	case name == "og:site_name" && c.Provider == "":
		c.Provider = content
	}
}

// tidy makes lines of it; title stands in for one that no meta element gave.
func (c LinkCard) tidy(title string) LinkCard {
	if story.Line(c.Title) == "" {
		c.Title = title
	}
	return LinkCard{Title: firstRunes(story.Line(c.Title), maxCardTitle), Provider: firstRunes(story.Line(c.Provider), maxCardProvider)}
}
