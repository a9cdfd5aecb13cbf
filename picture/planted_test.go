package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"stet.news/picture/darkroom"
	"stet.news/story"
)

// planter makes words that are found again wherever they end up, and counts them.
type planter struct{ n int }

func (p *planter) word() string {
	p.n++
	return fmt.Sprintf("Canary%03dFlew", p.n)
}

// The kinds of files, each with all its places for words that nobody sees.

func (p *planter) jpeg(t *testing.T) []byte {
	data := jpegOf(t, 900, 600)
	for _, mark := range []byte{0xe0, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xee, 0xef, 0xfe} {
		data = app(data, mark, p.word())
	}
	for _, head := range []string{"JFXX\x00\x10", "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x20\x01"} {
		data = app(data, 0xe0, head+p.word())
	}
	for _, head := range []string{"http://ns.adobe.com/xmp/extension/\x00", "Meta\x00\x00", "Exif\x00\x00second"} {
		data = app(data, 0xe1, head+p.word())
	}
	data = app(data, 0xe2, "MPF\x00"+p.word())
	data = app(data, 0xe2, "FPXR\x00"+p.word())
	data = app(data, 0xe2, "ICC_PROFILE\x00\x01\x01"+p.word())
	data = app(data, 0xee, "Adobe\x00\x64\x80\x00\x00\x00\x01"+p.word())
	data = app(data, 0xed, "Photoshop 3.0\x00"+p.photoshop())
	data = app(data, 0xe1, "http://ns.adobe.com/xap/1.0/\x00"+p.xmp())
	data = app(data, 0xe1, "Exif\x00\x00"+p.exif(0))
	return append(data, p.word()...)
}

// turned is a JPEG that has to be written anew.
func (p *planter) turned(t *testing.T) []byte {
	data := app(jpegOf(t, 120, 80), 0xfe, p.word())
	return app(data, 0xe1, "Exif\x00\x00"+p.exif(6))
}

func (p *planter) png(t *testing.T) []byte {
	var parts []string
	for _, key := range []string{"Title", "Description", "Software", "Comment", "Source", "Warning", "Raw profile type exif", "Creation Time"} {
		parts = append(parts, pngPart("tEXt", key+"\x00"+p.word()), pngPart("zTXt", key+"\x00\x00"+deflated(p.word())),
			pngPart("iTXt", key+"\x00\x00\x00en\x00\x00"+p.word()))
	}
	parts = append(parts, pngPart("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+p.xmp()), pngPart("eXIf", p.exif(1)),
		pngPart("iCCP", p.word()+"\x00\x00"+deflated(p.word())))
	for _, name := range []string{"prVt", "PRVT", "caNv", "vpAg", "dSIG", "acTL", "fcTL", "fdAT", "sPLT", "hIST", "pHYs", "sBIT", "bKGD", "sTER", "oFFs"} {
		parts = append(parts, pngPart(name, p.word()))
	}
	data := pngWith(samplePNG(t), parts...)
	end := len(data) - 12
	return bytes.Join([][]byte{data[:end], []byte(pngPart("IDAT", p.word())), data[end:], []byte(p.word())}, nil)
}

func (p *planter) gif(t *testing.T) []byte {
	block := func(head string) string { w := p.word(); return head + string(rune(len(w))) + w + "\x00" }
	data := gifWith(sampleGIF(t), block("\x21\xfe")+block("\x21\xff\x0bICCRGBG1012")+block("\x21\xff\x0bMIDISNG0001")+block("\x21\x99")+
		block("\x21\x01\x0c\x00\x00\x00\x00\x01\x00\x01\x00\x01\x01\x00\x00")+
		block("\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00")+"\x21\xff\x0bXMP DataXMP"+p.xmp()+gifEnd())
	return append(data, p.word()...)
}

func (p *planter) webp(t *testing.T) []byte {
	data := webpOf(t)
	for _, name := range []string{"ABCD", "note", "ICCP", "FLIC"} {
		data = webpWith(data, name, p.word())
	}
	data = webpWith(webpWith(data, "EXIF", p.exif(1)), "XMP ", p.xmp())
	return append(data, p.word()...)
}

// avif has avifenc put metadata into a file; without it there is none.
func (p *planter) avif(t *testing.T) []byte {
	avifenc, err := exec.LookPath("avifenc")
	if err != nil {
		return nil
	}
	dir := t.TempDir()
	at := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	out := filepath.Join(dir, "out.avif")
	cmd := exec.Command(avifenc, "--exif", at("exif", []byte(p.exif(1))), "--xmp", at("xmp", []byte(p.xmp())), at("in.png", samplePNG(t)), out)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"free", "udta", "uuid"} {
		w := p.word()
		data = append(append(binary.BigEndian.AppendUint32(data, uint32(8+len(w))), name...), w...)
	}
	return data
}

// xmp makes a packet with everything but a credit.
func (p *planter) xmp() string {
	var b strings.Builder
	b.WriteString(`<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="` + p.word() + `"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"` +
		` xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"`)
	for _, name := range []string{"exif:GPSLatitude", "exif:GPSLongitude", "aux:SerialNumber", "aux:OwnerName", "photoshop:City", "xmpMM:DocumentID"} {
		b.WriteString(" " + name + `="` + p.word() + `"`)
	}
	b.WriteString(">")
	for _, name := range []string{"dc:title", "dc:description", "dc:subject", "photoshop:Instructions", "photoshop:AuthorsPosition"} {
		b.WriteString("<" + name + ">" + p.word() + "</" + name + ">")
	}
	b.WriteString(`</rdf:Description></rdf:RDF></x:xmpmeta><!--` + p.word() + `-->`)
	return b.String()
}

