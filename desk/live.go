package desk

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
	"stet.news/desk/policy"
	"stet.news/record"
	"stet.news/story"
)

// Live gives the addresses that a leaf of a story changed, those for people
// first, and the size of the log that holds it.
func (d *Desk) Live(ctx context.Context, who policy.Principal, id story.ID, leaf int64) (pages []string, size int64, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		o, err := d.objectOf(rd, who, id)
		if err == nil {
			err = policy.May(who, policy.StoryRead, o, d.now())
		}
		if err != nil {
			return err
		}
		_, l, err := record.RevisionAt(rd, leaf)
		if err == nil && l.Story != id {
			err = fmt.Errorf("%w: leaf %d is not of %s", record.ErrNoStory, leaf, id)
		}
		if err != nil {
			return err
		}
		size, err = rd.Size()
		return err
	})
	if err != nil || d.house.Press() == nil {
		return nil, size, err
	}
	pages, err = d.house.Press().Changed(ctx, leaf)
	return pages, size, err
}

// Proven is a leaf of the log with the proof that the signed checkpoint holds it.
type Proven struct {
	Leaf int64
	// Text is what was signed for, Hash its RFC 6962 leaf hash.
	Text string
	Hash tlog.Hash
	// Checkpoint is the signed note as witnesses get it, Size the size it names.
	Checkpoint string
	Size       int64
	// Proof leads from Hash to the checkpoint's root. It was checked: a leaf for
	// which it does not is given with an error and not at all.
	Proof tlog.RecordProof
}

// Prove proves that a leaf is in the log that was last signed.
func (d *Desk) Prove(ctx context.Context, who policy.Principal, leaf int64) (p Proven, err error) {
	if err := policy.Possible(who, policy.StoryRead, d.now()); err != nil {
		return p, err
	}
	signed, head, err := d.house.Head()
	if err != nil {
		return p, err
	}
	p = Proven{Leaf: leaf, Checkpoint: string(signed), Size: head.Size}
	err = d.house.View(ctx, func(rd record.Reader) error {
		if leaf < 0 || leaf >= head.Size {
			return fmt.Errorf("%w: the log has no leaf %d", record.ErrNoStory, leaf)
		}
		err := rd.Leaves(leaf, leaf+1, func(_ int64, text, _ []byte) error {
			p.Text, p.Hash = string(text), tlog.RecordHash(text)
			return nil
		})
		if err != nil {
			return err
		}
		p.Proof, err = tlog.ProveRecord(head.Size, leaf, rd)
		return err
	})
	if err == nil {
		err = tlog.CheckRecord(p.Proof, head.Size, head.Root, leaf, p.Hash)
	}
	return p, err
}
