package darkroom

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// pngWalk is a walk over a PNG file.
type pngWalk struct {
	file
	channels int
	icc      []byte
	cicp     []byte
	srgb     bool
	gamma    float64 // 0: it does not say
	points   *[4][2]float64
	pixels   [][]byte // the bodies of the IDAT chunks
}

// walkPNG goes over the chunks, keeps those without which there is no picture
// and cuts what stands after the end. An animated PNG becomes its still picture:
// the further frames are chunks our decoder never looks at.
func walkPNG(data []byte) (*file, error) {
	conf, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	p := &pngWalk{channels: 3}
	p.width, p.height, p.perPixel = conf.Width, conf.Height, pngCost(conf.ColorModel)
	if conf.ColorModel == color.GrayModel || conf.ColorModel == color.Gray16Model {
		p.channels = 1
	}
	if err := p.affordable(); err != nil {
		return nil, err
	}
	p.clean = append(make([]byte, 0, len(data)), pngMagic...)
	for rest := data[len(pngMagic):]; ; {
		if len(rest) < 12 {
			return nil, fmt.Errorf("%w: it ends before its end chunk", ErrBroken)
		}
		n := uint64(binary.BigEndian.Uint32(rest)) + 12
		if n > uint64(len(rest)) {
			return nil, fmt.Errorf("%w: a chunk at byte %d is cut short", ErrBroken, len(data)-len(rest))
		}
		name, body := string(rest[4:8]), rest[8:n-4]
		p.chunk(name, body, rest[:n])
		rest = rest[n:]
		if name == "IEND" {
			if len(rest) > 0 {
				p.drop(Trailer)
			}
			return &p.file, p.complete()
		}
	}
}

// pngCost is the memory a decoded pixel takes.
func pngCost(m color.Model) float64 {
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.RGBAModel, color.NRGBAModel:
		return 4
	case color.Gray16Model:
		return 2
	}
	return 1
}

// chunk keeps or drops one chunk and notes what it says.
func (p *pngWalk) chunk(name string, body, whole []byte) {
	switch name {
	case "IDAT":
		p.pixels = append(p.pixels, body)
		p.clean = append(p.clean, whole...)
	case "IHDR", "PLTE", "IEND", "tRNS":
		p.clean = append(p.clean, whole...)
	case "iCCP":
		p.drop(Profile)
		p.icc = unpackNamed(body, maxProfile)
	case "cICP":
		p.cicp = body
	case "sRGB":
		p.srgb = true
	case "gAMA":
		if len(body) == 4 {
			p.gamma = float64(binary.BigEndian.Uint32(body)) / 100_000
		}
	case "cHRM":
		p.chromaticities(body)
	case "eXIf":
		p.exif = body
	case "tEXt", "zTXt", "iTXt":
		p.drop(Words)
		p.words(name, body)
	case "tIME":
		p.drop(Time)
	case "pHYs", "sBIT", "bKGD", "hIST", "mDCV", "cLLI":
	default:
		p.drop(Program)
	}
}

// complete draws what follows from the whole file.
func (p *pngWalk) complete() (err error) {
	p.rewrite = hidesBehind(p.pixels)
	p.colour, err = p.colours()
	return err
}

// colours gives the colour by what counts first (PNG 3rd edition, 4.3).
func (p *pngWalk) colours() (*colour, error) {
	switch {
	case len(p.cicp) == 4:
		return fromCICP(int(p.cicp[0]), int(p.cicp[1]))
	case p.icc != nil:
		return unlessSRGB(readICC(p.icc, p.channels)), nil
	case p.srgb || p.gamma <= 0:
		return nil, nil
	}
	xy := primaries[1]
	if p.points != nil {
		xy = *p.points
	}
	return unlessSRGB(fromPrimaries(xy, func(v float64) float64 { return math.Pow(v, 1/p.gamma) })), nil
}

// chromaticities reads white, red, green and blue.
func (p *pngWalk) chromaticities(body []byte) {
	if len(body) != 32 {
		return
	}
	var xy [4][2]float64
	for i := range 4 {
		to := (i + 3) % 4 // the white comes last with us
		for j := range 2 {
			xy[to][j] = float64(binary.BigEndian.Uint32(body[8*i+4*j:])) / 100_000
		}
		if xy[to][1] <= 0 || xy[to][0] > 1 || xy[to][1] > 1 {
			return
		}
	}
	p.points = &xy
}

// words reads the credit out of a text chunk.
func (p *pngWalk) words(name string, body []byte) {
	key, text, ok := strings.Cut(string(body), "\x00")
	switch {
	case !ok:
	case name == "iTXt" && key == "XML:com.adobe.xmp":
		p.xmp = internationalText(text)
	case name == "tEXt" && key == "Author":
		p.said.Creator = text
	case name == "tEXt" && key == "Copyright":
		p.said.Copyright = text
	}
}

// internationalText gives the text of an iTXt chunk behind its key.
func internationalText(rest string) []byte {
	if len(rest) < 2 {
		return nil
	}
	packed := rest[0] == 1
	_, rest, _ = strings.Cut(rest[2:], "\x00") // the language
	_, text, ok := strings.Cut(rest, "\x00")   // the key in that language
	if !ok {
		return nil
	}
	if packed {
		return unpack([]byte(text), maxXMP)
	}
	return []byte(text)
}

// unpackNamed unpacks what stands behind a name and a method.
func unpackNamed(body []byte, most int64) []byte {
	name := bytes.IndexByte(body, 0)
	if name < 0 || name+2 > len(body) {
		return nil
	}
	return unpack(body[name+2:], most)
}

// unpack unpacks a zlib stream; nil when it is broken or holds too much.
func unpack(packed []byte, most int64) []byte {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil || int64(len(data)) > most {
		return nil
	}
	return data
}

// hidesBehind reports whether bytes stand behind the end of the packed pixels,
// where the decoder does not look: whole chunks, sometimes of a picture that was
// cropped (CVE-2023-21036).
func hidesBehind(pixels [][]byte) bool {
	all := bytes.NewReader(bytes.Join(pixels, nil))
	r, err := zlib.NewReader(all)
	if err != nil {
		return false // the decoder says what is wrong
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return false
	}
	return all.Len() > 0
}
