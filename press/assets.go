package press

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// asset is a file of the site itself that is no page: its logo, its icons.
type asset struct {
	kind string
	age  int // as Page.MaxAge
	data []byte
}

// maxAgeIcon is for files whose address stays when they change.
const maxAgeIcon = 24 * 3600

// The addresses that browsers ask for by themselves.
const (
	faviconPath = "/favicon.ico"
	touchPath   = "/apple-touch-icon.png"
)

// largeIcon is the width and height of Icons.Large.
const largeIcon = 512

// logoView is the logo as templates show it.
type logoView struct {
	Src           string
	Width, Height int
	Alone         bool // it is wide enough to be the name; else it stands beside it
}

// makeAssets gives every asset its path and every edition its logo.
func (p *Press) makeAssets() {
	p.assets = map[string]asset{}
	l := p.site.Look
	p.emblem = nil
	if l.Logo != nil {
		path := hashed("/logo.", l.Logo.Data, "."+l.Logo.Type[len("image/"):])
		p.emblem = thing{"@type": "ImageObject", "url": p.site.url(path), "width": l.Logo.Width, "height": l.Logo.Height}
		p.assets[path] = asset{l.Logo.Type, maxAgeScript, l.Logo.Data}
		for _, e := range p.site.editions {
			e.Logo = &logoView{Src: path, Width: l.Logo.Width, Height: l.Logo.Height, Alone: l.Logo.Width > 2*l.Logo.Height}
		}
	}
	if l.Icons.Favicon == nil {
		return
	}
	p.assets[faviconPath] = asset{"image/x-icon", maxAgeIcon, l.Icons.Favicon}
	p.assets[touchPath] = asset{"image/png", maxAgeIcon, l.Icons.Touch}
	large := hashed("/icon.", l.Icons.Large, ".png")
	p.assets[large] = asset{"image/png", maxAgeScript, l.Icons.Large}
	if p.emblem == nil {
		p.emblem = thing{"@type": "ImageObject", "url": p.site.url(large), "width": largeIcon, "height": largeIcon}
	}
	for _, e := range p.site.editions {
		e.Manifest = e.Home() + "manifest.webmanifest"
		p.assets[e.Manifest] = asset{"application/manifest+json", maxAgeIcon, p.manifest(e, large)}
	}
}

// hashed is a path that changes with what is there, so that caches may keep it
// for ever.
func hashed(before string, data []byte, after string) string {
	sum := sha256.Sum256(data)
	return before + hex.EncodeToString(sum[:6]) + after
}

// manifest describes an edition to a phone that puts it on its home screen (W3C
// Web Application Manifest).
func (p *Press) manifest(e *edition, large string) []byte {
	colours := p.site.Look.Light.Complete()
	b, _ := json.Marshal(thing{ // of strings, so it cannot fail
		"name": e.Title, "short_name": e.Title, "lang": e.Tag, "dir": string(e.Direction), "id": e.Home(), "start_url": e.Home(), "scope": e.Home(),
		"display": "browser", "background_color": colours.Paper, "theme_color": colours.Paper,
		"icons": []thing{
			{"src": touchPath, "sizes": "180x180", "type": "image/png"},
			{"src": large, "sizes": fmt.Sprintf("%dx%[1]d", largeIcon), "type": "image/png"},
		},
	})
	return b
}
