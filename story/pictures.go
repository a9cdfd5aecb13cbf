package story

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
