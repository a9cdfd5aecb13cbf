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

// scrub empties the write-ahead log into the database, in which what is deleted
// is overwritten (secure_delete).
func (x *index) scrub() error {
	var busy, frames, done int
	return x.db.QueryRow(`PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &done)
}
