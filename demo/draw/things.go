package main

import "math"

// cricket: a pitch under mountains, a batter waiting, fielders far off.
func cricket(c *canvas) {
	c.sky(400, 0x7fb7d9, 0xf5ead2)
	c.fill(down(160, 400, 0x8c9bb3, 0xc2c4c4), ridge(83, 280, 90).ground())
	snow(c, 83, 280, 90)
	c.fill(rgb(0x6f8f57), hill(388, 380, 386, 378, 386).ground())
	for i := range 42 {
		x := float64(i) * 29
		c.fill(rgb([]uint32{0x5c7a48, 0x66864f, 0x547043}[i%3]), ellipse(x, 388, 26, 18+float64((i*7)%12)))
	}
	for i := range 8 {
		t0, t1 := float64(i)/8, float64(i+1)/8
		y0, y1 := 400+400*t0*t0, 400+400*t1*t1
		c.fill(rgb([]uint32{0x7fae57, 0x8abb60}[i%2]), rect(0, y0, width, y1-y0+1))
	}
	c.fill(glaze(0xffffff, 0.85), arc(600, 470, 700, 58, 190, 350).thick(4))
	c.fill(down(430, 800, 0xdcc795, 0xc9ad74), shape{{566, 436}, {634, 436}, {800, 810}, {400, 810}})
	c.fill(rgb(0xf7f4ea), rect(556, 452, 88, 3))
	c.fill(rgb(0xf7f4ea), shape{{436, 704}, {764, 704}, {768, 713}, {432, 713}})
	wicket(c, 600, 448, 0.24)
	player(c, 552, 476, 0.52, false)
	player(c, 250, 470, 0.42, false)
	player(c, 930, 462, 0.38, false)
	player(c, 1080, 520, 0.6, false)
	player(c, 470, 432, 0.3, false)
	wicket(c, 600, 786, 1)
	player(c, 470, 716, 1.75, true)
}

func wicket(c *canvas, x, y, s float64) {
	c.fill(glaze(0x4a3a1f, 0.3), ellipse(x, y, 46*s, 7*s))
	for _, dx := range []float64{-27, 0, 27} {
		c.fill(across(x+(dx-6)*s, x+(dx+6)*s, 0xf0d9a0, 0xb98b4d), rect(x+(dx-6)*s, y-150*s, 12*s, 150*s))
	}
	c.fill(rgb(0x9a6a34), rect(x-30*s, y-156*s, 28*s, 7*s))
	c.fill(rgb(0x9a6a34), rect(x+2*s, y-156*s, 28*s, 7*s))
}

// player is a cricketer in white; one with a bat stands ready for the ball.
func player(c *canvas, x, y, s float64, bat bool) {
	white, shade := rgb(0xfbf8ef), rgb(0xdcd8cc)
	c.fill(glaze(0x2f4a22, 0.35), ellipse(x+6*s, y, 34*s, 6*s))
	c.fill(shade, shape{{x - 16*s, y - 58*s}, {x + 2*s, y - 58*s}, {x - 6*s, y}, {x - 20*s, y}})
	c.fill(white, shape{{x - 2*s, y - 58*s}, {x + 16*s, y - 58*s}, {x + 20*s, y}, {x + 6*s, y}})
	c.fill(white, blob(pt{x - 17*s, y - 56*s}, pt{x - 20*s, y - 96*s}, pt{x, y - 106*s}, pt{x + 20*s, y - 96*s}, pt{x + 17*s, y - 56*s}))
	c.fill(rgb(0x2c5aa0), rect(x-17*s, y-64*s, 34*s, 6*s))
	c.fill(rgb(0x8d5f43), circle(x+2*s, y-118*s, 12*s))
	c.fill(rgb(0x2c5aa0), arc(x+2*s, y-120*s, 13*s, 12*s, 180, 360))
	c.fill(rgb(0x2c5aa0), rect(x+2*s, y-122*s, 20*s, 4*s))
	if !bat {
		c.line(white, 8*s, pt{x - 16*s, y - 94*s}, pt{x - 27*s, y - 66*s})
		c.line(white, 8*s, pt{x + 16*s, y - 94*s}, pt{x + 27*s, y - 66*s})
		return
	}
	c.fill(white, rounded(x+5*s, y-44*s, 15*s, 42*s, 5*s))
	c.fill(white, rounded(x-21*s, y-44*s, 15*s, 42*s, 5*s))
	c.fill(rgb(0xd9a55b), band(pt{x + 40*s, y - 56*s}, pt{x + 56*s, y - 3*s}, 11*s, 14*s))
	c.line(rgb(0x4a3524), 5*s, pt{x + 34*s, y - 76*s}, pt{x + 41*s, y - 54*s})
	c.line(white, 9*s, pt{x + 15*s, y - 95*s}, pt{x + 29*s, y - 86*s}, pt{x + 36*s, y - 70*s})
	c.line(shade, 9*s, pt{x - 12*s, y - 92*s}, pt{x + 12*s, y - 76*s}, pt{x + 36*s, y - 68*s})
	c.fill(rgb(0x8d5f43), circle(x+36*s, y-70*s, 6*s))
}

