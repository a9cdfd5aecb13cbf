package main

// dusk: mountains behind a city whose windows are being lit.
func dusk(c *canvas) {
	c.sky(560, 0x2b3a67, 0xf2a97a)
	c.light(0xffe0b0, 860, 470, 420, 0.8)
	c.fill(rgb(0xffe9c9), circle(860, 440, 46))
	c.fill(down(250, 620, 0x6d6a93, 0xc98f86), ridge(7, 360, 130).ground())
	c.fill(down(320, 640, 0x564f7d, 0x9a6f80), ridge(23, 450, 95).ground())
	c.fill(down(420, 700, 0x433f68, 0x6c5271), ridge(57, 540, 70).ground())
	d := dice(5)
	for row := range 7 {
		y := 560 + float64(row)*34
		for x := d.roll(-40, 0); x < width; {
			w := d.roll(44, 92)
			house(c, &d, x, y+d.roll(-14, 14), w, row)
			x += w + d.roll(-6, 10)
		}
	}
	for _, x := range []float64{130, 168, 1010} {
		poplar(c, x, 800, 190, 0x1d2140)
	}
}

// house is a flat-roofed house with a few windows, some of them lit.
func house(c *canvas, d *dice, x, y, w float64, row int) {
	walls := []uint32{0x4d4469, 0x463e63, 0x40395d, 0x393456, 0x322e4f, 0x2b2948, 0x242440}
	c.fill(rgb(walls[row]), rect(x, y, w, height-y))
	c.fill(glaze(0xffffff, 0.07), rect(x, y, w, 3))
	for wx := x + 9; wx+10 < x+w; wx += 19 {
		if d.roll(0, 1) < 0.4 {
			c.fill(rgb(d.pick(0xffd88a, 0xffc46b, 0xffe6ad)), rect(wx, y+11, 8, 11))
		}
	}
}

// poplar is the tall narrow tree of gardens and canals.
func poplar(c *canvas, x, y, h float64, hex uint32) {
	w := h * 0.11
	c.fill(rgb(hex), blob(pt{x, y - h}, pt{x + w, y - h*0.6}, pt{x + w*0.8, y - h*0.15}, pt{x, y - h*0.04}, pt{x - w*0.8, y - h*0.15}, pt{x - w, y - h*0.6}))
	c.fill(rgb(hex), rect(x-h*0.012, y-h*0.1, h*0.024, h*0.1))
}

// lake: still blue water between sandstone cliffs.
func lake(c *canvas) {
	c.sky(420, 0x8fc3e0, 0xe8f0ea)
	c.fill(down(180, 420, 0xc9b6a6, 0xdccabb), ridge(91, 270, 70).ground())
	c.fill(down(250, 460, 0xc58f6b, 0xdba983), cliff(11, 300, 46))
	for i := range 5 {
		y := 345 + float64(i)*19
		c.fill(glaze(0x9c6445, 0.22), curve(pt{-10, y}, pt{300, y + 9}, pt{600, y - 4}, pt{900, y + 7}, pt{1210, y}).thick(4))
	}
	c.fill(down(440, 800, 0x2f86a8, 0x0f4c75), rect(0, 440, width, 360))
	c.fill(glaze(0xdba983, 0.30), cliff(11, 300, 46).flip(440))
	d := dice(3)
	for range 46 {
		x, y := d.roll(-60, 1180), d.roll(455, 790)
		c.fill(glaze(0xd6f0f2, 0.22), ellipse(x, y, d.roll(30, 110), 1.6))
	}
	c.fill(down(560, 800, 0xd9a77c, 0xa9704d), blob(pt{-60, 620}, pt{140, 600}, pt{300, 650}, pt{420, 730}, pt{470, 860}, pt{-60, 880}))
	c.fill(glaze(0x7a4a33, 0.25), blob(pt{-60, 700}, pt{120, 690}, pt{260, 740}, pt{330, 860}, pt{-60, 880}))
	c.fill(down(600, 800, 0xcf9a70, 0x9a6344), blob(pt{1260, 660}, pt{1090, 672}, pt{960, 735}, pt{930, 860}, pt{1260, 880}))
	boat(c, 690, 610)
}

func boat(c *canvas, x, y float64) {
	c.fill(glaze(0x0a2f4a, 0.35), ellipse(x, y+16, 84, 7))
	c.fill(rgb(0xc2452f), shape{{x - 82, y - 10}, {x + 82, y - 10}, {x + 60, y + 14}, {x - 60, y + 14}})
	c.fill(rgb(0xf3e3c3), shape{{x - 82, y - 10}, {x + 82, y - 10}, {x + 78, y - 5}, {x - 78, y - 5}})
	c.fill(rgb(0x2c2b3c), blob(pt{x - 12, y - 10}, pt{x - 9, y - 40}, pt{x + 6, y - 40}, pt{x + 12, y - 10}))
	c.fill(rgb(0x8d5a3b), circle(x-1, y-49, 9))
	c.line(rgb(0x6d4a2f), 4, pt{x + 4, y - 30}, pt{x + 70, y + 16})
}

