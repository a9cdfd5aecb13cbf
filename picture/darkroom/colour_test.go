package darkroom

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"
)

// The colorants of two profiles, as their makers publish them, in rows of X, Y, Z.
var (
	displayP3 = [3][3]float64{{0.51512, 0.29198, 0.15710}, {0.24120, 0.69225, 0.06657}, {-0.00105, 0.04189, 0.78407}}
	adobeRGB  = [3][3]float64{{0.60974, 0.20528, 0.14919}, {0.31111, 0.62567, 0.06322}, {0.01947, 0.06087, 0.74457}}
	sRGB      = [3][3]float64{{0.43607, 0.38515, 0.14307}, {0.22249, 0.71687, 0.06061}, {0.01392, 0.09708, 0.71410}}
)

// profileOf makes an ICC profile with those colorants, and with sRGB's curve as a
// parametric one, or Adobe's gamma.
func profileOf(m [3][3]float64) []byte {
	fix := func(v float64) []byte { return binary.BigEndian.AppendUint32(nil, uint32(int32(math.Round(v*65536)))) }
	curve := append([]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), bytes.Join([][]byte{
		fix(2.4), fix(1 / 1.055), fix(0.055 / 1.055), fix(1 / 12.92), fix(0.04045)}, nil)...)
	if m == adobeRGB {
		curve = []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33\x00\x00")
	}
	var tags, body []byte
	add := func(name string, data []byte) {
		tags = append(tags, name...)
		tags = binary.BigEndian.AppendUint32(tags, uint32(132+12*7+len(body)))
		tags = binary.BigEndian.AppendUint32(tags, uint32(len(data)))
		body = append(body, data...)
	}
	for i, name := range []string{"r", "g", "b"} {
		add(name+"XYZ", append([]byte("XYZ \x00\x00\x00\x00"), bytes.Join([][]byte{fix(m[0][i]), fix(m[1][i]), fix(m[2][i])}, nil)...))
		add(name+"TRC", curve)
	}
	add("desc", []byte("desc\x00\x00\x00\x00SECRET"))
	head := make([]byte, 128)
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[36:], "acsp")
	out := binary.BigEndian.AppendUint32(head, 7)
	out = append(append(out, tags...), body...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

// TestProfilesBecomeSRGB has colours whose sRGB values others have calculated.
func TestProfilesBecomeSRGB(t *testing.T) {
	for _, c := range []struct {
		name     string
		matrix   [3][3]float64
		from, to [3]uint8
	}{
		{"Display P3 grey", displayP3, [3]uint8{128, 128, 128}, [3]uint8{128, 128, 128}},
		{"Display P3 skin", displayP3, [3]uint8{200, 150, 120}, [3]uint8{207, 149, 117}},
		{"Display P3 red, outside sRGB", displayP3, [3]uint8{255, 0, 0}, [3]uint8{255, 0, 0}},
		{"Adobe RGB skin", adobeRGB, [3]uint8{200, 150, 120}, [3]uint8{214, 150, 119}},
		{"Adobe RGB white", adobeRGB, [3]uint8{255, 255, 255}, [3]uint8{255, 255, 255}},
	} {
		conv := readICC(profileOf(c.matrix), 3).conversion()
		r, g, b := conv.of(c.from[0], c.from[1], c.from[2])
		if apart(int(r), c.to[0]) || apart(int(g), c.to[1]) || apart(int(b), c.to[2]) {
			t.Errorf("%s: %v became %d %d %d, want %v", c.name, c.from, r, g, b, c.to)
		}
	}
	if unlessSRGB(readICC(profileOf(sRGB), 3)) != nil {
		t.Error("sRGB itself would be converted")
	}
	if c, _ := fromCICP(12, 13); c == nil {
		t.Error("Display P3 by its code points is taken for sRGB")
	}
	if c, err := fromCICP(1, 13); c != nil || err != nil {
		t.Errorf("sRGB by its code points: %v, %v", c, err)
	}
}

func TestOnlyOtherColoursAreWrittenAnew(t *testing.T) {
	plain := sampleJPEG(t)
	in := func(m [3][3]float64) []byte {
		return afterSOI(plain, segment(markAPP2, "ICC_PROFILE\x00\x01\x01"+string(profileOf(m))))
	}
	if got := mustCheck(t, in(sRGB)); !bytes.Equal(got, mustCheck(t, plain)) {
		t.Error("a picture in sRGB was changed")
	}
	other := mustCheck(t, in(displayP3))
	if bytes.Contains(other, []byte("SECRET")) {
		t.Error("the profile's description was kept")
	}
	m, err := jpeg.Decode(bytes.NewReader(other))
	if err != nil {
		t.Fatal(err)
	}
	was, _ := jpeg.Decode(bytes.NewReader(plain))
	r1, _, _, _ := was.At(40, 4).RGBA()
	r2, _, _, _ := m.At(40, 4).RGBA()
	if r2 <= r1 {
		t.Errorf("red in Display P3 is stronger than in sRGB: %d became %d", r1>>8, r2>>8)
	}
}

// TestWebPWhiteIsWhite: the decoder gives VP8's white as 235.
func TestWebPWhiteIsWhite(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 32, 32))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for x := range 16 {
		for y := range 32 {
			m.Set(x, y, color.Black)
		}
	}
	data, err := libraries.encode(m, "webp")
	if err != nil {
		t.Fatal(err)
	}
	got, err := libraries.decode("image/webp", data)
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := got.At(28, 16).RGBA(); min(r, g, b)>>8 < 253 {
		t.Errorf("white came back as %d %d %d", r>>8, g>>8, b>>8)
	}
	if r, g, b, _ := got.At(3, 16).RGBA(); max(r, g, b)>>8 > 2 {
		t.Errorf("black came back as %d %d %d", r>>8, g>>8, b>>8)
	}
}

func TestGammaOfPNG(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 4, 4))
	for i := range grey.Pix {
		grey.Pix[i] = 128
	}
	var b bytes.Buffer
	png.Encode(&b, grey)
	for _, c := range []struct {
		gamma uint32
		want  uint8
	}{{45455, 128}, {100000, 188}} { // the usual one; linear light
		data := afterIHDR(b.Bytes(), chunk("gAMA", string(binary.BigEndian.AppendUint32(nil, c.gamma))))
		m, err := png.Decode(bytes.NewReader(mustCheck(t, data)))
		if err != nil {
			t.Fatal(err)
		}
		if got := color.GrayModel.Convert(m.At(1, 1)).(color.Gray).Y; apart(int(got), c.want) {
			t.Errorf("gamma %d: 128 became %d, want %d", c.gamma, got, c.want)
		}
	}
}
