package main

import (
	"image"
	"math"
)

// bazaar: a brick arcade with light falling in, cloth and spices.
func bazaar(c *canvas) {
	c.sky(800, 0x3a2a2b, 0x59403a)
	for i := range 5 { // arches behind arches, brighter towards the end
		k := float64(i)
		w, h := 1150-k*205, 800-k*105
		x, y := 600-w/2, 800-k*42
		c.fill(rgb([]uint32{0x6b4638, 0x7d523f, 0x936248, 0xab7550, 0xc78f60}[i]), arch(x, y, w, h))
		c.fill(rgb([]uint32{0x4b322d, 0x5d3f34, 0x74503f, 0x8d634a, 0xf6dfae}[i]), arch(x+w*0.06, y, w*0.88, h*0.93))
	}
	c.light(0xfff0c4, 600, 470, 330, 0.75)
	c.fill(down(640, 800, 0xb98d63, 0x6f4c39), shape{{505, 630}, {695, 630}, {1010, 800}, {190, 800}})
	for _, x := range []float64{0.18, 0.34, 0.5, 0.66, 0.82} {
		c.fill(glaze(0xffe7b5, 0.14), band(pt{505 + 190*x, 630}, pt{190 + 820*x, 800}, 2, 12))
	}
	figure(c, 575, 640, 0.62, 0x3b4a63)
	figure(c, 622, 646, 0.7, 0x6d2f36)
	stall(c, 0, 1)
	stall(c, width, -1)
	for i, x := range []float64{330, 870, 450, 750} {
		lamp(c, x, []float64{210, 210, 300, 300}[i], []float64{1, 1, 0.66, 0.66}[i])
	}
}

// stall is one side of the street: bolts of cloth above, sacks of spice below.
func stall(c *canvas, edge, side float64) {
	at := func(x float64) float64 { return edge + side*x }
	box := func(hex uint32, x, y, w, h float64) {
		c.fill(rgb(hex), shape{{at(x), y}, {at(x + w), y}, {at(x + w), y + h}, {at(x), y + h}})
	}
	box(0x3b2723, -10, 420, 250, 390)
	cloth := []uint32{0xc4523e, 0xe0a33b, 0x2f7f7a, 0x8f3a5b, 0xf0d9ae, 0x3e6aa0, 0x7fa06a}
	for i := range 7 {
		box(cloth[i], 6+float64(i)*32, 436, 28, 122+float64((i*37)%40))
		c.fill(glaze(0x000000, 0.16), shape{{at(24 + float64(i)*32), 436}, {at(34 + float64(i)*32), 436}, {at(34 + float64(i)*32), 558 + float64((i*37)%40)}, {at(24 + float64(i)*32), 558 + float64((i*37)%40)}})
	}
	spice := []uint32{0xd8702a, 0xb3261e, 0xe2b93b, 0x7a5a2e}
	for i := range 4 {
		x, y := at(50+float64(i)*76), 728+float64(i%2)*34
		c.fill(rgb(0xa98a63), blob(pt{x - 44, y}, pt{x - 48, y + 60}, pt{x, y + 84}, pt{x + 48, y + 60}, pt{x + 44, y}))
		c.fill(rgb(0xc6a67b), ellipse(x, y, 47, 14))
		c.fill(rgb(spice[i]), blob(pt{x - 38, y}, pt{x - 16, y - 18}, pt{x, y - 30}, pt{x + 16, y - 18}, pt{x + 38, y}, pt{x, y + 9}))
	}
}

func lamp(c *canvas, x, y, s float64) {
	c.line(rgb(0x2a1c1b), 2*s+1, pt{x, 0}, pt{x, y})
	c.light(0xffd27a, x, y+26*s, 120*s, 0.7)
	c.fill(rgb(0xffe2a0), blob(pt{x, y}, pt{x + 22*s, y + 26*s}, pt{x, y + 52*s}, pt{x - 22*s, y + 26*s}))
	c.fill(rgb(0xb9772e), rect(x-9*s, y-6*s, 18*s, 9*s))
	c.fill(rgb(0xb9772e), rect(x-6*s, y+50*s, 12*s, 7*s))
}

