package story

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// role says what the reader does with an element.
type role uint8

const (
	roleInline  role = iota // words of the block around
	roleBlock               // parts its words from those before and behind
	roleHeading             // h1 to h6
	roleList                // ul, ol, menu
	roleItem                // li
	roleQuote               // blockquote
	roleTable               // table
	rolePart                // tbody, tr and the like: matter only within a table
	roleCell                // td, th
	roleCaption             // caption, figcaption
	roleFigure              // figure
	roleVoid                // has no content: br, hr, img and what is ignored
	roleDrop                // dropped with its content
)

// roleOf is the allow-list. An element that is not named here is transparent:
// its words stay, it does not.
func roleOf(tag atom.Atom) role {
	switch tag {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer,
		atom.Aside, atom.Address, atom.Center, atom.Details, atom.Summary, atom.Fieldset,
		atom.Legend, atom.Dl, atom.Dt, atom.Dd, atom.Pre, atom.Listing, atom.Html, atom.Head, atom.Body,
		atom.Hgroup, atom.Dialog, atom.Dir:
		return roleBlock
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return roleHeading
	case atom.Ul, atom.Ol, atom.Menu:
		return roleList
	case atom.Li:
		return roleItem
	case atom.Blockquote:
		return roleQuote
	case atom.Table:
		return roleTable
	case atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr:
		return rolePart
	case atom.Td, atom.Th:
		return roleCell
	case atom.Caption, atom.Figcaption:
		return roleCaption
	case atom.Figure:
		return roleFigure
	}
	if isVoid(tag) {
		return roleVoid
	}
	if isDropped(tag) {
		return roleDrop
	}
	return roleInline
}

func isVoid(tag atom.Atom) bool {
	switch tag {
	case atom.Br, atom.Hr, atom.Img, atom.Image, atom.Wbr, atom.Area, atom.Base, atom.Basefont, atom.Bgsound,
		atom.Col, atom.Embed, atom.Frame, atom.Input, atom.Keygen, atom.Link, atom.Meta, atom.Param,
		atom.Source, atom.Track:
		return true
	}
	return false
}

// isDropped names elements whose content is no part of a story: programs and
// looks, other documents, what one fills in, drawings and formulas, media,
// ways about the site, what only stands in where scripts do not run, readings
// of ruby, and words that were struck.
func isDropped(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Template, atom.Title, atom.Noscript,
		atom.Iframe, atom.Frameset, atom.Noframes, atom.Noembed, atom.Object, atom.Applet, atom.Plaintext, atom.Xmp,
		atom.Form, atom.Button, atom.Select, atom.Textarea, atom.Option, atom.Optgroup, atom.Datalist,
		atom.Svg, atom.Math, atom.Canvas, atom.Audio, atom.Video, atom.Map, atom.Progress, atom.Meter,
		atom.Nav, atom.Rt, atom.Rp, atom.Del, atom.S, atom.Strike:
		return true
	}
	return false
}

// attribute is the name of an attribute the reader looks at. All others, those
// that run programs among them, are not even copied.
type attribute uint8

const (
	attrOther attribute = iota
	attrHref
	attrLang
	attrXMLLang
	attrDir
	attrAlt
	attrWidth
	attrHeight
	attrColspan
	attrRowspan
	attrRole
	attrStyle
	attrHidden
	attrSHA256
	attrType
	attrFocal
	attrDecorative
	attrCredit
	attrEmbed
	attrProvider
	attrStatement
	attrErased
)

func attributeName(key []byte) attribute {
	switch string(key) {
	case "href":
		return attrHref
	case "lang":
		return attrLang
	case "xml:lang":
		return attrXMLLang
	case "dir":
		return attrDir
	case "alt":
		return attrAlt
	case "width":
		return attrWidth
	case "height":
		return attrHeight
	case "colspan":
		return attrColspan
	case "rowspan":
		return attrRowspan
	case "role":
		return attrRole
	case "style":
		return attrStyle
	case "hidden":
		return attrHidden
	}
	return dataAttribute(key)
}

// dataAttribute names the attributes that only our writer writes.
func dataAttribute(key []byte) attribute {
	if len(key) < 6 || string(key[:5]) != "data-" {
		return attrOther
	}
	switch string(key[5:]) {
	case "sha256":
		return attrSHA256
	case "type":
		return attrType
	case "focal":
		return attrFocal
	case "decorative":
		return attrDecorative
	case "credit":
		return attrCredit
	case "embed":
		return attrEmbed
	case "provider":
		return attrProvider
	case "statement":
		return attrStatement
	case "erased":
		return attrErased
	}
	return attrOther
}

// attributes is what one tag says. Of attributes given twice the first counts,
// as in HTML.
type attributes struct {
	href, lang, alt, statement, provider string
	dir                                  Direction
	sha256, mediaType, focal             string
	width, height, colspan, rowspan      int

	hidden, light, layout             bool
	decorative, credit, embed, erased bool
	seen                              uint32
}

func (a *attributes) set(name attribute, v string) {
	if a.seen&(1<<name) != 0 {
		return
	}
	a.seen |= 1 << name
	switch name {
	case attrHref:
		a.href = strings.TrimSpace(v)
	case attrLang:
		a.lang = spellLang(strings.TrimSpace(v))
	case attrXMLLang:
		if a.lang == "" {
			a.lang = spellLang(strings.TrimSpace(v))
		}
	case attrDir:
		a.dir = readDir(v)
	case attrAlt:
		a.alt = v
	case attrWidth:
		a.width = number(v, 1<<20)
	case attrHeight:
		a.height = number(v, 1<<20)
	case attrColspan:
		a.colspan = number(v, maxColumns)
	case attrRowspan:
		a.rowspan = number(v, maxRows)
	case attrRole:
		a.layout = v == "presentation" || v == "none"
	case attrStyle:
		a.light = strings.Contains(v, "font-weight:normal") || strings.Contains(v, "font-weight: normal")
	case attrHidden:
		a.hidden = true
	default:
		a.setData(name, v)
	}
}

func (a *attributes) setData(name attribute, v string) {
	switch name {
	case attrSHA256:
		a.sha256 = v
	case attrType:
		a.mediaType = v
	case attrFocal:
		a.focal = v
	case attrDecorative:
		a.decorative = true
	case attrCredit:
		a.credit = true
	case attrEmbed:
		a.embed = true
	case attrProvider:
		a.provider = v
	case attrStatement:
		if a.statement = Line(v); utf8.RuneCountInString(a.statement) > maxName {
			a.statement = ""
		}
	case attrErased:
		a.erased = true
	}
}

func readDir(v string) Direction {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "ltr":
		return LeftToRight
	case "rtl":
		return RightToLeft
	}
	return ""
}

// number reads a count from 0 to max; anything else is 0.
func number(s string, max int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > max {
		return 0
	}
	return n
}

// picture is the picture an img of ours stands for, if Check has nothing
// against it.
func (a *attributes) picture() (Picture, bool) {
	p := Picture{SHA256: a.sha256, Type: a.mediaType, Width: a.width, Height: a.height, Alt: a.alt, Decorative: a.decorative}
	if x, y, ok := strings.Cut(a.focal, " "); ok {
		p.FocalX, p.FocalY = number(x, 1000), number(y, 1000)
	}
	p = p.Clean()
	p.Decorative = p.Decorative && p.Alt == ""
	var wrong problems
	wrong.picture("", p)
	return p, len(wrong) == 0
}

func GoodSHA256(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}