// cliff is a wall with a flat, broken top.
func cliff(seed dice, y, step float64) shape {
	s := shape{{-20, height}, {-20, y}}
	for x := -20.0; x < width+20; {
		y2 := y + seed.roll(-step, step)
		s = append(s, pt{x + 10, y2})
		x += seed.roll(60, 170)
		s = append(s, pt{x, y2 + seed.roll(-8, 8)})
	}
	return append(s, pt{width + 20, height})
}

// flip mirrors a shape in water that begins at y and shows it half as tall.
func (s shape) flip(y float64) shape {
	out := make(shape, 0, len(s))
	for _, p := range s {
		out = append(out, pt{p.x, y + (y-min(p.y, y))*0.6})
	}
	return out
}

// thick makes a line of an open curve: a narrow closed band below it.
func (s shape) thick(w float64) shape {
	out := append(shape{}, s...)
	for i := len(s) - 1; i >= 0; i-- {
		out = append(out, pt{s[i].x, s[i].y + w})
	}
	return out
}

// road: a mountain road that winds up to a pass, and one lorry on it.
func road(c *canvas) {
	c.sky(460, 0x9ac2d6, 0xf4e8d2)
	c.fill(down(120, 420, 0xa3b0bd, 0xcdd0cc), ridge(33, 250, 120).ground())
	snow(c, 33, 250, 120)
	c.fill(down(300, 560, 0x8f9a86, 0xb4b091), ridge(71, 400, 80).ground())
	c.fill(down(400, 800, 0xc2b280, 0x9c8456), hill(520, 470, 500, 540, 470, 440).ground())
	way := []pt{{520, 820}, {640, 700}, {860, 640}, {900, 590}, {690, 560}, {520, 540}, {560, 512}, {720, 500}, {820, 486}, {868, 472}}
	wide := []float64{190, 120, 74, 58, 46, 36, 27, 20, 13, 7}
	winding(c, 0x8a7448, way, wide, 1.35)
	winding(c, 0x5b5a5e, way, wide, 1)
	c.line(rgb(0xe9dfc3), 5, curve(way[0], way[1], way[2])[4:24]...)
	c.fill(down(560, 800, 0x9b8a5a, 0x77663f), blob(pt{-60, 610}, pt{170, 600}, pt{330, 680}, pt{380, 840}, pt{-60, 860}))
	d := dice(9)
	for range 26 {
		x, y := d.roll(0, 330), d.roll(650, 790)
		c.fill(rgb(d.pick(0x6a7442, 0x7d8650, 0x5c6539)), ellipse(x, y, d.roll(10, 22), d.roll(6, 12)))
	}
	for i := range 9 {
		x := 940 + float64(i)*31
		poplar(c, x, 640+float64(i)*9, 120+float64(i)*13, 0x55673f)
	}
	lorry(c, 800, 626, 1)
}

// snow lies on a range made by ridge with the same numbers, deepest on the
// highest tops.
func snow(c *canvas, seed dice, y, rough float64) {
	line := ridge(seed, y, rough)
	edge := ridge(seed+1, 0, 14)
	low := make(shape, 0, len(line))
	for i := len(line) - 1; i >= 0; i-- {
		depth := max(0, (y-20-line[i].y)*0.45)
		low = append(low, pt{line[i].x, line[i].y + depth + min(depth, max(-depth, edge[i].y))})
	}
	c.fill(glaze(0xffffff, 0.75), append(line, low...))
}

// winding paints a road along soft bends, wide near us and narrow far away.
func winding(c *canvas, hex uint32, way []pt, wide []float64, factor float64) {
	path := curve(way...)
	for i := 1; i < len(path); i++ {
		k := float64(i) / float64(len(path)-1) * float64(len(wide)-1)
		n := min(int(k), len(wide)-2)
		w := (wide[n] + (wide[n+1]-wide[n])*(k-float64(n))) * factor
		c.fill(rgb(hex), ellipse(path[i].x, path[i].y, w/2, w/5))
		c.fill(rgb(hex), band(path[i-1], path[i], w*0.5, w*0.5))
	}
}