// figure is a walking person seen from behind, in a long shirt.
func figure(c *canvas, x, y, s float64, hex uint32) {
	c.fill(glaze(0x000000, 0.25), ellipse(x, y+2, 30*s, 6*s))
	c.fill(rgb(0x2a2326), rect(x-12*s, y-34*s, 9*s, 34*s))
	c.fill(rgb(0x2a2326), rect(x+3*s, y-34*s, 9*s, 34*s))
	c.fill(rgb(hex), blob(pt{x - 14*s, y - 112*s}, pt{x + 14*s, y - 112*s}, pt{x + 22*s, y - 70*s}, pt{x + 21*s, y - 24*s}, pt{x - 21*s, y - 24*s}, pt{x - 22*s, y - 70*s}))
	c.fill(rgb(0x8a5c42), circle(x, y-128*s, 12*s))
	c.fill(rgb(0xe9dcc3), blob(pt{x - 14*s, y - 131*s}, pt{x - 9*s, y - 143*s}, pt{x + 9*s, y - 143*s}, pt{x + 14*s, y - 131*s}))
}

// rain: a shower over flat roofs, a street with puddles, one umbrella.
func rain(c *canvas) {
	c.sky(560, 0x55687a, 0xa9b8bd)
	c.fill(down(220, 520, 0x7a8b97, 0x96a5aa), ridge(44, 330, 75).ground())
	for i, x := range []float64{120, 420, 760, 1060} {
		cloud(c, x, 110+float64(i%2)*46, 1.5, []uint32{0x44566a, 0x4d6073}[i%2])
	}
	roofs := []struct {
		x, y, w float64
		hex     uint32
	}{{-20, 430, 260, 0x9a7d66}, {190, 390, 210, 0xb08f70}, {380, 450, 240, 0x8c7060}, {600, 410, 200, 0xa68568}, {780, 440, 250, 0x97785f}, {1000, 396, 240, 0xb39274}}
	for i, r := range roofs {
		mudHouse(c, r.x, r.y, r.w, 660-r.y, r.hex, i)
	}
	c.fill(down(650, 800, 0x77858c, 0x4b5a64), rect(0, 650, width, 150))
	for _, p := range []struct{ x, y, r float64 }{{220, 730, 150}, {650, 762, 190}, {1010, 712, 130}} {
		c.fill(rgb(0x9fb2ba), ellipse(p.x, p.y, p.r, p.r*0.14))
		c.fill(glaze(0xdfe9ea, 0.6), ellipse(p.x+p.r*0.2, p.y-2, p.r*0.4, p.r*0.04))
	}
	umbrella(c, 660, 742)
	d := dice(77)
	for range 240 {
		x, y, l := d.roll(-40, 1240), d.roll(120, 800), d.roll(22, 52)
		c.fill(glaze(0xe6eff2, 0.38), band(pt{x, y}, pt{x - l*0.22, y + l}, 1.6, 1.6))
	}
}

func cloud(c *canvas, x, y, s float64, hex uint32) {
	for _, b := range []struct{ dx, dy, r float64 }{{-110, 18, 62}, {-50, -22, 78}, {30, -32, 88}, {104, 6, 66}, {0, 30, 90}} {
		c.fill(rgb(hex), ellipse(x+b.dx*s, y+b.dy*s, b.r*s, b.r*s*0.72))
	}
}

func mudHouse(c *canvas, x, y, w, h float64, hex uint32, i int) {
	c.fill(rgb(hex), rect(x, y, w, h))
	c.fill(glaze(0x000000, 0.22), rect(x+w*0.78, y, w*0.22, h))
	c.fill(rgb(0x6d5647), rect(x-7, y-12, w+14, 14))
	for k := range 5 {
		c.fill(rgb(0x54402f), circle(x+w*(0.12+0.19*float64(k)), y+16, 5))
	}
	wx := x + w*0.2
	c.fill(rgb(0x3d4a52), rect(wx, y+h*0.36, 44, 58))
	c.fill(rgb([]uint32{0xf3c877, 0x5a6b75, 0xf3c877}[i%3]), rect(wx+4, y+h*0.36+4, 36, 50))
	c.fill(rgb(0x3d4a52), rect(wx+20, y+h*0.36, 4, 58))
	c.fill(rgb([]uint32{0x2f6f8f, 0x7a3b34, 0x3f7a5a}[i%3]), rect(x+w*0.56, y+h*0.5, 46, h*0.5))
}

