package story

// File is what the picture's file and its renditions depend on: the picture
// without words.
func (p Picture) File() Picture {
	return Picture{SHA256: p.SHA256, Type: p.Type, Width: p.Width, Height: p.Height, FocalX: p.FocalX, FocalY: p.FocalY}
}

// Pictures gives the pictures a revision shows, in reading order.
func (r Revision) Pictures() []Picture {
	var out []Picture
	if r.Lead != nil {
		out = append(out, *r.Lead)
	}
	for _, block := range r.Body {
		if p, ok := block.(PictureBlock); ok {
			out = append(out, p.Picture)
		}
	}
	return out
}
