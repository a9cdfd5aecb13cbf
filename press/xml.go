package press

import (
	"bytes"
	"encoding/xml"
)

// xmlWriter writes XML, an element a line. Names are ours; texts and values are
// anybody's and are escaped, characters that XML does not have replaced.
type xmlWriter struct{ bytes.Buffer }

func newXML() *xmlWriter {
	w := &xmlWriter{}
	w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	return w
}

// open starts an element; attributes are name and value by turns, those without
// a value left out.
func (w *xmlWriter) open(name string, attrs ...string) {
	w.start(name, attrs)
	w.WriteString(">\n")
}

func (w *xmlWriter) close(name string) { w.WriteString("</" + name + ">\n") }

// text writes an element that holds text, or nothing when there is none.
func (w *xmlWriter) text(name, text string, attrs ...string) {
	if text == "" {
		return
	}
	w.start(name, attrs)
	w.WriteByte('>')
	w.escape(text)
	w.close(name)
}

// empty writes an element that has only attributes.
func (w *xmlWriter) empty(name string, attrs ...string) {
	w.start(name, attrs)
	w.WriteString("/>\n")
}

func (w *xmlWriter) start(name string, attrs []string) {
	w.WriteByte('<')
	w.WriteString(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		w.WriteString(" " + attrs[i] + `="`)
		w.escape(attrs[i+1])
		w.WriteByte('"')
	}
}

func (w *xmlWriter) escape(s string) {
	_ = xml.EscapeText(&w.Buffer, []byte(s)) // a Buffer never fails
}