// books: three shelves, a glass of pencils, one book face out.
func books(c *canvas) {
	c.sky(800, 0x6b4a3a, 0x573b30)
	d := dice(17)
	for shelf := range 3 {
		y := 262 + float64(shelf)*262
		c.fill(down(y-252, y, 0x3d2922, 0x4c342a), rect(40, y-238, 1120, 238))
		row(c, &d, shelf, y)
		c.fill(down(y, y+24, 0xb4835a, 0x8a5d3d), rect(24, y, 1152, 24))
		c.fill(glaze(0x000000, 0.25), rect(40, y+24, 1120, 7))
	}
	for _, x := range []float64{24, 1150} {
		c.fill(across(x, x+26, 0xa87650, 0x87593a), rect(x, 0, 26, height))
	}
}

// row fills a shelf: upright books, a gap with something in it, a leaning one.
func row(c *canvas, d *dice, shelf int, y float64) {
	gap := []float64{760, 330, 860}[shelf]
	for x := 58.0; x < 1130; {
		if x > gap {
			still(c, shelf, x+10, y)
			x, gap = x+200, width
			continue
		}
		w, h := d.roll(30, 58), d.roll(150, 222)
		w = min(w, 1140-x)
		if w < 16 {
			break
		}
		spine(c, d, x, y, w, h)
		x += w + 2
	}
}

func spine(c *canvas, d *dice, x, y, w, h float64) {
	hex := d.pick(0xb5482f, 0x2f6d78, 0xd9a441, 0x3f5787, 0x7f9463, 0x8a3b52, 0xe4d3b0, 0x51616b, 0xc77d4e)
	c.fill(rgb(hex), rect(x, y-h, w, h))
	c.fill(glaze(0xffffff, 0.14), rect(x, y-h, w*0.22, h))
	c.fill(glaze(0x000000, 0.2), rect(x+w*0.84, y-h, w*0.16, h))
	gold := glaze(0xffe9b8, 0.75)
	switch int(d.roll(0, 3)) {
	case 0:
		c.fill(gold, rect(x, y-h+18, w, 4))
		c.fill(gold, rect(x, y-h+28, w, 2))
		c.fill(gold, rect(x, y-24, w, 4))
	case 1:
		c.fill(gold, rounded(x+w*0.25, y-h*0.72, w*0.5, h*0.34, 4))
	default:
		c.fill(gold, circle(x+w/2, y-h*0.8, w*0.2))
		c.fill(gold, rect(x+w*0.42, y-h*0.62, w*0.16, h*0.36))
	}
}

