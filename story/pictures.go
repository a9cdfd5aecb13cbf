package story

// File is what the picture's file and its renditions depend on: the picture
// without words.
func (p Picture) File() Picture {
	return Picture{SHA256: p.SHA256, Type: p.Type, Width: p.Width, Height: p.Height, FocalX: p.FocalX, FocalY: p.FocalY}
}

// ForCard is the picture as a card has it: without words, and with its middle for
// the focal point.
func (p Picture) ForCard() Picture {
	p = p.File()
	p.FocalX, p.FocalY, p.Decorative = 0, 0, true
	return p
}

// Pictures gives the pictures a revision shows, in reading order.
func (r Revision) Pictures() []Picture {
	var out []Picture
	if r.Lead != nil {
		out = append(out, *r.Lead)
	}
	for _, block := range r.Body {
		switch x := block.(type) {
		case PictureBlock:
			out = append(out, x.Picture)
		case Embed:
			if x.Picture != nil {
				out = append(out, *x.Picture)
			}
		}
	}
	return out
}
