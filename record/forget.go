package record

import "context"

// ForgetChanged drops what the leaves before one changed, from the engine's
// free pages, too. After an erasure the newsroom calls it as soon as everything
// is printed: keys name the lists that an erased person's page stood for.
func (r *Record) ForgetChanged(ctx context.Context, before int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.store.Update(ctx, func(tx Tx) error { return tx.ForgetChanged(before) }); err != nil {
		return r.failed(err)
	}
	return r.store.Scrub(ctx)
}
