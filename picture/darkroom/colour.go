package darkroom

import (
	"image"
	"image/color"
	"math"
)

// fromXYZ takes XYZ of the D50 white to linear sRGB: the inverse of the matrix in
// sRGB's own profile, so that the profile comes out as no change.
var fromXYZ = invert([3][3]float64{
	{0.4360657, 0.3851471, 0.1430664},
	{0.2224884, 0.7168732, 0.0606079},
	{0.0139160, 0.0970764, 0.7140961},
})

// whiteD50 is the white of all profiles.
var whiteD50 = [3]float64{0.9642, 1, 0.8249}

// conversion is a colour made ready for many pixels.
type conversion struct {
	light  [3][256]float32
	matrix [3][3]float32
	codes  *[4096]uint8
}

func (c *colour) conversion() *conversion {
	out := &conversion{codes: &[4096]uint8{}}
	for i := range out.codes {
		out.codes[i] = uint8(math.Round(255 * encodeSRGB(float64(i)/4095)))
	}
	m := fromXYZ
	if !c.grey {
		m = multiply(fromXYZ, c.matrix)
	}
	for i := range 3 {
		of := i
		if c.grey {
			of, m[i] = 0, [3]float64{1, 0, 0}
		}
		for v := range 256 {
			out.light[i][v] = float32(c.curves[of][v])
		}
		for j := range 3 {
			out.matrix[i][j] = float32(m[i][j])
		}
	}
	return out
}

// encodeSRGB is the curve of IEC 61966-2-1.
func encodeSRGB(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

func decodeSRGB(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// of converts one pixel.
func (c *conversion) of(r, g, b uint8) (uint8, uint8, uint8) {
	lr, lg, lb := c.light[0][r], c.light[1][g], c.light[2][b]
	code := func(row [3]float32) uint8 {
		v := row[0]*lr + row[1]*lg + row[2]*lb
		return c.codes[int(min(max(v, 0), 1)*4095+0.5)]
	}
	return code(c.matrix[0]), code(c.matrix[1]), code(c.matrix[2])
}

// isSRGB says that no colour would change by more than the step or two that
// different roundings of the same profile differ by.
func (c *colour) isSRGB() bool {
	conv := c.conversion()
	const step = 51
	for r := 0; r < 256; r += step {
		for g := 0; g < 256; g += step {
			for b := 0; b < 256; b += step {
				if c.grey && (r != g || g != b) {
					continue
				}
				r2, g2, b2 := conv.of(uint8(r), uint8(g), uint8(b))
				if apart(r, r2) || apart(g, g2) || apart(b, b2) {
					return false
				}
			}
		}
	}
	return true
}

func apart(a int, b uint8) bool { return a-int(b) > 3 || int(b)-a > 3 }

// toSRGB changes the pixels of a picture; its transparency stays.
func (c *colour) toSRGB(m *image.NRGBA) {
	conv := c.conversion()
	for y := range m.Rect.Dy() {
		row := m.Pix[y*m.Stride:][:4*m.Rect.Dx()]
		for i := 0; i < len(row); i += 4 {
			row[i], row[i+1], row[i+2] = conv.of(row[i], row[i+1], row[i+2])
		}
	}
}

// fromPrimaries makes a colour of the chromaticities of red, green, blue and
// white, adapted to D50 by Bradford's method, and of a curve.
func fromPrimaries(xy [4][2]float64, f func(float64) float64) *colour {
	c := &colour{}
	for i := range 3 {
		c.curves[i].fill(f)
	}
	var primaries [3][3]float64
	for i := range 3 {
		for row, v := range xyz(xy[i]) {
			primaries[row][i] = v
		}
	}
	white := xyz(xy[3])
	scale := apply(invert(primaries), white)
	for row := range 3 {
		for i := range 3 {
			primaries[row][i] *= scale[i]
		}
	}
	c.matrix = multiply(adaptation(white), primaries)
	return c
}

func xyz(xy [2]float64) [3]float64 {
	y := max(xy[1], 1e-6)
	return [3]float64{xy[0] / y, 1, (1 - xy[0] - xy[1]) / y}
}

func adaptation(white [3]float64) [3][3]float64 {
	bradford := [3][3]float64{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	from, to := apply(bradford, white), apply(bradford, whiteD50)
	var scale [3][3]float64
	for i := range 3 {
		scale[i][i] = to[i] / from[i]
	}
	return multiply(invert(bradford), multiply(scale, bradford))
}

func multiply(a, b [3][3]float64) (out [3][3]float64) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				out[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return out
}

func apply(m [3][3]float64, v [3]float64) (out [3]float64) {
	for i := range 3 {
		out[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return out
}

func invert(m [3][3]float64) (out [3][3]float64) {
	at := func(i, j int) float64 { return m[i%3][j%3] }
	det := 0.0
	for i := range 3 {
		det += m[0][i] * (at(1, i+1)*at(2, i+2) - at(1, i+2)*at(2, i+1))
	}
	for i := range 3 {
		for j := range 3 {
			out[j][i] = (at(i+1, j+1)*at(i+2, j+2) - at(i+1, j+2)*at(i+2, j+1)) / det
		}
	}
	return out
}

// isGrey says that a picture has one channel.
func isGrey(m image.Image) bool {
	switch m.ColorModel() {
	case color.GrayModel, color.Gray16Model:
		return true
	}
	return false
}