func umbrella(c *canvas, x, y float64) {
	c.fill(glaze(0x1f2a33, 0.35), ellipse(x, y+4, 60, 9))
	figure(c, x, y, 1.05, 0x33475c)
	c.line(rgb(0x2a2326), 4, pt{x + 20, y - 190}, pt{x + 20, y - 74})
	top := arc(x+20, y-168, 104, 66, 180, 360)
	c.fill(rgb(0xc8402f), top)
	for k := range 4 {
		cx := x + 20 - 78 + float64(k)*52
		c.fill(rgb([]uint32{0xa93324, 0xc8402f, 0xa93324, 0xc8402f}[k]), arc(cx, y-168, 26, 16, 0, 180))
	}
}

// kites: paper kites over roofs on a windy afternoon.
func kites(c *canvas) {
	c.sky(700, 0x5fb0d6, 0xfbe7c4)
	for i, x := range []float64{180, 980, 620} {
		softCloud(c, x, []float64{240, 190, 380}[i], []float64{1, 1.25, 0.8}[i])
	}
	c.fill(down(480, 640, 0xa9b7c4, 0xd6cfc0), ridge(12, 560, 60).ground())
	d := dice(31)
	for x := -30.0; x < width; {
		w, y := d.roll(100, 170), d.roll(618, 670)
		c.fill(rgb(d.pick(0xc79a72, 0xb7875f, 0xd4ab84, 0xa97a58)), rect(x, y, w, height-y))
		c.fill(rgb(0x8c6448), rect(x-4, y-8, w+8, 10))
		c.fill(rgb(0x5b4436), rect(x+w*0.3, y+40, 30, 40))
		x += w + d.roll(0, 10)
	}
	kite(c, 330, 210, 1.35, -14, 0xd8412f, 0xf6d45a, pt{438, 628})
	kite(c, 690, 150, 1.05, 16, 0x2f6f9f, 0xf3efe2, pt{520, 622})
	kite(c, 930, 330, 1.2, 8, 0x2f8a5d, 0xf2b63c, pt{786, 630})
	kite(c, 560, 395, 0.8, -22, 0x8a3f7d, 0xf7cfa0, pt{640, 640})
	kite(c, 1080, 120, 0.62, 20, 0xf0a12e, 0x9b2f3a, pt{980, 640})
	kite(c, 120, 90, 0.55, -18, 0x2c8b94, 0xf6e8c8, pt{210, 640})
	for i, x := range []float64{438, 520, 786} {
		child(c, x, 646, []uint32{0x26496b, 0x9b2f3a, 0x2f6b4c}[i])
	}
}

func softCloud(c *canvas, x, y, s float64) {
	for _, b := range []struct{ dx, dy, rx, ry float64 }{{-70, 8, 70, 22}, {0, -8, 84, 32}, {74, 8, 66, 20}} {
		c.fill(glaze(0xffffff, 0.55), ellipse(x+b.dx*s, y+b.dy*s, b.rx*s, b.ry*s))
	}
}

// kite is the four-cornered fighting kite, with its bow, spine and thread.
func kite(c *canvas, x, y, s, tilt float64, hex, other uint32, hand pt) {
	mid := pt{(x+hand.x)/2 + 24, (y+hand.y)/2 + 50}
	c.line(glaze(0x4a4a4a, 0.55), 1.3, curve(pt{x, y}, mid, hand)...)
	f := func(p image.Image, s2 shape) { c.fill(p, s2.at(x, y, s, tilt)) }
	f(rgb(hex), shape{{0, -90}, {84, 0}, {0, 96}, {-84, 0}})
	f(rgb(other), shape{{0, -90}, {84, 0}, {0, 12}})
	f(rgb(other), shape{{0, 96}, {-84, 0}, {0, 12}})
	f(rgb(hex), circle(28, -22, 15))
	c.line(rgb(0x5a3d26), 2.6*s, shape{{0, -90}, {0, 96}}.at(x, y, s, tilt)...)
	c.line(rgb(0x5a3d26), 2.2*s, curve(pt{-84, 0}, pt{-40, -30}, pt{0, -38}, pt{40, -30}, pt{84, 0}).at(x, y, s, tilt)...)
	f(rgb(hex), shape{{0, 90}, {20, 126}, {-20, 126}})
}