// still is what stands in a shelf's gap.
func still(c *canvas, shelf int, x, y float64) {
	switch shelf {
	case 0: // a book face out
		c.fill(rgb(0x2b6068), rect(x+20, y-196, 140, 196))
		c.fill(rgb(0xf2dfb4), rect(x+34, y-180, 112, 164))
		c.fill(rgb(0xc6522f), circle(x+90, y-118, 34))
		c.fill(rgb(0x2b6068), shape{{x + 34, y - 62}, {x + 74, y - 108}, {x + 98, y - 80}, {x + 118, y - 98}, {x + 146, y - 62}})
		c.fill(rgb(0x2b6068), rect(x+52, y-44, 76, 6))
	case 1: // pencils in a glass
		for i := range 5 {
			px := x + 62 + float64(i)*15
			c.fill(rgb([]uint32{0xd9a441, 0xb5482f, 0x3f8f8a, 0xe4d3b0, 0x3f5787}[i]), band(pt{px, y - 60}, pt{px + (float64(i)-2)*16, y - 168 + math.Abs(float64(i)-2)*9}, 9, 9))
		}
		c.fill(glaze(0xbfe0e4, 0.75), shape{{x + 44, y - 104}, {x + 140, y - 104}, {x + 130, y}, {x + 54, y}})
		c.fill(glaze(0xffffff, 0.35), shape{{x + 54, y - 100}, {x + 66, y - 100}, {x + 70, y - 6}, {x + 62, y - 6}})
	default: // a plant
		for i := range 7 {
			a := (float64(i)*22 - 156) * math.Pi / 180
			tip := pt{x + 92 + 96*math.Cos(a), y - 92 + 98*math.Sin(a)}
			c.fill(rgb([]uint32{0x6f9a55, 0x88ad63}[i%2]), blob(pt{x + 92, y - 80}, pt{(x+92+tip.x)/2 - 14, (y-80+tip.y)/2 - 8}, tip, pt{(x+92+tip.x)/2 + 14, (y-80+tip.y)/2 + 8}))
		}
		c.fill(rgb(0xb5613c), shape{{x + 50, y - 84}, {x + 134, y - 84}, {x + 120, y}, {x + 64, y}})
		c.fill(rgb(0xc97650), rect(x+44, y-92, 96, 16))
	}
}

// saffron: crocuses at dawn, rows of them up to the hills.
func saffron(c *canvas) {
	c.sky(380, 0xf3c7b0, 0xfdf0d5)
	c.light(0xfff6dc, 330, 330, 300, 0.9)
	c.fill(down(190, 380, 0xb7a1bd, 0xdcc4c4), ridge(28, 300, 80).ground())
	c.fill(down(360, 800, 0xa98b6b, 0x6f5440), hill(380, 374, 382, 374, 380).ground())
	for i := range 15 {
		x := float64(i-7) * 12
		c.fill(glaze(0x5a4232, 0.4), band(pt{600 + x, 378}, pt{600 + x*15, 810}, 1, 22))
	}
	d := dice(41)
	for r := range 15 {
		t := float64(r+1) / 15
		y := 382 + 300*t*t
		step := 13 + 96*t*t
		for x := -40 + d.roll(0, step); x < width+40; x += step * d.roll(0.85, 1.15) {
			s := 0.07 + 0.42*t*t
			crocus(c, x, y+d.roll(-4, 4)*t, s, d.roll(-9, 9), false)
		}
	}
	for _, f := range []struct{ x, y, s, tilt float64 }{{180, 800, 1.45, -10}, {430, 830, 1.15, 6}, {960, 806, 1.6, 8}, {735, 842, 1.2, -5}, {1150, 850, 1.1, 10}} {
		crocus(c, f.x, f.y, f.s, f.tilt, true)
	}
}

