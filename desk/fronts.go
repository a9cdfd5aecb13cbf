package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/front"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/press"
	"stet.news/record"
	"stet.news/story"
)

// Front names a front: an edition's, or that of a section in it.
type Front struct{ Edition, Section string }

// List is the record's list that the front shows.
func (f Front) List() string {
	if f.Section == "" {
		return record.EditionList(f.Edition)
	}
	return record.SectionList(f.Edition, f.Section)
}

// Path is the address of the front for readers.
func (f Front) Path() string { return "/" + f.List() + "/" }

func (f Front) action() policy.Action {
	if f.Section == "" {
		return policy.FrontEdit
	}
	return policy.SectionEdit
}

// Pins gives the stories that have places on a front, those to come among them,
// to who may change them.
func (d *Desk) Pins(ctx context.Context, who policy.Principal, f Front) (pins []front.Pin, err error) {
	if err := d.askFront(who, f); err != nil {
		return nil, err
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		pins, err = front.Pins(rd, f.List())
		return err
	})
	return pins, err
}

// askFront asks the policy about a front, which must be one of the house's.
func (d *Desk) askFront(who policy.Principal, f Front) error {
	if !d.hasFront(f) {
		return fmt.Errorf("%w: %q", record.ErrNoEdition, f.List())
	}
	return policy.May(who, f.action(), policy.Object{Edition: f.Edition, Section: f.Section}, d.now())
}

func (d *Desk) hasFront(f Front) bool {
	edition, section := false, f.Section == ""
	for _, e := range d.house.Editions() {
		edition = edition || e.Tag == f.Edition
	}
	for _, s := range d.house.Sections() {
		section = section || s.Key == f.Section
	}
	return edition && section
}

// Arranging is a front with the pins that it is to have.
type Arranging struct {
	Front
	Pins []front.Pin
	// Mark is the front.Mark of the pins that they were made from.
	Mark string
}

// ArrangeFront gives a front other pins, and answers when readers see it. When
// somebody else changed the front meanwhile, it is ErrStale; where the newsroom
// wants a second person for an edition's front, it is *Asked.
func (d *Desk) ArrangeFront(ctx context.Context, who policy.Principal, a Arranging) error {
	return d.arrangeFront(ctx, who, a, nil)
}

// arrangeAsked is ArrangeFront with a second person.
func (d *Desk) arrangeAsked(ctx context.Context, who policy.Principal, c *Consent) (string, error) {
	var a Arranging
	if err := c.decode(&a); err != nil {
		return "", err
	}
	return "/fronts/" + a.Edition, d.arrangeFront(ctx, who, a, c)
}

func (d *Desk) arrangeFront(ctx context.Context, who policy.Principal, a Arranging, c *Consent) error {
	if a.action() == policy.FrontEdit && d.needsSecond(who, "front", c) {
		says := ""
		err := d.house.View(ctx, func(rd record.Reader) error {
			_, err := d.checkArranging(rd, who, a)
			if err == nil {
				says, err = headlined(rd, a.Pins)
			}
			return err
		})
		if err != nil {
			return err
		}
		return d.askSecond(ctx, who, draft.Request{Action: policy.FrontEdit, Object: a.Edition, Says: says}, a)
	}
	err := d.act(ctx, who, a.action(), func(tx record.Tx, e *trail.Entry) error {
		had, err := d.checkArranging(tx, who, a)
		if err != nil {
			return err
		}
		e.Object, e.Facts = a.List(), trail.Facts{"before": told(had), "after": told(a.Pins)}
		if err := c.use(tx, d, who, e); err != nil {
			return err
		}
		return front.Put(tx, a.List(), a.Pins, d.now())
	})
	if err != nil {
		return err
	}
	return d.house.Arrange(ctx)
}

// checkArranging says whether a front may be given the pins, and which it has.
func (d *Desk) checkArranging(rd record.Reader, who policy.Principal, a Arranging) (had []front.Pin, err error) {
	if err := d.askFront(who, a.Front); err != nil {
		return nil, err
	}
	if had, err = front.Pins(rd, a.List()); err != nil {
		return nil, err
	}
	if front.Mark(had) != a.Mark {
		return nil, words.Refuse(fmt.Errorf("%w: the front %s", record.ErrStale, a.List()), "refusal.front_changed")
	}
	return had, d.checkPins(rd, a.Front, a.Pins)
}

