package darkroom

import (
	"fmt"
	"math"
)

// Coding-independent code points (ITU-T H.273), as PNG's cICP and AVIF's nclx
// give them: numbers for the primaries and for the transfer function.

var primaries = map[int][4][2]float64{
	1:  {{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}, d65},       // BT.709, sRGB
	9:  {{0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}, d65}, // BT.2020
	11: {{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, dci}, // DCI-P3
	12: {{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, d65}, // Display P3
}

var d65, dci = [2]float64{0.3127, 0.3290}, [2]float64{0.314, 0.351}

// errHDR: its brightness has no place in sRGB without choices that are the
// photographer's.
var errHDR = fmt.Errorf("%w: HDR (PQ or HLG); export it as sRGB", ErrNotAPicture)

// fromCICP gives the colour of code points; nil is sRGB, which is also what
// unknown and unspecified ones are taken for.
func fromCICP(primary, transfer int) (*colour, error) {
	var f func(float64) float64
	switch transfer {
	case 16, 18:
		return nil, errHDR
	case 4:
		f = func(v float64) float64 { return math.Pow(v, 2.2) }
	case 5:
		f = func(v float64) float64 { return math.Pow(v, 2.8) }
	case 8:
		f = func(v float64) float64 { return v }
	default:
		// Stills that say BT.709 are made and shown with sRGB's curve.
		f = decodeSRGB
	}
	xy, ok := primaries[primary]
	if !ok {
		xy = primaries[1]
	}
	return unlessSRGB(fromPrimaries(xy, f)), nil
}

func unlessSRGB(c *colour) *colour {
	if c == nil || c.isSRGB() {
		return nil
	}
	return c
}