// crocus is the saffron flower: six petals, three red threads.
func crocus(c *canvas, x, y, s, tilt float64, near bool) {
	f := func(hex uint32, sh shape) { c.fill(rgb(hex), sh.at(x, y, s, tilt)) }
	if near {
		for _, dx := range []float64{-46, -22, 30, 54} {
			f(0x5d7a45, blob(pt{0, 20}, pt{dx * 0.7, -70}, pt{dx * 1.5, -128}, pt{dx*0.7 + 8, -60}))
		}
		f(0xcdb6d6, shape{{-7, 20}, {7, 20}, {9, -110}, {-9, -110}})
	} else {
		f(0x6f8a50, shape{{-8, 10}, {8, 10}, {4, -100}, {-4, -100}})
	}
	petal := func(hex uint32, lean, w, h float64) {
		f(hex, blob(pt{0, -96}, pt{lean*0.5 - w, -96 - h*0.55}, pt{lean, -96 - h}, pt{lean*0.5 + w, -96 - h*0.55}))
	}
	petal(0x7a55a0, -86, 24, 118)
	petal(0x7a55a0, 86, 24, 118)
	petal(0x8a63b2, 0, 30, 158)
	if near {
		for _, lean := range []float64{-54, 0, 52} {
			c.line(rgb(0xc8321f), 8*s, curve(pt{0, -104}, pt{lean * 0.4, -176}, pt{lean, -232}).at(x, y, s, tilt)...)
			f(0xe1582b, circle(lean, -234, 8))
		}
		f(0xf0b432, ellipse(0, -166, 7, 26))
	}
	petal(0x9a74c4, -52, 32, 124)
	petal(0xa581cd, 54, 32, 122)
	if near {
		f(0xb595da, blob(pt{0, -94}, pt{-26, -130}, pt{-6, -184}, pt{24, -132}))
	}
}

// bakery: the mouth of a clay oven, loaves on the board and on the wall.
func bakery(c *canvas) {
	c.sky(800, 0x4a2e25, 0x6b4331)
	d := dice(13)
	for r := range 11 {
		for x := -40 - float64(r%2)*38; x < width; x += 78 {
			c.fill(rgb(d.pick(0x5d3a2c, 0x643f30, 0x573528)), rounded(x, float64(r)*46, 72, 40, 4))
		}
	}
	c.light(0xff9a3d, 600, 500, 560, 0.75)
	c.fill(down(330, 620, 0xb98860, 0x7d5238), ellipse(600, 500, 330, 170))
	c.fill(rgb(0x9a6a48), ellipse(600, 494, 292, 146))
	c.fill(down(360, 630, 0xffd36b, 0xd6451d), ellipse(600, 496, 258, 124))
	c.fill(rgb(0xfff1b8), ellipse(600, 560, 150, 40))
	for i := range 9 {
		x := 455 + float64(i)*36
		h := 70 + float64((i*53)%60)
		c.fill(glaze(0xffe38a, 0.75), blob(pt{x - 22, 584}, pt{x - 12, 584 - h*0.5}, pt{x + 4, 584 - h}, pt{x + 14, 584 - h*0.45}, pt{x + 22, 584}))
	}
	for _, p := range []struct{ x, y, a float64 }{{420, 450, 60}, {505, 412, 25}, {600, 402, 0}, {695, 412, -25}, {780, 450, -60}} {
		c.fill(rgb(0xe0a458), ellipse(0, 0, 44, 20).at(p.x, p.y, 1, p.a+90))
		c.fill(rgb(0xf0c07a), ellipse(0, -3, 36, 14).at(p.x, p.y, 1, p.a+90))
	}
	c.fill(down(640, 800, 0xa87448, 0x7b5030), rect(0, 650, width, 150))
	c.fill(rgb(0xc08a58), rect(0, 644, width, 14))
	for i := range 6 {
		naan(c, 130+float64(i)*190, 706+float64(i%2)*30, 1.12, float64(i*17%30)-15)
	}
}

