package desk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"stet.news/desk/library"
	"stet.news/desk/policy"
	"stet.news/internal/egress"
	"stet.news/picture/darkroom"
	"stet.news/record"
	"stet.news/story"
)

// Web is how the desk asks other sites: egress.Client.
type Web interface {
	Get(ctx context.Context, address, accept string, most int64) (egress.Answer, error)
}

// LinkCard is what the desk could learn of a page that a story points at, and the
// newsroom's own copy of the picture that the other site shows for it.
type LinkCard struct {
	Title    string         `json:"title"`
	Provider string         `json:"provider"`
	Picture  *story.Picture `json:"picture,omitempty"`

	image string // where the other site has that picture
}

// How much of another site's words is kept, in code points, how many of its pages
// are asked for at once, and how long somebody waits for its picture.
const (
	maxCardTitle    = 300
	maxCardProvider = 90
	cardsAtOnce     = 4
	cardPictureTime = 5 * time.Second
)

// LinkCardOf asks a page for its title, its site's name and its picture, which goes
// into the library like any other. The errors wrap those of package egress.
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
	got, err := d.opts.Web.Get(ctx, address, "text/html, application/xhtml+xml", egress.MaxBytes)
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
	c.Picture, err = d.cardsPicture(ctx, who, c, got.URL)
	return c, err
}

// cardsPicture takes the picture of a page into the library, credited to its site.
// A page without one, or with one that stet does not take, is a card without.
func (d *Desk) cardsPicture(ctx context.Context, who policy.Principal, c LinkCard, page *url.URL) (*story.Picture, error) {
	at, err := url.Parse(c.image)
	if c.image == "" || page == nil || err != nil || d.askPicture(who, policy.PictureAdd, library.Picture{}) != nil {
		return nil, nil
	}
	asking, cancel := context.WithTimeout(ctx, cardPictureTime)
	defer cancel()
	got, err := d.opts.Web.Get(asking, page.ResolveReference(at).String(), "image/*", egress.MaxPicture)
	if err != nil {
		return nil, nil
	}
	b, err := d.bring(ctx, who, got.Body, func(p *story.Picture) {
		p.Caption, p.Credit = cmp.Or(p.Caption, c.Title), cmp.Or(p.Credit, c.Provider)
	})
	for _, refused := range []error{darkroom.ErrNotAPicture, darkroom.ErrTooLarge, darkroom.ErrBroken} {
		if errors.Is(err, refused) {
			return nil, nil
		}
	}
	if err != nil {
		return nil, err
	}
	card := b.Picture.Picture.ForCard()
	return &card, nil
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
	case (name == "og:image" || name == "og:image:url" || name == "og:image:secure_url" || name == "twitter:image") && c.image == "":
		c.image = strings.TrimSpace(content)
	}
}

// tidy makes lines of it; title stands in for one that no meta element gave.
func (c LinkCard) tidy(title string) LinkCard {
	if story.Line(c.Title) == "" {
		c.Title = title
	}
	c.Title, c.Provider = firstRunes(story.Line(c.Title), maxCardTitle), firstRunes(story.Line(c.Provider), maxCardProvider)
	return c
}