// photoshop makes image resources: IIM with everything but a credit, and others.
func (p *planter) photoshop() string {
	iim := ""
	for _, number := range []byte{5, 25, 40, 55, 85, 90, 92, 95, 101, 103, 105, 115, 118, 120, 122} {
		w := p.word()
		iim += "\x1c\x02" + string(number) + "\x00" + string(rune(len(w))) + w
	}
	resource := func(number, data string) string {
		if len(data)%2 == 1 {
			data += " "
		}
		return "8BIM" + number + "\x00\x00" + string(binary.BigEndian.AppendUint32(nil, uint32(len(data)))) + data
	}
	return resource("\x04\x0c", p.word()) + resource("\x04\x04", iim) + resource("\x04\x25", p.word()) + resource("\x04\x1e", p.word())
}

// exif makes EXIF with everything but a credit. orientation 0 is left out.
func (p *planter) exif(orientation byte) string {
	tags := func(list ...uint16) (out []exifTag) {
		for _, tag := range list {
			out = append(out, exifTag{tag, p.word()})
		}
		return out
	}
	first := tags(0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013c, 0x9c9b, 0xc62f, 0xc634)
	if orientation > 0 {
		first = append(first, exifTag{0x0112, string(orientation)})
	}
	return exifOf(first, tags(0x9003, 0x927c, 0x9286, 0xa420, 0xa430, 0xa431, 0xa433, 0xa434, 0xa435), tags(0x0012, 0x001b, 0x001c, 0x001d),
		[]byte("\xff\xd8"+p.word()+"\xff\xd9"))
}

type exifTag struct {
	tag  uint16
	text string
}

// exifOf makes a TIFF structure of a first directory, the EXIF and GPS ones below
// it, and a second with a thumbnail.
func exifOf(first, below, gps []exifTag, thumbnail []byte) string {
	order := binary.BigEndian
	out := []byte("MM\x00*\x00\x00\x00\x08")
	directory := func(tags []exifTag, links map[uint16]uint32) (next int) {
		out = order.AppendUint16(out, uint16(len(tags)+len(links)))
		text := len(out) + 12*(len(tags)+len(links)) + 4
		var texts []byte
		for _, t := range tags {
			out = order.AppendUint16(out, t.tag)
			if t.tag == 0x0112 {
				out = append(out, 0, 3, 0, 0, 0, 1, 0, t.text[0], 0, 0)
				continue
			}
			out = append(out, 0, 2)
			out = order.AppendUint32(out, uint32(len(t.text)+1))
			out = order.AppendUint32(out, uint32(text+len(texts)))
			texts = append(append(texts, t.text...), 0)
		}
		for tag, value := range links {
			out = append(order.AppendUint16(out, tag), 0, 4, 0, 0, 0, 1)
			out = order.AppendUint32(out, value)
		}
		next = len(out)
		out = append(append(out, 0, 0, 0, 0), texts...)
		return next
	}
	// The directories below come first in the file, so that their places are known.
	out = append(out, 0, 0, 0, 0) // room for nothing: the first one's place is set below
	links := map[uint16]uint32{}
	if below != nil {
		links[0x8769] = uint32(len(out))
		directory(below, nil)
	}
	if gps != nil {
		links[0x8825] = uint32(len(out))
		directory(gps, nil)
	}
	order.PutUint32(out[4:], uint32(len(out)))
	next := directory(first, links)
	if thumbnail != nil {
		at := len(out)
		out = append(out, thumbnail...)
		order.PutUint32(out[next:], uint32(len(out)))
		directory(nil, map[uint16]uint32{0x0201: uint32(at), 0x0202: uint32(len(thumbnail))})
	}
	return string(out)
}

// app puts an application segment behind the start of a JPEG.
func app(data []byte, mark byte, body string) []byte {
	head := []byte{0xff, mark, byte((len(body) + 2) >> 8), byte(len(body) + 2)}
	return bytes.Join([][]byte{data[:2], head, []byte(body), data[2:]}, nil)
}

func pngPart(name, body string) string {
	out := string(binary.BigEndian.AppendUint32(nil, uint32(len(body)))) + name + body
	return out + string(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(name+body))))
}

func pngWith(data []byte, parts ...string) []byte {
	return bytes.Join([][]byte{data[:33], []byte(strings.Join(parts, "")), data[33:]}, nil)
}

func deflated(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

func gifWith(data []byte, blocks string) []byte {
	at := 13 + 3<<(data[10]&7+1)
	return bytes.Join([][]byte{data[:at], []byte(blocks), data[at:]}, nil)
}

func gifEnd() string {
	end := []byte{1}
	for n := 255; n >= 0; n-- {
		end = append(end, byte(n))
	}
	return string(append(end, 0))
}

func webpWith(data []byte, name, body string) []byte {
	if len(body)%2 == 1 {
		body += "\x00"
	}
	out := append(binary.LittleEndian.AppendUint32(append(bytes.Clone(data), name...), uint32(len(body))), body...)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// webpOf is a WebP file, made as renditions are.
func webpOf(t *testing.T) []byte {
	taken, clean, err := darkroom.Now.Check(t.Context(), jpegOf(t, 48, 32))
	if err != nil {
		t.Fatal(err)
	}
	made, err := darkroom.Now.Print(t.Context(), "image/jpeg", clean, taken.Picture.Renditions(story.WebP)[:1])
	if err != nil {
		t.Fatal(err)
	}
	return made[0]
}