// naan is a long loaf with finger furrows and seeds.
func naan(c *canvas, x, y, s, tilt float64) {
	c.fill(glaze(0x2b170d, 0.35), ellipse(4, 10, 96, 44).at(x, y, s, tilt))
	outline := blob(pt{-98, 0}, pt{-70, -36}, pt{0, -42}, pt{72, -32}, pt{102, 2}, pt{70, 36}, pt{0, 42}, pt{-72, 34})
	c.fill(rgb(0xc98742), outline.at(x, y, s, tilt))
	c.fill(rgb(0xe7b067), outline.at(x, y-3*s, s*0.9, tilt))
	for _, dy := range []float64{-18, 0, 18} {
		c.line(rgb(0xbd7c3c), 5*s, curve(pt{-66, dy}, pt{0, dy - 3}, pt{66, dy}).at(x, y, s, tilt)...)
	}
	d := dice(uint32(x))
	for range 26 {
		p := shape{{d.roll(-76, 76), d.roll(-27, 27)}}.at(x, y, s, tilt)[0]
		c.fill(rgb(0xfbe9bd), ellipse(p.x, p.y, 3, 1.8))
	}
}

// classroom: a board, a window with a tree behind it, desks in rows.
func classroom(c *canvas) {
	c.sky(800, 0xf3e6c8, 0xe6d3ab)
	c.fill(rgb(0x8fb0a2), rect(0, 430, width, 210))
	c.fill(rgb(0x7a9c8e), rect(0, 426, width, 8))
	c.fill(rgb(0x9a6a3f), rounded(330, 110, 560, 300, 8))
	c.fill(down(124, 396, 0x2d5148, 0x274840), rect(346, 126, 528, 268))
	chalk := glaze(0xf4f1e4, 0.85)
	for i, w := range []float64{300, 380, 240} {
		y := 180 + float64(i)*62
		c.line(chalk, 4, curve(pt{840, y}, pt{840 - w*0.3, y + 8}, pt{840 - w*0.6, y - 8}, pt{840 - w, y + 4})...)
		for k := range 5 {
			c.fill(chalk, circle(820-w*float64(k)/5, y-16+float64(k%2)*34, 3.2))
		}
	}
	c.fill(rgb(0x9a6a3f), rect(346, 400, 528, 12))
	c.fill(rgb(0xf8f5ea), rect(420, 394, 46, 7))
	c.fill(rgb(0xf3c9a9), rect(486, 394, 30, 7))
	window(c, 64, 96)
	window(c, 950, 96)
	c.fill(down(640, 800, 0xb98a5c, 0x8d6440), rect(0, 640, width, 160))
	c.fill(glaze(0xfff2c9, 0.35), shape{{64, 640}, {250, 640}, {470, 800}, {150, 800}})
	for r := range 2 {
		for i := range 4 - r {
			s := 0.86 + 0.34*float64(r)
			desk(c, 170+float64(i)*290+float64(r)*145, 650+float64(r)*128, s, i+r)
		}
	}
}

func window(c *canvas, x, y float64) {
	c.fill(rgb(0xfaf4e4), rect(x-12, y-12, 210, 290))
	c.fill(down(y, y+266, 0x8ec9e6, 0xe7f2e2), rect(x, y, 186, 266))
	c.fill(rgb(0x8d9db0), shape{{x, y + 266}, {x, y + 190}, {x + 60, y + 130}, {x + 110, y + 180}, {x + 150, y + 150}, {x + 186, y + 196}, {x + 186, y + 266}})
	c.fill(rgb(0x7fa35a), blob(pt{x + 86, y + 266}, pt{x + 96, y + 190}, pt{x + 140, y + 164}, pt{x + 184, y + 196}, pt{x + 184, y + 266}))
	c.fill(rgb(0xfaf4e4), rect(x+88, y, 10, 266))
	c.fill(rgb(0xfaf4e4), rect(x, y+124, 186, 10))
	c.fill(rgb(0xd9c9a2), rect(x-20, y+278, 226, 14))
}

