package desk

import (
	"context"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
	"stet.news/story"
)

// EraseOrder says what is to be erased from a story, in all its revisions:
// every piece that holds Words or, when Words is empty, that says the same or shows
// the same picture as one piece of one revision.
type EraseOrder struct {
	Story    story.ID     `json:"story"`
	Words    string       `json:"words,omitempty"`
	Revision int          `json:"revision,omitempty"`
	Piece    int          `json:"piece,omitempty"`
	Basis    record.Basis `json:"basis,omitempty"`
}

// Erase erases words from a story: out of every revision of the record, the
// pages, and all that the desk has of it. There is no way back.
func (d *Desk) Erase(ctx context.Context, who policy.Principal, order EraseOrder) ([]record.Receipt, error) {
	return d.erase(ctx, who, order, nil)
}

func (d *Desk) erase(ctx context.Context, who policy.Principal, order EraseOrder, c *Consent) ([]record.Receipt, error) {
	err := d.house.View(ctx, func(rd record.Reader) error {
		o, err := d.objectOf(rd, who, order.Story)
		if err == nil {
			err = policy.May(who, policy.StoryErase, o, d.now())
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if d.needsSecond(who, "erase", c) {
		return nil, d.askSecond(ctx, who, draft.Request{Action: policy.StoryErase, Story: order.Story, Says: order.Words}, order)
	}
	return d.house.EraseAlso(ctx, order, func(tx record.Tx, receipts []record.Receipt) error {
		for i, r := range receipts {
			e := trail.Entry{Action: policy.StoryErase, Story: order.Story, Facts: receiptFacts(r)}
			if order.Basis != "" {
				e.Facts["basis"] = string(order.Basis)
			}
			if i == 0 {
				if err := c.use(tx, d, who, &e); err != nil {
					return err
				}
			}
			if err := trail.Add(tx, d.now(), who, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// eraseAsked is Erase with a second person.
func (d *Desk) eraseAsked(ctx context.Context, who policy.Principal, c *Consent) (string, error) {
	if c.request.State != draft.Asked { // what it was asked with went with the words
		return "", errOver
	}
	var order EraseOrder
	if err := c.decode(&order); err != nil {
		return "", err
	}
	_, err := d.erase(ctx, who, order, c)
	return "/requests", err
}