// headlined says where which stories are to stand, for whoever confirms it.
func headlined(rd record.Reader, pins []front.Pin) (string, error) {
	var lines []string
	for _, p := range pins {
		headline, err := headlineOf(rd, p.Story)
		if err != nil {
			return "", err
		}
		lines = append(lines, strconv.Itoa(p.Place)+". "+headline)
	}
	return strings.Join(lines, " · "), nil
}

// checkPins makes sure that every story is one of the front's edition, public or
// at the desk. One that is not public yet comes up when it is.
func (d *Desk) checkPins(tx record.Reader, f Front, pins []front.Pin) error {
	for _, p := range pins {
		edition, err := editionOf(tx, p.Story)
		if err != nil {
			return err
		}
		if edition != f.Edition {
			return fmt.Errorf("%w: %s is a story of the edition %s", record.ErrInvalid, p.Story, edition)
		}
	}
	return nil
}

// told writes pins for the trail.
func told(pins []front.Pin) string {
	var lines []string
	for _, p := range pins {
		line := fmt.Sprintf("%d %s", p.Place, p.Story)
		if !p.Since.IsZero() {
			line += " from " + p.Since.Format(time.RFC3339)
		}
		if !p.Until.IsZero() {
			line += " until " + p.Until.Format(time.RFC3339)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

// ProofFront prints a front for who may change it: as it would be with these
// pins at a time, stories that are scheduled until then among them.
func (d *Desk) ProofFront(ctx context.Context, who policy.Principal, f Front, pins []front.Pin, at time.Time) (page *press.Page, err error) {
	err = d.rehearseFront(ctx, who, f, pins, at, func(rd record.Reader, a press.Arrangement) error {
		page, err = d.house.Press().Proof(rd, a, f.Path())
		return err
	})
	return page, err
}

// FrontStories gives the stories that ProofFront would show first, in their
// places.
func (d *Desk) FrontStories(ctx context.Context, who policy.Principal, f Front, pins []front.Pin, at time.Time) (stories []press.FrontStory, err error) {
	err = d.rehearseFront(ctx, who, f, pins, at, func(rd record.Reader, a press.Arrangement) error {
		stories, err = d.house.Press().FrontStories(rd, a, f.List())
		return err
	})
	return stories, err
}

// rehearseFront shows what would be at a time if a front had these pins.
func (d *Desk) rehearseFront(ctx context.Context, who policy.Principal, f Front, pins []front.Pin, at time.Time, show func(record.Reader, press.Arrangement) error) error {
	if err := d.askFront(who, f); err != nil {
		return err
	}
	see := func(rd record.Reader) error {
		a, err := front.Arrangement(rd, at)
		if err != nil {
			return err
		}
		a.Fronts[f.List()] = front.Placed(pins, at)
		return show(rd, a)
	}
	due, err := d.dueBy(ctx, at)
	if err != nil {
		return err
	}
	for len(due) > 0 {
		err = d.onRehearsal(ctx, due, func(rd record.Reader, _ []record.Receipt) error { return see(rd) })
		refused, ok := errors.AsType[*record.ActError](err)
		if !ok {
			return err
		}
		due = slices.Delete(due, refused.Index, refused.Index+1) // it will not come
	}
	return d.house.View(ctx, see) // the usual case, which keeps nobody from writing
}

// dueBy gives what is scheduled until a time, in the order in which it comes.
func (d *Desk) dueBy(ctx context.Context, at time.Time) (due []record.Rehearsal, err error) {
	if !at.After(d.now()) {
		return nil, nil
	}
	var drafts []record.Draft
	err = d.house.View(ctx, func(rd record.Reader) error {
		drafts, err = rd.Drafts()
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, dr := range drafts {
		if dr.Due.IsZero() || dr.Due.After(at) {
			continue
		}
		act, err := dr.Act(dr.Due)
		if err != nil {
			continue
		}
		due = append(due, record.Rehearsal{Act: act, At: dr.Due})
	}
	slices.SortStableFunc(due, func(a, b record.Rehearsal) int { return a.At.Compare(b.At) })
	return due, nil
}

// editionOf gives the edition of a story in the record or at the desk.
func editionOf(rd record.Reader, id story.ID) (string, error) {
	if e, ok, err := rd.Story(id); err != nil || ok {
		return e.Edition, err
	}
	dr, err := draft.Must(rd, id)
	return dr.Edition, err
}