func desk(c *canvas, x, y, s float64, i int) {
	r := func(hex uint32, dx, dy, w, h float64) { c.fill(rgb(hex), rect(x+dx*s, y+dy*s, w*s, h*s)) }
	c.fill(glaze(0x3a2716, 0.25), ellipse(x, y+4*s, 116*s, 10*s))
	for _, dx := range []float64{-92, 80} {
		r(0x6b4526, dx, -78, 12, 80)
	}
	c.fill(rgb(0xd39a58), shape{{x - 96*s, y - 98*s}, {x + 96*s, y - 98*s}, {x + 112*s, y - 74*s}, {x - 112*s, y - 74*s}})
	r(0xa9743c, -112, -74, 224, 12)
	r(0x8d5d2e, -92, -50, 184, 8)
	cover := []uint32{0xc4523e, 0x2f7f8a, 0xe2b342, 0x6d7fae, 0x6f9a55}[i%5]
	c.fill(rgb(cover), shape{{x - 40*s, y - 94*s}, {x + 6*s, y - 94*s}, {x + 8*s, y - 80*s}, {x - 46*s, y - 80*s}})
	c.fill(rgb(0xfbf6e6), shape{{x + 20*s, y - 93*s}, {x + 62*s, y - 93*s}, {x + 68*s, y - 81*s}, {x + 22*s, y - 81*s}})
}

// riders: horsemen and dust against a low sun.
func riders(c *canvas) {
	c.sky(560, 0xd9764a, 0xfbdc9c)
	c.light(0xfff3c8, 600, 430, 420, 0.95)
	c.fill(rgb(0xfff1c4), circle(600, 430, 92))
	c.fill(down(320, 560, 0xc0735a, 0xe0a874), ridge(52, 450, 70).ground())
	c.fill(down(480, 660, 0x9a5544, 0xb4704f), ridge(8, 540, 40).ground())
	c.fill(down(600, 800, 0x7a4233, 0x4a2823), hill(640, 616, 628, 612, 636).ground())
	d := dice(25)
	for range 26 {
		x, y, r := d.roll(60, 1140), d.roll(600, 680), d.roll(60, 130)
		c.light(0xf3c78c, x, y, r, 0.22)
	}
	horseman(c, 900, 640, 0.92, 0x4b2a26, false)
	horseman(c, 330, 654, 1.12, 0x3f2323, false)
	horseman(c, 620, 700, 1.5, 0x2b181a, true)
	for range 34 {
		x, y, r := d.roll(40, 1160), d.roll(690, 800), d.roll(70, 150)
		c.light(0xf0bd80, x, y, r, 0.3)
	}
}

