package desk

import (
	"context"
	"errors"
	"strconv"

	"stet.news/desk/check"
	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/press"
	"stet.news/record"
	"stet.news/story"
)

// light is how many units a document may have whose pages need no weighing: the
// largest that fits whatever it says.
const light = 4000

// Weigh says whether a page of a story would be heavier than its budget. The
// press divides long stories, so only something that cannot be divided, such as
// a long table, is found. It prints the story to know, and so is asked once,
// before publishing, and not at each letter as Check is.
func (d *Desk) Weigh(ctx context.Context, who policy.Principal, id story.ID) (found []check.Finding, err error) {
	dr, head, err := d.Document(ctx, who, id, -1)
	if err != nil || head.Doc.Size() < light {
		return nil, err
	}
	over, err := d.over(ctx, dr, head)
	if err == nil && over > 0 {
		found = []check.Finding{{Kind: check.Heavy, Level: check.Warn, Count: over}}
	}
	return found, err
}

// over is by how much the heaviest page of a document is over its budget.
func (d *Desk) over(ctx context.Context, dr draft.Draft, head draft.Head) (most int, err error) {
	act, err := d.proofAct(ctx, dr, head)
	if err != nil {
		return 0, err
	}
	err = d.onRehearsal(ctx, []record.Rehearsal{{Act: act, At: d.now()}}, func(rd record.Reader, receipts []record.Receipt) error {
		path := receipts[0].Path
		for part := 2; ; part++ {
			page, err := d.house.Press().Proof(rd, press.Arrangement{}, path)
			if err != nil || page == nil {
				return err
			}
			most = max(most, d.house.Press().Over(page))
			path = receipts[0].Path + strconv.Itoa(part) + "/"
		}
	})
	var refused *record.ActError
	if errors.As(err, &refused) { // the other checks say why
		err = nil
	}
	return most, err
}
