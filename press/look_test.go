package press

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"strings"
	"testing"

	"stet.news/story"
)

// with is the test newsroom after its look was changed.
func with(change func(*Site)) Site {
	s := testSite
	change(&s)
	return s
}

// TestDefaultColours: Go and the style sheet must mean the same when they say
// what is usual, and it must be readable.
func TestDefaultColours(t *testing.T) {
	sheet := StyleSheet()
	for _, c := range []Colours{light, dark} {
		for name, value := range map[string]string{"paper": c.Paper, "ink": c.Ink, "link": c.Link, "mark": c.Accent} {
			if !strings.Contains(sheet, "--"+name+": "+value+";") {
				t.Errorf("style.css has no --%s: %s", name, value)
			}
		}
		if err := c.check(c); err != nil {
			t.Error(err)
		}
	}
}

func TestLookSettings(t *testing.T) {
	for _, c := range []struct {
		look Look
		want string // the error's beginning; empty: none
	}{
		{Look{}, ""},
		{Look{Front: "grid", Type: 1.1}, ""},
		{Look{Front: "mosaic"}, `front: "mosaic" is no layout; choose one of lead, river, grid`},
		{Look{Type: 2}, "type: 2 is no size"},
		{Look{Light: Colours{Accent: "#036"}}, ""},
		{Look{Light: Colours{Accent: "red"}}, `light.accent: "red" is no colour`},
		{Look{Light: Colours{Ink: "#12345"}}, `light.ink: "#12345" is no colour`},
		{Look{Light: Colours{Link: "#88bbdd"}}, "light.link: link #88bbdd on paper #fdfcfa has a contrast of 2.00:1; text needs 4.5:1 (WCAG AA), so make link #"},
		{Look{Light: Colours{Paper: "#222222"}}, "light.paper: ink #1b1b1b on paper #222222"},
		{Look{Dark: Colours{Accent: "#8a1c1c"}}, "dark.accent: accent #8a1c1c on paper #161616"},
		{Look{Light: Colours{Paper: "#102030", Ink: "#ffffff", Link: "#9cf", Accent: "#fc9"}}, ""},
	} {
		err := c.look.Check()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%+v: %v, want %s", c.look, err, c.want)
		}
	}
}

// TestMixedColours: whatever colours are taken, all text can be read, on the
// shade too, and the mend that an error offers is one.
func TestMixedColours(t *testing.T) {
	for _, paper := range []string{"#ffffff", "#000000", "#777777", "#102030", "#ffe9c0", "#3a5f0b"} {
		p, _ := parseColour(paper)
		for _, text := range []string{"#777777", "#ff0000", "#00ff00", "#0000ff", "#ffffff", "#000000"} {
			c, _ := parseColour(text)
			if mended := readable(c, p); contrast(mended, p) < enough {
				t.Errorf("%s on %s: %s does not help", text, paper, mended)
			}
		}
		black, _ := parseColour("#000000")
		ink := readable(black, p)
		all := Colours{Paper: paper, Ink: ink.String(), Link: ink.String(), Accent: ink.String()}
		if err := all.check(light); err != nil {
			t.Fatal(err)
		}
		var soft, shade, line colour
		var s1, s2, s3 string
		mixed := strings.NewReplacer(":", " ", ";", " ").Replace(all.mixed())
		if _, err := fmt.Sscanf(mixed, " --soft %s --shade %s --line %s", &s1, &s2, &s3); err != nil {
			t.Fatalf("%s: %v", mixed, err)
		}
		soft, _ = parseColour(s1)
		shade, _ = parseColour(s2)
		line, _ = parseColour(s3)
		if contrast(soft, shade) < enough || contrast(ink, shade) < enough || contrast(soft, p) < enough || line == p {
			t.Errorf("on %s: soft %s, shade %s, line %s", paper, soft, shade, line)
		}
	}
}

