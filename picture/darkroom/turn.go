package darkroom

import "image"

// turn gives a picture as it is to be seen, by an EXIF orientation; 0 and 1 are
// upright.
func turn(m image.Image, orientation int) image.Image {
	if orientation <= 1 {
		return m
	}
	size := m.Bounds().Size()
	out := size
	if orientation >= 5 {
		out = image.Pt(size.Y, size.X)
	}
	switch m := m.(type) {
	case *image.Gray:
		up := image.NewGray(image.Rectangle{Max: out})
		move(up.Pix, up.Stride, m.Pix, m.Stride, size, 1, orientation)
		return up
	case *image.Gray16:
		up := image.NewGray16(image.Rectangle{Max: out})
		move(up.Pix, up.Stride, m.Pix, m.Stride, size, 2, orientation)
		return up
	case *image.RGBA:
		up := image.NewRGBA(image.Rectangle{Max: out})
		move(up.Pix, up.Stride, m.Pix, m.Stride, size, 4, orientation)
		return up
	case *image.NRGBA:
		up := image.NewNRGBA(image.Rectangle{Max: out})
		move(up.Pix, up.Stride, m.Pix, m.Stride, size, 4, orientation)
		return up
	}
	panic("turn: pixels of a kind that upright does not give")
}

// move puts each pixel of n bytes where it belongs.
func move(dst []byte, dstStride int, src []byte, srcStride int, size image.Point, n, orientation int) {
	for y := range size.Y {
		for x := range size.X {
			to := place(x, y, size, orientation)
			copy(dst[to.Y*dstStride+to.X*n:][:n], src[y*srcStride+x*n:][:n])
		}
	}
}

// place is where the stored pixel (x, y) is seen, by the table of EXIF 2.32,
// 4.6.4 A: the number says which side of the scene the stored top row and
// left column are.
func place(x, y int, size image.Point, orientation int) image.Point {
	right, bottom := size.X-1-x, size.Y-1-y
	switch orientation {
	case 2:
		return image.Pt(right, y)
	case 3:
		return image.Pt(right, bottom)
	case 4:
		return image.Pt(x, bottom)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(bottom, x)
	case 7:
		return image.Pt(bottom, right)
	case 8:
		return image.Pt(y, right)
	}
	return image.Pt(x, y)
}
