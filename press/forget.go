package press

// Forget makes sure that of pages which are no more not even the addresses are
// left in the index, its free pages or its log: after an erasure, an address
// can be made of the very words that were erased.
func (p *Press) Forget() error {
	if err := p.settle(); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.index.scrub()
}

// scrub writes the database anew and empties the write-ahead log. Overwriting
// what is deleted (secure_delete) is not enough: when rows are moved between
// pages to balance the tree, what they were moved from is not overwritten.
func (x *index) scrub() error {
	if _, err := x.db.Exec(`VACUUM`); err != nil {
		return err
	}
	var busy, frames, done int
	return x.db.QueryRow(`PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &done)
}