func TestOwnStyle(t *testing.T) {
	for css, want := range map[string]string{
		"":                                     "",
		"a{color:red}/* } */b{c:\"}\\\"{\"}":   "",
		"a{background:url(/picture/a.png)}":    "",
		"a{background:url( '/picture/a.png')}": "",
		"a{}\nb{color:red":                     "2:2: this { is never closed; close it with }",
		"a{}}":                                 "1:4: nothing is open that this } could close",
		"a{width:calc(1px}":                    "1:17: nothing is open that this } could close",
		"a{}\n/* on":                           "2:1: this comment has no end",
		"a{content:'x}\n":                      "1:11: this text in quotes has no end",
		"\n@import 'x';":                       "2:1: @import would make a second file",
		"@IMPORT 'x';":                         "1:1: @import",
		"a{b:url(https://x.example/a)}":        "1:5: a page may load nothing from elsewhere",
		"a{b:URL(\"//x.example/a\")}":          "1:5: a page may load nothing from elsewhere",
		"a{content:'</style>'}":                "1:12: the sheet stands inside of the pages",
		"a{\xff}":                              "1:3: it is not UTF-8",
	} {
		err := checkSheet("look/style.css", css)
		switch {
		case want == "" && err != nil, want != "" && (err == nil || !strings.HasPrefix(err.Error(), "look/style.css:"+want)):
			t.Errorf("%q: %v, want %q", css, err, want)
		}
	}
	heavy := with(func(s *Site) {
		for i := range 2000 {
			s.Look.Style += fmt.Sprintf(".c%d { margin: %dpx %dpx }\n", i*7919%9973, i*31%97, i*17%89)
		}
	})
	if _, err := Try(heavy); err == nil || !strings.Contains(err.Error(), "look/style.css: with it the whole sheet has") {
		t.Errorf("a heavy sheet: %v", err)
	}
}

// TestOwnTemplates tries mistakes that people make. Each names its place.
func TestOwnTemplates(t *testing.T) {
	ours := func(name string) string { text, _ := Template(name); return text }
	for _, c := range []struct{ name, text, want string }{
		{"story", ours("story"), ""},
		{"layout", ours("layout"), ""},
		{"stories", "x", "look/templates/stories.html: there is no template of this name; there are archive,"},
		{"story", "{{define \"main\"}}\n{{.Head.Name}\n{{end}}", "look/templates/story.html:2: "},
		{"story", "{{define \"main\"}}\n<p>{{.Headline}}</p>\n{{end}}", "look/templates/story.html:2:6: .Headline: there is no field Headline here; docs/look.md"},
		{"front", "{{define \"main\"}}\n\n{{range .Blocks}}{{.Storys}}{{end}}\n{{end}}", "look/templates/front.html:3:20: .Storys: there is no field Storys here"},
		{"parts", strings.Replace(ours("parts"), ".Rev.Headline", ".Rev.Headlin", 1), "look/templates/parts.html:"},
		{"list", "{{define \"main\"}}\n<a href=\"{{if .Person}}x\">{{end}}\n{{end}}", "look/templates/list.html:2:"},
		{"list", "{{define \"main\"}}{{template \"nothing\"}}{{end}}", "look/templates/list.html:1:"},
		{"standing", "{{define \"main\"}}<script>{{end}}", "look/templates/standing.html"},
	} {
		_, err := Try(with(func(s *Site) { s.Look.Templates = map[string]string{c.name: c.text} }))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v,\nwant %s", c.name, err, c.want)
		}
		if _, ok := errors.AsType[*Mistake](err); err != nil && !ok {
			t.Errorf("%s: no mistake with a place: %v", c.name, err)
		}
	}
}

// TestEveryTemplateIsTried: whoever adds a template gives the trials a view for
// it, or names it as a part of others.
func TestEveryTemplateIsTried(t *testing.T) {
	f := newFixture(true, true)
	for _, name := range TemplateNames() {
		if isShared := name == "layout" || name == "parts"; (f.view(name) == nil) != isShared {
			t.Errorf("template %s: has a view %v", name, isShared)
		}
	}
}

