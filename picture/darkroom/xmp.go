package darkroom

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// Names of the properties that hold a credit (IPTC Photo Metadata 2023.2).
const (
	nsRDF    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsXML    = "http://www.w3.org/XML/1998/namespace"
	nsDC     = "http://purl.org/dc/elements/1.1/"
	nsPS     = "http://ns.adobe.com/photoshop/1.0/"
	nsRights = "http://ns.adobe.com/xap/1.0/rights/"
	nsExt    = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
)

const (
	maxXMP      = 1 << 20
	maxXMPDepth = 32
)

// field gives the place in a credit that a property belongs to.
func (c *Credit) field(n xml.Name) *string {
	switch n.Space + n.Local {
	case nsDC + "creator":
		return &c.Creator
	case nsPS + "Credit":
		return &c.Line
	case nsDC + "rights":
		return &c.Copyright
	case nsRights + "UsageTerms":
		return &c.Terms
	case nsRights + "WebStatement":
		return &c.Statement
	case nsExt + "DigitalSourceType":
		return &c.Source
	case nsDC + "description":
		return &c.caption
	}
	return nil
}

// readXMP reads the credit in a packet, as far as the packet can be read. A
// property may be an attribute, an element with text, or one with a list.
func readXMP(packet []byte) (c Credit) {
	if len(packet) > maxXMP {
		return c
	}
	d := xml.NewDecoder(bytes.NewReader(packet))
	r := xmpReader{credit: &c}
	for {
		token, err := d.Token()
		if err != nil {
			return c
		}
		switch t := token.(type) {
		case xml.StartElement:
			if r.depth++; r.depth > maxXMPDepth {
				return c
			}
			r.start(t)
		case xml.CharData:
			r.text = append(r.text, t...)
		case xml.EndElement:
			r.depth--
			r.end(t)
		}
	}
}

// xmpReader stands in a packet.
type xmpReader struct {
	credit *Credit
	depth  int
	into   *string // the property that was begun
	began  int     // at this depth
	items  []string
	best   string // the item of a list of languages that everybody is to read
	isBest bool
	text   []byte
}

func (r *xmpReader) start(e xml.StartElement) {
	r.text, r.isBest = nil, false
	for _, a := range e.Attr {
		if f := r.credit.field(a.Name); f != nil && e.Name.Space == nsRDF {
			*f = a.Value
		}
		if a.Name.Space == nsXML && a.Name.Local == "lang" {
			r.isBest = a.Value == "x-default"
		}
		if a.Name.Space == nsRDF && a.Name.Local == "resource" && r.into == nil {
			if f := r.credit.field(e.Name); f != nil {
				*f = a.Value
			}
		}
	}
	if f := r.credit.field(e.Name); f != nil && r.into == nil {
		r.into, r.began, r.items, r.best = f, r.depth, nil, ""
	}
}

func (r *xmpReader) end(e xml.EndElement) {
	if r.into == nil {
		return
	}
	text := strings.TrimSpace(string(r.text))
	r.text = nil
	if e.Name.Space == nsRDF && e.Name.Local == "li" && text != "" {
		r.items = append(r.items, text)
		if r.isBest {
			r.best = text
		}
	}
	if r.depth >= r.began {
		return
	}
	switch {
	case r.into == &r.credit.Creator && len(r.items) > 0:
		text = strings.Join(r.items, ", ")
	case r.best != "":
		text = r.best
	case len(r.items) > 0:
		text = r.items[0]
	}
	if text != "" {
		*r.into = text
	}
	r.into = nil
}

// packet writes a credit as XMP; nil when there is none. It is the only metadata
// that leaves the house, and always the same for the same credit.
func (c Credit) packet() []byte {
	if c == (Credit{}) {
		return nil
	}
	var b bytes.Buffer
	b.WriteString(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>` +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description rdf:about=""` +
		` xmlns:dc="` + nsDC + `" xmlns:photoshop="` + nsPS + `" xmlns:xmpRights="` + nsRights + `" xmlns:Iptc4xmpExt="` + nsExt + `">`)
	const alt, altEnd = `<rdf:Alt><rdf:li xml:lang="x-default">`, `</rdf:li></rdf:Alt>`
	for i, how := range [...][3]string{
		{"dc:creator", `<rdf:Seq><rdf:li>`, `</rdf:li></rdf:Seq>`},
		{"photoshop:Credit"},
		{"dc:rights", alt, altEnd},
		{"xmpRights:UsageTerms", alt, altEnd},
		{"xmpRights:WebStatement"},
		{"Iptc4xmpExt:DigitalSourceType"},
	} {
		if value := *c.fields()[i]; value != "" {
			b.WriteString("<" + how[0] + ">" + how[1])
			xml.EscapeText(&b, []byte(value))
			b.WriteString(how[2] + "</" + how[0] + ">")
		}
	}
	b.WriteString(`</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`)
	return b.Bytes()
}
