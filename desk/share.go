package desk

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// ErrNoShare is the answer to every secret that opens nothing: one that was
// never there, is over, was revoked, or whose story may not be shared now. Which
// of these it is, nobody outside learns.
var ErrNoShare = errors.New("there is no such page")

// ErrShareBusy: so many outsiders open links just now that one more would keep
// people at the desk waiting.
var ErrShareBusy = errors.New("too many people open such links at once; try again in a moment")

// The bounds of shares.
const (
	MaxShare        = 90 * 24 * time.Hour // how long one lasts
	maxShares       = 100                 // of one story
	maxLabel        = 100                 // letters
	outsidersAtOnce = 4                   // who have a page printed, one after the other
)

// ShareOrder is what a share is made of.
type ShareOrder struct {
	Label   string
	Version int // negative: the newest, whatever is written
	Until   time.Time
}

// Share lets whoever has the secret read a story until a time. The secret is
// given once and kept nowhere. While the story is under embargo, only who may
// decide about embargoes may share it.
func (d *Desk) Share(ctx context.Context, who policy.Principal, id story.ID, o ShareOrder) (secret string, s draft.Share, err error) {
	now := d.now()
	s = draft.Share{
		ID: newID(), Story: id, Version: max(o.Version, -1), Label: story.Line(o.Label), By: who.Account,
		Made: now, Until: o.Until.UTC(),
	}
	if !s.Until.After(now) || s.Until.After(now.Add(MaxShare)) {
		return "", s, fmt.Errorf("%w: a link lasts until a time to come, at most %d days", record.ErrInvalid, int(MaxShare.Hours()/24))
	}
	if n := len([]rune(s.Label)); n > maxLabel {
		return "", s, words.Refuse(fmt.Errorf("%w: a label has at most %d letters", record.ErrInvalid, maxLabel), "refusal.too_long", "Has", n, "Most", maxLabel)
	}
	secret = base64.RawURLEncoding.EncodeToString(random(32))
	err = d.act(ctx, who, policy.StoryShare, func(tx record.Tx, e *trail.Entry) error {
		dr, err := d.asked(tx, who, policy.StoryShare, id)
		if err != nil {
			return err
		}
		if err := notSpiked(dr); err != nil {
			return err
		}
		s.Embargoed = d.ask(who, policy.EmbargoSet, dr) == nil
		if now.Before(dr.Embargo) && !s.Embargoed {
			return words.Refuse(fmt.Errorf("%w: it is under embargo, and is shared only by who may decide about that", policy.ErrDenied), "refusal.share_embargo")
		}
		if s.Version > dr.Version {
			return fmt.Errorf("%w: it has no version %d", record.ErrInvalid, s.Version)
		}
		if all, err := draft.Shares(tx, id); err != nil || len(all) >= maxShares {
			return errors.Join(err, words.Refuse(fmt.Errorf("%w: a story has at most %d links", record.ErrInvalid, maxShares), "refusal.shares_most", "Most", maxShares))
		}
		e.Story, e.Facts = id, trail.Facts{"link": s.ID, "until": s.Until.Format(time.RFC3339)}
		return draft.AddShare(tx, s, secret)
	})
	return secret, s, err
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return b
}

// Shares lists the links of a story for who may make some.
func (d *Desk) Shares(ctx context.Context, who policy.Principal, id story.ID) (dr draft.Draft, shares []draft.Share, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		if dr, err = d.asked(rd, who, policy.StoryShare, id); err != nil {
			return err
		}
		shares, err = draft.Shares(rd, id)
		return err
	})
	return dr, shares, err
}

// Unshare revokes a link of a story.
func (d *Desk) Unshare(ctx context.Context, who policy.Principal, id story.ID, share string) error {
	return d.act(ctx, who, policy.StoryShare, func(tx record.Tx, e *trail.Entry) error {
		if _, err := d.asked(tx, who, policy.StoryShare, id); err != nil {
			return err
		}
		was, err := draft.EndShare(tx, id, share, d.now())
		if err == nil && !was {
			err = words.Refuse(fmt.Errorf("%w: the link is over already", record.ErrInvalid), "refusal.link_over")
		}
		e.Story, e.Facts = id, trail.Facts{"link": share, "revoked": strconv.FormatBool(was)}
		return err
	})
}

// OpenShared prints a page of the story that a secret opens, and counts that it
// was opened. Nobody is asked for but the secret.
func (d *Desk) OpenShared(ctx context.Context, secret string, part int) (p Proof, err error) {
	s, dr, head, err := d.shared(ctx, secret)
	if err != nil {
		return p, err
	}
	select {
	case d.outsiders <- struct{}{}:
		defer func() { <-d.outsiders }()
	default:
		return p, ErrShareBusy
	}
	if p, err = d.proof(ctx, dr, head, Proofing{Part: part}); err != nil || part > 1 {
		return p, err
	}
	return p, d.house.Update(ctx, func(tx record.Tx) error { return draft.CountShare(tx, s.ID, d.now()) })
}

// SharedFile gives a file that the page of a secret shows.
func (d *Desk) SharedFile(ctx context.Context, secret, path string) (File, error) {
	_, _, head, err := d.shared(ctx, secret)
	if err != nil {
		return File{}, err
	}
	return d.proofFile(ctx, head, path)
}

// shared gives what a secret opens now.
func (d *Desk) shared(ctx context.Context, secret string) (s draft.Share, dr draft.Draft, head draft.Head, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		var ok bool
		if s, ok, err = draft.FindShare(rd, secret); err != nil {
			return err
		}
		if !ok || !s.Open(d.now()) {
			return ErrNoShare
		}
		if dr, ok, err = draft.Get(rd, s.Story); err != nil {
			return err
		}
		if !ok || dr.State == draft.Spiked || d.now().Before(dr.Embargo) && !s.Embargoed {
			return ErrNoShare
		}
		if e, public, err := rd.Story(s.Story); err != nil {
			return err
		} else if public && e.Retracted {
			return ErrNoShare
		}
		if s.Version >= 0 {
			head, err = draft.At(rd, s.Story, s.Version)
		} else {
			head, err = d.heads.Head(rd, dr)
		}
		if errors.Is(err, draft.ErrForgotten) { // the version was erased
			return ErrNoShare
		}
		return err
	})
	return s, dr, head, err
}
