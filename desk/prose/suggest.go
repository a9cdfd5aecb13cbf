package prose

// OnlySuggests reports whether a change of a document does no more than somebody
// may who can only comment and suggest: what they suggest aside, and where
// comments stand, the text is the same, and no comment has lost its passage.
func OnlySuggests(before, after Doc, by string) bool {
	marked := map[string]bool{}
	for _, c := range after.Comments() {
		marked[c.ID] = true
	}
	for _, c := range before.Comments() {
		if !marked[c.ID] {
			return false
		}
	}
	a, errA := before.unsuggested(by)
	b, errB := after.unsuggested(by)
	return errA == nil && errB == nil && a.Equal(b)
}

// unsuggested is the document without what somebody suggests, and without the
// marks of comments.
func (d Doc) unsuggested(by string) (Doc, error) {
	var err error
	for _, s := range d.Suggestions() {
		if s.By == by && err == nil {
			d, err = ApplyAll(d, d.RejectSuggestion(s.ID))
		}
	}
	for _, c := range d.Comments() {
		if err == nil {
			d, err = ApplyAll(d, d.RemoveComment(c.ID))
		}
	}
	return d, err
}