// TestTemplateThatFailsLater: what no trial found is printed with our template.
func TestTemplateThatFailsLater(t *testing.T) {
	r := newRoom(t)
	own := "{{define \"main\"}}own {{if eq .Rev.Headline \"Bad\"}}{{index .Topics 99}}{{end}}{{end}}"
	d, err := newDress(with(func(s *Site) { s.Look.Templates = map[string]string{"story": own} }), slog.New(slog.DiscardHandler))
	r.ok(err)
	r.press.dress = d
	r.publish(act(story.Revision{Edition: "en", Headline: "Good", Slug: "good", Body: body("One.")}))
	r.publish(act(story.Revision{Edition: "en", Headline: "Bad", Slug: "bad", Body: body("One.")}))
	if page := r.page("/en/2026/11/23/good/", 200); !strings.Contains(page, "own") {
		t.Error("the newsroom's template is not used")
	}
	if page := r.page("/en/2026/11/23/bad/", 200); !strings.Contains(page, `data-piece="headline"`) {
		t.Error("a page that its template cannot print is lost")
	}
}

// TestRestyle changes the look under a press that prints: pages get it, and what
// they are with it is what a new press prints.
func TestRestyle(t *testing.T) {
	r := newRoom(t)
	r.publish(act(canal("en")))
	before := r.page("/en/", 200)
	styled := with(func(s *Site) {
		s.Look.Light.Accent, s.Look.Front = "#00518a", FrontGrid
		s.Look.Logo = &Image{Type: "image/png", Width: 60, Height: 20, Data: []byte("png")}
		s.Standing = []Standing{{Edition: "en", Name: "about", Title: "About us", Body: body("We are.")}}
	})
	broken := with(func(s *Site) { s.Look.Style = "{" })
	if err := r.press.Restyle(context.Background(), broken); err == nil {
		t.Error("a broken look was taken")
	}
	r.ok(r.press.CatchUp(context.Background()))
	if r.page("/en/", 200) != before {
		t.Error("a broken look changed a page")
	}
	r.ok(r.press.Restyle(context.Background(), styled))
	r.ok(r.press.CatchUp(context.Background()))
	front := r.page("/en/", 200)
	for _, want := range []string{"#00518a", `class="front grid"`, `alt="The Hindu Kush Courier" width="60" height="20"`, `href="/en/about/"`} {
		if !strings.Contains(front, want) {
			t.Errorf("the front has no %s", want)
		}
	}
	if got, err := r.press.Page(parse(t, "/en/", front).logo()); err != nil || got.Type != "image/png" || string(got.Body) != "png" {
		t.Errorf("the logo: %v %v", got, err)
	}
	r.page("/en/about/", 200)

	// Other words of a standing page change that page alone.
	reworded := styled
	reworded.Standing = []Standing{{Edition: "en", Name: "about", Title: "About us", Body: body("We were.")}}
	look := r.press.Fingerprint()
	r.ok(r.press.Restyle(context.Background(), reworded))
	r.ok(r.press.CatchUp(context.Background()))
	if !strings.Contains(r.page("/en/about/", 200), "We were.") || r.press.Fingerprint() != look {
		t.Error("new words of a standing page are not shown, or printed everywhere")
	}
}

func (d doc) logo() string {
	for _, n := range d.all("class", "logo") {
		for _, a := range n.Attr {
			if a.Key == "src" {
				return a.Val
			}
		}
	}
	d.t.Error("there is no logo")
	return ""
}

// TestDocsNameEveryField: who writes a template finds what it is given in
// docs/look.md.
func TestDocsNameEveryField(t *testing.T) {
	text, err := os.ReadFile("../docs/look.md")
	if err != nil {
		t.Fatal(err)
	}
	f := newFixture(true, true)
	for _, name := range TemplateNames() {
		view := f.view(name)
		if view == nil {
			continue
		}
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("docs/look.md has no template %s", name)
		}
		for _, field := range reflect.VisibleFields(reflect.TypeOf(view).Elem()) {
			known := field.Anonymous || !field.IsExported() || strings.Contains(string(text), "`."+field.Name+"`")
			if byHand := len(field.Index) > 1 && field.Name != "Head"; !known && !byHand {
				t.Errorf("docs/look.md does not name .%s of template %s", field.Name, name)
			}
		}
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[head]()) {
		if !strings.Contains(string(text), "`."+field.Name+"`") {
			t.Errorf("docs/look.md does not name .Head.%s", field.Name)
		}
	}
}
