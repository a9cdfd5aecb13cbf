package main

import "math"

func rect(x, y, w, h float64) shape {
	return shape{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
}

func circle(x, y, r float64) shape { return ellipse(x, y, r, r) }

func ellipse(x, y, rx, ry float64) shape { return arc(x, y, rx, ry, 0, 360) }

// arc is the points of an ellipse from one angle to another, in degrees
// clockwise from the right.
func arc(x, y, rx, ry, from, to float64) shape {
	const steps = 72
	var s shape
	for i := range steps + 1 {
		a := (from + (to-from)*float64(i)/steps) * math.Pi / 180
		s = append(s, pt{x + rx*math.Cos(a), y + ry*math.Sin(a)})
	}
	return s
}

// rounded is a rectangle with round corners.
func rounded(x, y, w, h, r float64) shape {
	var s shape
	s = append(s, arc(x+w-r, y+r, r, r, -90, 0)...)
	s = append(s, arc(x+w-r, y+h-r, r, r, 0, 90)...)
	s = append(s, arc(x+r, y+h-r, r, r, 90, 180)...)
	return append(s, arc(x+r, y+r, r, r, 180, 270)...)
}

// arch is an opening with a pointed top, as in brick bazaars: w wide, from the
// ground at y up to a point at y-h.
func arch(x, y, w, h float64) shape {
	spring := y - h + w*0.62
	s := shape{{x, y}}
	for i := range 25 {
		t := float64(i) / 24
		s = append(s, pt{x + w/2*bulge(t), spring - (spring-(y-h))*t})
	}
	for i := range 25 {
		t := 1 - float64(i)/24
		s = append(s, pt{x + w - w/2*bulge(t), spring - (spring-(y-h))*t})
	}
	return append(s, pt{x + w, y})
}

// bulge is how far an arch has come in at the height t, both from 0 to 1.
func bulge(t float64) float64 { return 1 - math.Pow(1-math.Pow(t, 1.9), 0.72) }

// band is a straight stroke from a to b, wider or narrower at its ends.
func band(a, b pt, wa, wb float64) shape {
	dx, dy := b.x-a.x, b.y-a.y
	n := math.Hypot(dx, dy)
	if n == 0 {
		n = 1
	}
	ux, uy := -dy/n/2, dx/n/2
	return shape{{a.x + ux*wa, a.y + uy*wa}, {b.x + ux*wb, b.y + uy*wb}, {b.x - ux*wb, b.y - uy*wb}, {a.x - ux*wa, a.y - uy*wa}}
}

// curve is a soft line through the points (Catmull–Rom), open.
func curve(points ...pt) shape {
	var out shape
	at := func(i int) pt { return points[min(max(i, 0), len(points)-1)] }
	for i := range len(points) - 1 {
		out = append(out, span(at(i-1), at(i), at(i+1), at(i+2))...)
	}
	return append(out, points[len(points)-1])
}

// blob is a soft closed outline through the points.
func blob(points ...pt) shape {
	var out shape
	n := len(points)
	for i := range n {
		out = append(out, span(points[(i+n-1)%n], points[i], points[(i+1)%n], points[(i+2)%n])...)
	}
	return out
}

func span(p0, p1, p2, p3 pt) shape {
	const steps = 14
	var out shape
	for k := range steps {
		t := float64(k) / steps
		out = append(out, pt{spline(p0.x, p1.x, p2.x, p3.x, t), spline(p0.y, p1.y, p2.y, p3.y, t)})
	}
	return out
}

func spline(a, b, c, d, t float64) float64 {
	return 0.5 * (2*b + (c-a)*t + (2*a-5*b+4*c-d)*t*t + (3*b-a-3*c+d)*t*t*t)
}

// ground closes an open line down to the bottom of the picture.
func (s shape) ground() shape {
	return append(append(shape{}, s...), pt{s[len(s)-1].x, height}, pt{s[0].x, height})
}

// at moves, scales and turns a shape drawn around the origin.
func (s shape) at(x, y, scale, degrees float64) shape {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	out := make(shape, len(s))
	for i, p := range s {
		out[i] = pt{x + scale*(p.x*cos-p.y*sin), y + scale*(p.x*sin+p.y*cos)}
	}
	return out
}

// dice is a small fixed sequence of numbers: the pictures must come out the
// same every time and on every machine.
type dice uint32

// roll gives a number from lo up to hi.
func (d *dice) roll(lo, hi float64) float64 {
	*d = *d*1664525 + 1013904223
	return lo + (hi-lo)*float64(*d>>8)/float64(1<<24)
}

func (d *dice) pick(hexes ...uint32) uint32 {
	return hexes[int(d.roll(0, float64(len(hexes))))]
}

// ridge is the line of a mountain range around the height y, from edge to
// edge: midpoints are pushed up and down, less each time.
func ridge(seed dice, y, rough float64) shape {
	points := []float64{seed.roll(-1, 1), seed.roll(-1, 1), seed.roll(-1, 1), seed.roll(-1, 1)}
	for amount := 0.5; len(points) < 180; amount *= 0.5 {
		next := points[:1:1]
		for i := 1; i < len(points); i++ {
			next = append(next, (points[i-1]+points[i])/2+seed.roll(-amount, amount), points[i])
		}
		points = next
	}
	var s shape
	for i, v := range points {
		s = append(s, pt{-20 + (width+40)*float64(i)/float64(len(points)-1), y - v*rough})
	}
	return s
}

// hill is a soft rise from edge to edge through the given heights.
func hill(ys ...float64) shape {
	var points []pt
	for i, y := range ys {
		points = append(points, pt{-20 + (width+40)*float64(i)/float64(len(ys)-1), y})
	}
	return curve(points...)
}