// horseman is a horse at the gallop with its rider, drawn facing right around
// the point between its hooves.
func horseman(c *canvas, x, y, s float64, hex uint32, whip bool) {
	dark := rgb(hex)
	f := func(points ...pt) { c.fill(dark, blob(points...).at(x, y, s, 0)) }
	leg := func(w float64, points ...pt) {
		path := curve(points...).at(x, y, s, 0)
		for i := 1; i < len(path); i++ {
			k := w * s * (1.25 - 0.75*float64(i)/float64(len(path)))
			c.fill(dark, band(path[i-1], path[i], k, k))
			c.fill(dark, circle(path[i].x, path[i].y, k/2))
		}
		hoof := path[len(path)-1]
		c.fill(dark, ellipse(hoof.x+2*s, hoof.y+2*s, w*s*0.5, w*s*0.34))
	}
	// body, neck and head
	f(pt{-90, -98}, pt{-76, -126}, pt{-46, -132}, pt{-8, -122}, pt{30, -126}, pt{60, -118}, pt{72, -94}, pt{54, -68}, pt{14, -62}, pt{-30, -70}, pt{-62, -66}, pt{-88, -76})
	f(pt{36, -118}, pt{64, -150}, pt{92, -176}, pt{104, -164}, pt{88, -134}, pt{70, -92}, pt{46, -90})
	f(pt{86, -182}, pt{104, -184}, pt{140, -152}, pt{138, -142}, pt{124, -142}, pt{100, -156}, pt{84, -166})
	f(pt{92, -180}, pt{94, -198}, pt{103, -180})
	// mane and tail
	f(pt{36, -122}, pt{60, -158}, pt{88, -186}, pt{70, -150}, pt{50, -116})
	f(pt{-80, -112}, pt{-108, -118}, pt{-146, -96}, pt{-158, -70}, pt{-132, -84}, pt{-104, -94}, pt{-82, -96})
	// legs at the gallop
	leg(15, pt{-66, -84}, pt{-92, -56}, pt{-116, -44}, pt{-138, -20})
	leg(15, pt{-52, -80}, pt{-60, -48}, pt{-88, -28}, pt{-98, -2})
	leg(13, pt{50, -84}, pt{84, -70}, pt{112, -60}, pt{134, -40})
	leg(13, pt{42, -80}, pt{62, -48}, pt{88, -34}, pt{84, -10})
	// rider, leaning forward
	c.fill(rgb(hex), blob(pt{-18, -118}, pt{-16, -158}, pt{2, -190}, pt{22, -192}, pt{28, -164}, pt{16, -118}).at(x, y, s, 0))
	c.line(dark, 13*s, curve(pt{2, -120}, pt{22, -98}, pt{12, -66}).at(x, y, s, 0)...)
	c.line(dark, 10*s, curve(pt{18, -178}, pt{40, -160}, pt{62, -152}).at(x, y, s, 0)...)
	c.fill(dark, circle(22, -206, 13).at(x, y, s, 0))
	c.fill(dark, blob(pt{2, -212}, pt{10, -226}, pt{34, -226}, pt{42, -211}, pt{22, -208}).at(x, y, s, 0))
	if whip {
		c.line(dark, 9*s, curve(pt{6, -182}, pt{-18, -196}, pt{-30, -222}).at(x, y, s, 0)...)
		c.line(dark, 3*s, curve(pt{-30, -222}, pt{-60, -250}, pt{-98, -240}).at(x, y, s, 0)...)
	}
}

// tea: a pot, two glasses of green tea and a plate of sweets on a red cloth.
func tea(c *canvas) {
	c.sky(520, 0x2d4a58, 0x4f7480)
	c.fill(rgb(0xe8d6ac), rect(120, 40, 330, 400))
	c.fill(down(56, 424, 0xf7c98b, 0xfdf0cf), rect(136, 56, 298, 368))
	c.fill(rgb(0xb48f7a), shape{{136, 424}, {136, 330}, {210, 262}, {270, 316}, {340, 244}, {434, 340}, {434, 424}})
	c.fill(rgb(0xe8d6ac), rect(279, 40, 12, 400))
	c.fill(rgb(0xe8d6ac), rect(120, 232, 330, 12))
	c.fill(down(500, 800, 0xb23a34, 0x7d2228), rect(0, 500, width, 300))
	for i := range 20 {
		x := float64(i)*64 - 8
		c.fill(rgb(0xe6b95c), shape{{x + 20, 514}, {x + 36, 530}, {x + 20, 546}, {x + 4, 530}})
		c.fill(rgb(0x2b4a5c), shape{{x + 20, 520}, {x + 30, 530}, {x + 20, 540}, {x + 10, 530}})
	}
	c.fill(rgb(0xe6b95c), rect(0, 500, width, 6))
	c.fill(rgb(0xe6b95c), rect(0, 554, width, 5))
	pot(c, 760, 660)
	glass(c, 330, 690, 1.1)
	glass(c, 520, 742, 1.25)
	sweets(c, 1010, 734)
}