func child(c *canvas, x, y float64, hex uint32) {
	c.fill(rgb(0x3a2c2a), rect(x-9, y-24, 7, 26))
	c.fill(rgb(0x3a2c2a), rect(x+2, y-24, 7, 26))
	c.fill(rgb(hex), blob(pt{x - 10, y - 66}, pt{x + 10, y - 66}, pt{x + 15, y - 18}, pt{x - 15, y - 18}))
	c.line(rgb(hex), 7, pt{x + 7, y - 58}, pt{x + 18, y - 74}, pt{x + 4, y - 88})
	c.fill(rgb(0x8a5c42), circle(x, y-77, 10))
	c.fill(rgb(0x2b2226), arc(x, y-79, 10.5, 9, 180, 360))
}

// clinic: a white clinic with a green door at the end of a village street.
func clinic(c *canvas) {
	c.sky(520, 0x9fcfe0, 0xfaf0dc)
	c.fill(down(250, 520, 0x9aa9b5, 0xc5c6bb), ridge(64, 360, 90).ground())
	c.fill(down(500, 800, 0xd8c08f, 0xb5935f), hill(540, 528, 534, 528, 542).ground())
	c.fill(down(560, 800, 0xe9d9b4, 0xcdb283), shape{{520, 640}, {700, 640}, {980, 810}, {200, 810}})
	c.fill(rgb(0xf6f3ea), rect(300, 370, 600, 272))
	c.fill(rgb(0xdedacd), rect(790, 370, 110, 272))
	c.fill(rgb(0x7f8f8a), rect(284, 352, 632, 24))
	c.fill(rgb(0x2f7d6a), rect(548, 470, 112, 172))
	c.fill(rgb(0x266655), rect(602, 470, 4, 172))
	c.fill(rgb(0x8fb9b0), rect(560, 486, 34, 56))
	c.fill(rgb(0x8fb9b0), rect(614, 486, 34, 56))
	for _, x := range []float64{352, 446, 700, 806} {
		c.fill(rgb(0x2f7d6a), rect(x-5, 451, 68, 84))
		c.fill(down(456, 530, 0xb9dbe2, 0x7fb0bd), rect(x, 456, 58, 74))
		c.fill(rgb(0xf6f3ea), rect(x+27, 456, 4, 74))
		c.fill(rgb(0xf6f3ea), rect(x, 490, 58, 4))
	}
	c.fill(rgb(0xf6f3ea), rounded(540, 384, 128, 66, 8))
	c.fill(rgb(0x2f7d6a), rounded(546, 390, 116, 54, 6))
	heart(c, 604, 414, 19)
	c.fill(rgb(0xcfc6ae), rect(528, 640, 152, 14))
	for i, x := range []float64{170, 1010} {
		mulberry(c, x, 672, 250+float64(i)*40)
	}
	bench(c, 730, 640)
	for i := range 3 {
		figure(c, 424+float64(i)*44, 700+float64(i)*14, 0.82, []uint32{0x4c6a8a, 0x8f4a4f, 0x5a7a5a}[i])
	}
}

func heart(c *canvas, x, y, s float64) {
	c.fill(rgb(0xf6f3ea), blob(pt{x, y + s}, pt{x - s, y - s*0.1}, pt{x - s*0.55, y - s*0.75}, pt{x, y - s*0.35}, pt{x + s*0.55, y - s*0.75}, pt{x + s, y - s*0.1}))
}

func bench(c *canvas, x, y float64) {
	c.fill(rgb(0x8a6238), rect(x, y-28, 130, 8))
	c.fill(rgb(0x8a6238), rect(x, y-50, 130, 7))
	for _, dx := range []float64{8, 114} {
		c.fill(rgb(0x5c4027), rect(x+dx, y-50, 7, 56))
	}
}

