package desk

import (
	"context"

	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// Disable shuts an account out at once, and takes back what it had put in motion,
// in the same transaction. Grant does so for what stands on a right that the
// account has no longer. Everything else about accounts is done by Staff alone.
func (d *Desk) Disable(ctx context.Context, who policy.Principal, account string) error {
	var taken []story.ID
	err := d.Staff.Disable(ctx, who, account, func(tx record.Tx, account string) (err error) {
		all := func(policy.Action, policy.Object) bool { return true }
		taken, err = d.takeBack(tx, who, account, all, "disabled")
		return err
	})
	if err == nil {
		d.takenOff(taken)
	}
	return err
}

// Grant gives an account grants in the place of those it has.
func (d *Desk) Grant(ctx context.Context, who policy.Principal, account string, grants []policy.Grant) error {
	var taken []story.ID
	err := d.Staff.Grant(ctx, who, account, grants, func(tx record.Tx, had []policy.Grant) (err error) {
		before := policy.Principal{Account: account, Grants: had, Shown: d.now()}
		now := policy.Principal{Account: account, Grants: grants, Shown: d.now()}
		lost := func(a policy.Action, o policy.Object) bool {
			return before.May(a, o, d.now()) && !now.May(a, o, d.now())
		}
		taken, err = d.takeBack(tx, who, account, lost, "lowered")
		return err
	})
	if err == nil {
		d.takenOff(taken)
	}
	return err
}