// lorry is one of the painted lorries of the mountain roads, seen from the side.
func lorry(c *canvas, x, y, s float64) {
	r := func(hex uint32, dx, dy, w, h float64) { c.fill(rgb(hex), rect(x+dx*s, y+dy*s, w*s, h*s)) }
	c.fill(glaze(0x000000, 0.25), ellipse(x+6*s, y+4*s, 92*s, 9*s))
	r(0xb23a2e, -80, -66, 112, 56)
	r(0xe3b23c, -80, -72, 112, 9)
	r(0x2f6f73, -80, -24, 112, 8)
	for i := range 5 {
		c.fill(rgb([]uint32{0xf3e3c3, 0x3f8f8a, 0xe3b23c, 0x3f8f8a, 0xf3e3c3}[i]), circle(x+(-66+float64(i)*21)*s, y-44*s, 8*s))
	}
	c.fill(rgb(0x27566b), shape{{x + 34*s, y - 52*s}, {x + 62*s, y - 52*s}, {x + 78*s, y - 28*s}, {x + 78*s, y - 10*s}, {x + 34*s, y - 10*s}})
	c.fill(rgb(0xcfe5e8), shape{{x + 40*s, y - 47*s}, {x + 59*s, y - 47*s}, {x + 69*s, y - 29*s}, {x + 40*s, y - 29*s}})
	for _, dx := range []float64{-58, -30, 54} {
		c.fill(rgb(0x26242a), circle(x+dx*s, y-6*s, 13*s))
		c.fill(rgb(0x9a958a), circle(x+dx*s, y-6*s, 5*s))
	}
}

// canal: water led through fields, with mulberry trees along it.
func canal(c *canvas) {
	c.sky(380, 0xbcd9e2, 0xf7efd9)
	c.fill(down(220, 400, 0xaab7b5, 0xcfd1c2), ridge(15, 300, 70).ground())
	c.fill(rgb(0x9db06b), hill(392, 384, 390, 382, 391).ground())
	fields(c)
	c.fill(down(390, 800, 0x7db6bf, 0x2f7f93), shape{{596, 392}, {618, 392}, {820, 810}, {380, 810}})
	c.fill(down(390, 800, 0x8a6f47, 0x6e5433), shape{{590, 392}, {596, 392}, {380, 810}, {330, 810}})
	c.fill(down(390, 800, 0x9b7f55, 0x7d6240), shape{{618, 392}, {624, 392}, {872, 810}, {820, 810}})
	d := dice(21)
	for range 26 {
		t := d.roll(0.05, 1)
		y := 392 + 410*t*t
		half := 11 + 209*t*t
		x := 607 - 5*t*t + d.roll(-half*0.7, half*0.7)
		c.fill(glaze(0xf2fbf7, 0.35), ellipse(x, y, half*0.22, 1+2*t))
	}
	for i := 7; i >= 0; i-- {
		t := float64(8-i) / 8
		y, off := 396+330*t*t, 40+300*t*t
		mulberry(c, 604-off-20*t, y, 26+120*t*t)
		mulberry(c, 606+off+34*t, y, 26+120*t*t)
	}
}

func fields(c *canvas) {
	greens := []uint32{0xa9bd6d, 0x8fae5f, 0xc3c576, 0x7fa356, 0xb5bb6b}
	for i := range 5 {
		y0, y1 := 392+float64(i*i)*17, 392+float64((i+1)*(i+1))*17
		c.fill(rgb(greens[i]), rect(0, y0, 590, y1-y0+2))
		c.fill(rgb(greens[(i+2)%5]), rect(610, y0, 600, y1-y0+2))
	}
	for i := range 15 {
		x := float64(i) * 40
		c.fill(glaze(0x5e7d3b, 0.35), band(pt{590 - x*0.05, 392}, pt{300 - x*4.2, 810}, 1, 7))
		c.fill(glaze(0x5e7d3b, 0.35), band(pt{622 + x*0.05, 392}, pt{900 + x*4.2, 810}, 1, 7))
	}
}

func mulberry(c *canvas, x, y, h float64) {
	c.fill(glaze(0x3d4f2a, 0.3), ellipse(x, y, h*0.4, h*0.07))
	c.fill(rgb(0x6b4f35), band(pt{x, y}, pt{x, y - h*0.5}, h*0.09, h*0.06))
	c.fill(rgb(0x5c7f3f), blob(pt{x - h*0.42, y - h*0.55}, pt{x - h*0.25, y - h*0.92}, pt{x + h*0.1, y - h}, pt{x + h*0.4, y - h*0.75}, pt{x + h*0.36, y - h*0.42}, pt{x, y - h*0.36}))
	c.fill(glaze(0x8fb058, 0.8), blob(pt{x - h*0.3, y - h*0.62}, pt{x - h*0.18, y - h*0.88}, pt{x + h*0.1, y - h*0.92}, pt{x + h*0.02, y - h*0.66}))
}
