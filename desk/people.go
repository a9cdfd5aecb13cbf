package desk

import (
	"context"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// Disable shuts an account out at once, and takes back what it had scheduled and
// the links it made for outsiders, in the same transaction. Everything else about accounts is done by Staff alone.
func (d *Desk) Disable(ctx context.Context, who policy.Principal, account string) error {
	var taken []story.ID
	err := d.Staff.Disable(ctx, who, account, func(tx record.Tx, account string) (err error) {
		if err := draft.EndSharesBy(tx, account, d.now()); err != nil {
			return err
		}
		taken, err = d.UnscheduleAll(tx, account, who)
		return err
	})
	if err == nil {
		d.takenOff(taken)
	}
	return err
}