func pot(c *canvas, x, y float64) {
	c.fill(glaze(0x30090d, 0.4), ellipse(x+12, y+8, 190, 24))
	c.line(rgb(0x2c6d73), 22, curve(pt{x + 118, y - 210}, pt{x + 196, y - 190}, pt{x + 200, y - 110}, pt{x + 124, y - 74})...)
	c.fill(rgb(0x2c6d73), blob(pt{x - 110, y - 96}, pt{x - 176, y - 150}, pt{x - 214, y - 236}, pt{x - 190, y - 240}, pt{x - 140, y - 178}, pt{x - 92, y - 170}))
	c.fill(across(x-140, x+140, 0x3f8f92, 0x225a61), blob(pt{x - 134, y - 110}, pt{x - 96, y - 214}, pt{x, y - 244}, pt{x + 96, y - 214}, pt{x + 134, y - 110}, pt{x + 92, y - 14}, pt{x + 50, y + 4}, pt{x - 50, y + 4}, pt{x - 92, y - 14}))
	c.fill(rgb(0x225a61), ellipse(x, y-232, 84, 16))
	c.fill(rgb(0x3f8f92), arc(x, y-234, 76, 44, 180, 360))
	c.fill(rgb(0xe6b95c), circle(x, y-284, 14))
	for i := range 5 {
		px := x - 84 + float64(i)*42
		py := y - 120 - 10*math.Cos(float64(i-2)*0.8)
		c.fill(rgb(0xf2e3bb), circle(px, py, 15))
		c.fill(rgb(0xc6522f), circle(px, py, 8))
	}
	c.fill(glaze(0xffffff, 0.22), blob(pt{x - 96, y - 150}, pt{x - 66, y - 206}, pt{x - 50, y - 200}, pt{x - 78, y - 138}))
}

func glass(c *canvas, x, y, s float64) {
	c.fill(glaze(0x30090d, 0.4), ellipse(x+6*s, y+2*s, 76*s, 14*s))
	c.fill(rgb(0xf3ead2), ellipse(x, y-4*s, 78*s, 15*s))
	c.fill(rgb(0xd9c79c), ellipse(x, y-4*s, 50*s, 9*s))
	body := shape{{x - 50*s, y - 150*s}, {x + 50*s, y - 150*s}, {x + 38*s, y - 12*s}, {x - 38*s, y - 12*s}}
	c.fill(glaze(0xd8edf0, 0.4), body)
	c.fill(down(y-124*s, y-16*s, 0xdcc35a, 0xa9952f), shape{{x - 46*s, y - 122*s}, {x + 46*s, y - 122*s}, {x + 36*s, y - 18*s}, {x - 36*s, y - 18*s}})
	c.fill(rgb(0xe9d67c), ellipse(x, y-122*s, 46*s, 9*s))
	c.fill(glaze(0xffffff, 0.4), shape{{x - 40*s, y - 144*s}, {x - 28*s, y - 144*s}, {x - 24*s, y - 24*s}, {x - 31*s, y - 24*s}})
	for i := range 2 {
		dx := float64(i)*26 - 13
		c.line(glaze(0xffffff, 0.16), 7*s, curve(pt{x + dx*s, y - 166*s}, pt{x + (dx-14)*s, y - 200*s}, pt{x + (dx+12)*s, y - 236*s}, pt{x + (dx-6)*s, y - 276*s})...)
	}
}

func sweets(c *canvas, x, y float64) {
	c.fill(glaze(0x30090d, 0.4), ellipse(x+6, y+10, 140, 22))
	c.fill(rgb(0xf3ead2), ellipse(x, y, 140, 26))
	c.fill(rgb(0xdccba0), ellipse(x, y-3, 112, 18))
	d := dice(19)
	for i := range 22 {
		px, py := x+d.roll(-86, 86), y-10-d.roll(0, 34)*(1-math.Abs(float64(i%11)-5)/9)
		c.fill(rgb(d.pick(0xf7f1e2, 0xf4dfb8, 0xe7c9a6, 0xfbf6ea)), ellipse(px, py, 19, 13))
		c.fill(glaze(0xffffff, 0.5), ellipse(px-5, py-4, 6, 3))
	}
}