// football: a ball on the spot, the goal behind, evening light.
func football(c *canvas) {
	c.sky(430, 0x35507e, 0xf6b483)
	c.light(0xffe2b3, 240, 400, 360, 0.7)
	c.fill(down(250, 460, 0x5a6492, 0xb98a86), ridge(18, 350, 80).ground())
	c.fill(rgb(0x3c3f5e), hill(420, 412, 424, 414, 420).ground())
	d := dice(14)
	for i := range 150 {
		x := float64(i)*8 + d.roll(-3, 3)
		c.fill(rgb(d.pick(0xc0716a, 0x4f5a86, 0xd9b06c, 0x6d8a78, 0x8a5c78)), circle(x, 428+d.roll(-7, 20), 5))
	}
	c.fill(rgb(0xe8e2d2), rect(0, 452, width, 22))
	for i := range 7 {
		t0, t1 := float64(i)/7, float64(i+1)/7
		y0, y1 := 474+326*t0*t0, 474+326*t1*t1
		c.fill(rgb([]uint32{0x4f8a4c, 0x5a9a55}[i%2]), rect(0, y0, width, y1-y0+1))
	}
	goal(c, 330, 300, 540, 214)
	c.fill(rgb(0xf2f1e6), shape{{300, 512}, {900, 512}, {905, 518}, {295, 518}})
	c.fill(rgb(0xf2f1e6), band(pt{300, 514}, pt{60, 640}, 4, 9))
	c.fill(rgb(0xf2f1e6), band(pt{900, 514}, pt{1140, 640}, 4, 9))
	c.fill(rgb(0xf2f1e6), rect(60, 636, 1080, 9))
	ball(c, 600, 690, 62)
}

func goal(c *canvas, x, y, w, h float64) {
	for i := range 28 {
		gx := x + w*float64(i)/27
		c.line(glaze(0xffffff, 0.38), 1.2, pt{gx, y}, pt{x + w*0.06 + (gx-x)*0.88, y + h - 26})
	}
	for i := range 10 {
		gy := y + (h-26)*float64(i)/9
		k := float64(i) / 9 * 0.06
		c.line(glaze(0xffffff, 0.38), 1.2, pt{x + w*k, gy}, pt{x + w*(1-k), gy})
	}
	c.line(rgb(0xfafafa), 9, pt{x, y + h}, pt{x, y}, pt{x + w, y}, pt{x + w, y + h})
}

func ball(c *canvas, x, y, r float64) {
	c.fill(glaze(0x1c3a20, 0.5), ellipse(x+10, y+r*0.96, r*1.15, r*0.2))
	c.fill(rgb(0xf7f4ea), circle(x, y, r))
	five := func(cx, cy, s, turn float64) {
		var p shape
		for i := range 5 {
			a := (float64(i)*72 + turn) * math.Pi / 180
			p = append(p, pt{cx + s*math.Cos(a), cy + s*math.Sin(a)})
		}
		c.fill(rgb(0x2b2b36), p)
	}
	five(x, y, r*0.34, -90)
	for i := range 5 {
		a := (float64(i)*72 - 90) * math.Pi / 180
		c.line(rgb(0x2b2b36), 2.5, pt{x + r*0.34*math.Cos(a), y + r*0.34*math.Sin(a)}, pt{x + r*0.66*math.Cos(a), y + r*0.66*math.Sin(a)})
		b := (float64(i)*72 - 90) * math.Pi / 180
		p := shape{}
		for k := range 5 {
			e := b + (float64(k)-2)*0.16
			p = append(p, pt{x + r*0.99*math.Cos(e), y + r*0.99*math.Sin(e)})
		}
		p = append(p, pt{x + r*0.7*math.Cos(b+0.17), y + r*0.7*math.Sin(b+0.17)}, pt{x + r*0.7*math.Cos(b-0.17), y + r*0.7*math.Sin(b-0.17)})
		c.fill(rgb(0x2b2b36), p)
	}
	c.fill(glaze(0x3a3550, 0.18), blob(pt{x - r*0.5, y + r*0.84}, pt{x + r*0.6, y + r*0.76}, pt{x + r*0.97, y}, pt{x + r*0.62, y + r*0.42}, pt{x, y + r*0.7}))
}
