package darkroom

import (
	"encoding/binary"
	"math"
)

// An ICC profile (ICC.1:2022) says what the numbers of a picture look like. Read
// are those that cameras, phones and editors write: three curves and a matrix
// (sRGB, Display P3, Adobe RGB, ProPhoto) and one curve for grey. A profile made
// of tables, or one that is broken, is taken for sRGB: such files are rare, and a
// slightly wrong colour is better than a refused picture.

// curve gives linear light, 0 to 1, for each value of eight bits.
type curve [256]float64

// colour is how a picture's numbers become light: of each channel a curve, then
// a matrix into XYZ of the D50 white. A grey one has only its first curve.
type colour struct {
	grey   bool
	curves [3]curve
	matrix [3][3]float64
}

// maxProfile is how large a profile may be, unpacked. A real one with a matrix has
// some kilobytes; one with tables, which is not read, has megabytes.
const maxProfile = 4 << 20

// readICC reads a profile for a picture of 1 or 3 channels. nil: it is not one
// that is read.
func readICC(data []byte, channels int) *colour {
	if len(data) < 132 || len(data) > maxProfile || string(data[36:40]) != "acsp" {
		return nil
	}
	p := icc{data}
	switch space := string(data[16:20]); {
	case space == "GRAY" && channels == 1:
		return p.grey()
	case space == "RGB " && channels == 3 && string(data[20:24]) == "XYZ ":
		return p.threeCurves()
	}
	return nil
}

type icc struct{ data []byte }

// tag gives the bytes of a tag; nil when it is missing or lies outside.
func (p icc) tag(name string) []byte {
	count := min(int(binary.BigEndian.Uint32(p.data[128:])), 100)
	for i := range count {
		at := 132 + 12*i
		if at+12 > len(p.data) {
			return nil
		}
		entry := p.data[at : at+12]
		if string(entry[:4]) != name {
			continue
		}
		from, size := uint64(binary.BigEndian.Uint32(entry[4:])), uint64(binary.BigEndian.Uint32(entry[8:]))
		if from+size > uint64(len(p.data)) {
			return nil
		}
		return p.data[from : from+size]
	}
	return nil
}

func (p icc) threeCurves() *colour {
	c := &colour{}
	for i, name := range []string{"r", "g", "b"} {
		xyz := p.tag(name + "XYZ")
		if len(xyz) < 20 || string(xyz[:4]) != "XYZ " {
			return nil
		}
		for row := range 3 {
			c.matrix[row][i] = fixed(xyz[8+4*row:])
		}
		if !readCurve(p.tag(name+"TRC"), &c.curves[i]) {
			return nil
		}
	}
	return c
}

// grey reads a grey profile. Where the profile's own space is Lab its curve gives
// lightness, not light.
func (p icc) grey() *colour {
	c := &colour{grey: true}
	if !readCurve(p.tag("kTRC"), &c.curves[0]) {
		return nil
	}
	if string(p.data[20:24]) == "Lab " {
		for i, l := range c.curves[0] {
			c.curves[0][i] = lightOf(l)
		}
	}
	return c
}

// lightOf is CIE luminance for a lightness of 0 to 1.
func lightOf(l float64) float64 {
	if l <= 0.08 {
		return l * 100 / 903.3
	}
	return math.Pow((l*100+16)/116, 3)
}

// fixed reads an s15Fixed16Number.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

// readCurve reads a curveType or parametricCurveType (10.6 and 10.18).
func readCurve(data []byte, c *curve) bool {
	if len(data) < 12 {
		return false
	}
	switch string(data[:4]) {
	case "curv":
		return c.sampled(data[12:], int(binary.BigEndian.Uint32(data[8:])))
	case "para":
		return c.parametric(data[12:], binary.BigEndian.Uint16(data[8:]))
	}
	return false
}

func (c *curve) sampled(data []byte, n int) bool {
	if n < 0 || n > 1<<16 || len(data) < 2*n {
		return false
	}
	at := func(i int) float64 { return float64(binary.BigEndian.Uint16(data[2*i:])) }
	switch n {
	case 0:
		c.fill(func(x float64) float64 { return x })
	case 1:
		gamma := at(0) / 256
		c.fill(func(x float64) float64 { return math.Pow(x, gamma) })
	default:
		c.fill(func(x float64) float64 {
			pos := x * float64(n-1)
			i := min(int(pos), n-2)
			return (at(i) + (at(i+1)-at(i))*(pos-float64(i))) / 65535
		})
	}
	return true
}

// parametric are the functions of table 68, which all are
// (ax+b)^g+e from d on and cx+f below.
func (c *curve) parametric(data []byte, kind uint16) bool {
	needs := []int{1, 3, 4, 5, 7}
	if int(kind) >= len(needs) || len(data) < 4*needs[kind] {
		return false
	}
	v := [7]float64{0, 1}
	for i := range needs[kind] {
		v[i] = fixed(data[4*i:])
	}
	g, a, b, k, d, e, f := v[0], v[1], v[2], v[3], v[4], v[5], v[6]
	switch kind {
	case 0:
		d = -1
	case 1, 2: // k is the offset of both sides, and d follows from a and b
		if a == 0 {
			return false
		}
		e, f, k, d = k, k, 0, -b/a
	}
	c.fill(func(x float64) float64 {
		if x < d {
			return k*x + f
		}
		return math.Pow(max(a*x+b, 0), g) + e
	})
	return true
}

func (c *curve) fill(f func(float64) float64) {
	for i := range c {
		v := f(float64(i) / 255)
		if !(v > 0) { // and what is no number
			v = 0
		}
		c[i] = min(v, 1)
	}
}
