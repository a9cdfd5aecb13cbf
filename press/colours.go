package press

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Colours are those that a newsroom chooses, as #rrggbb or #rgb; an empty one is
// ours. What else a page needs is mixed from them.
type Colours struct {
	Paper  string `toml:"paper,omitempty"`  // behind everything
	Ink    string `toml:"ink,omitempty"`    // text
	Link   string `toml:"link,omitempty"`   // links in text
	Accent string `toml:"accent,omitempty"` // names of sections, marks
}

// Ours, as the style sheet has them too.
var (
	light = Colours{Paper: "#fdfcfa", Ink: "#1b1b1b", Link: "#0a4b78", Accent: "#8a1c1c"}
	dark  = Colours{Paper: "#161616", Ink: "#e8e6e1", Link: "#8ec5f0", Accent: "#f0a0a0"}
)

// enough is the contrast that text must have with its paper: WCAG 2.2, 1.4.3,
// level AA.
const enough = 4.5

// over puts colours over the usual ones.
func (c Colours) over(usual Colours) Colours {
	for _, x := range []struct{ to, from *string }{
		{&usual.Paper, &c.Paper}, {&usual.Ink, &c.Ink}, {&usual.Link, &c.Link}, {&usual.Accent, &c.Accent},
	} {
		if *x.from != "" {
			*x.to = *x.from
		}
	}
	return usual
}

// Complete gives a light page's colours, all of them, as #rrggbb.
func (c Colours) Complete() Colours {
	c = c.over(light)
	for _, text := range []*string{&c.Paper, &c.Ink, &c.Link, &c.Accent} {
		if v, err := parseColour(*text); err == nil {
			*text = v.String()
		}
	}
	return c
}

// check makes sure that everything can be read on its paper.
func (c Colours) check(usual Colours) *SettingError {
	all := c.over(usual)
	paper, err := parseColour(all.Paper)
	if err != nil {
		return &SettingError{"paper", err.Error()}
	}
	for _, x := range []struct{ key, own, value string }{{"ink", c.Ink, all.Ink}, {"link", c.Link, all.Link}, {"accent", c.Accent, all.Accent}} {
		text, err := parseColour(x.value)
		if err != nil {
			return &SettingError{x.key, err.Error()}
		}
		have := contrast(text, paper)
		if have >= enough {
			continue
		}
		key := x.key
		if x.own == "" { // it is ours, so the paper is what was chosen
			key = "paper"
		}
		return &SettingError{key, fmt.Sprintf("%s %s on paper %s has a contrast of %.2f:1; text needs %v:1 (WCAG AA), so make %s %s",
			x.key, text, paper, math.Floor(have*100)/100, enough, x.key, readable(text, paper))}
	}
	return nil
}

// sheet writes the colours as the custom properties of the style sheet.
func (c Colours) sheet(usual Colours) string {
	all := c.over(usual)
	var b strings.Builder
	fmt.Fprintf(&b, "--paper:%s;--ink:%s;--link:%s;--mark:%s", all.Paper, all.Ink, all.Link, all.Accent)
	if c.Paper != "" || c.Ink != "" {
		b.WriteString(all.mixed())
	}
	return b.String()
}

// mixed writes the quiet colours: a shade that all text can stand on, soft text
// that can be read on it, and lines. The colours are checked.
func (c Colours) mixed() string {
	var v [4]colour
	for i, text := range []string{c.Paper, c.Ink, c.Link, c.Accent} {
		v[i], _ = parseColour(text)
	}
	paper, ink := v[0], v[1]
	shade := paper
	for share := .05; share > 0; share -= .01 {
		s := mix(paper, ink, share)
		if min(contrast(ink, s), contrast(v[2], s), contrast(v[3], s)) >= enough {
			shade = s
			break
		}
	}
	soft := ink
	for share := .3; share > 0; share -= .05 {
		if s := mix(ink, paper, share); contrast(s, shade) >= enough {
			soft = s
			break
		}
	}
	return fmt.Sprintf(";--soft:%s;--shade:%s;--line:%s", soft, shade, mix(paper, ink, .17))
}

type colour [3]uint8

func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

func parseColour(s string) (c colour, err error) {
	digits, ok := strings.CutPrefix(s, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if !ok || len(digits) != 6 || err != nil {
		return c, fmt.Errorf("%q is no colour; write it as #rrggbb, such as #8a1c1c", s)
	}
	return colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, nil
}

// mix is a colour with a share of another one in it.
func mix(a, b colour, share float64) (c colour) {
	for i := range c {
		c[i] = uint8(math.Round(float64(a[i])*(1-share) + float64(b[i])*share))
	}
	return c
}

// contrast is the ratio of two colours' luminances, from 1 to 21 (WCAG 2.2,
// "contrast ratio").
func contrast(a, b colour) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + .05) / (min(la, lb) + .05)
}

func luminance(c colour) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= .04045 {
			return s / 12.92
		}
		return math.Pow((s+.055)/1.055, 2.4)
	}
	return .2126*linear(c[0]) + .7152*linear(c[1]) + .0722*linear(c[2])
}

// readable is the colour nearest to one that can be read on a paper: with as
// much black or white in it as it takes. One of the two always does.
func readable(c, paper colour) colour {
	end := colour{}
	if contrast(end, paper) < contrast(colour{255, 255, 255}, paper) {
		end = colour{255, 255, 255}
	}
	for share := 0.0; share < 1; share += .02 {
		if m := mix(c, end, share); contrast(m, paper) >= enough {
			return m
		}
	}
	return end
}
