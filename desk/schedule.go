package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/walltime"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// What is scheduled is a frozen revision: a draft of the record. The row at the
// desk says when, on which wall, and which version that was.

// Scheduling is a decision to publish at a time.
type Scheduling struct {
	Publishing
	// Wall is the time on the wall of Zone, as package walltime writes it.
	Wall string `json:"wall"`
	Zone string `json:"zone"`
	// At is the moment that was shown as what they come to: nothing is scheduled
	// for one that nobody has seen.
	At time.Time `json:"at"`
}

// Schedule has a story published by itself at a time, as it is now: what is
// written until then does not go out with it.
func (d *Desk) Schedule(ctx context.Context, who policy.Principal, id story.ID, s Scheduling) error {
	return d.schedule(ctx, who, id, s, nil)
}

func (d *Desk) schedule(ctx context.Context, who policy.Principal, id story.ID, s Scheduling, c *Consent) error {
	o, err := d.decide(ctx, who, id, &s.Publishing)
	if err != nil {
		return err
	}
	if err := d.checkTime(o, s); err != nil {
		return err
	}
	if d.overwrites(who, o, c) {
		return d.askSecond(ctx, who, draft.Request{Action: policy.StorySchedule, Story: id, Says: string(s.Grade)}, s)
	}
	act := o.act(s.Publishing)
	if err := d.rehearse(ctx, act); err != nil {
		return err
	}
	err = d.onStory(ctx, who, policy.StorySchedule, id, func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error {
		if dr.Version != o.Version || dr.Base != o.Draft.Base {
			return &MovedOn{o.Version, dr.Version}
		}
		if err := o.waits(s.At); err != nil { // set while the form was open
			return err
		}
		if err := notSpiked(*dr); err != nil { // so was that
			return err
		}
		e.Facts = s.facts(o)
		e.Facts["due"], e.Facts["wall"], e.Facts["zone"] = s.At.Format(time.RFC3339), s.Wall, s.Zone
		if err := c.use(tx, d, who, e); err != nil {
			return err
		}
		return d.putDue(tx, dr, who, s, act)
	})
	if err == nil {
		d.house.Scheduled(id, s.At)
		d.TellState(id, draft.Scheduled)
	}
	return err
}

// checkTime holds the time against the clock, the zone and the embargo.
func (d *Desk) checkTime(o Outlook, s Scheduling) error {
	r, err := walltime.Read(s.Wall, s.Zone)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", record.ErrInvalid, err)
	case !r.At.Equal(s.At):
		return fmt.Errorf("%w: %s in %s is %s, not %s", record.ErrInvalid, s.Wall, s.Zone, r.At.Format(time.RFC3339), s.At.Format(time.RFC3339))
	case !s.At.After(d.now()):
		return words.Refuse(fmt.Errorf("%w: that time is over", record.ErrInvalid), "refusal.time_over")
	}
	return o.waits(s.At)
}

// errRehearsed undoes a rehearsal.
var errRehearsed = errors.New("this was only a rehearsal")

// rehearse makes sure that the record would take an act, and that the pictures'
// renditions are there, by doing all of it and undoing it: at its time, nobody is
// there to be told that the slug is taken.
func (d *Desk) rehearse(ctx context.Context, act record.Act) error {
	act.ID = ""
	_, err := d.house.EnterAlso(ctx, []record.Act{act}, func(record.Tx, []record.Receipt) error { return errRehearsed })
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}

// putDue writes the frozen revision and when it is due.
func (d *Desk) putDue(tx record.Tx, dr *draft.Draft, who policy.Principal, s Scheduling, act record.Act) error {
	dr.State, dr.Due, dr.Zone, dr.DueAt, dr.DueVersion = draft.Scheduled, s.Wall, s.Zone, s.At.UTC(), dr.Version
	dr.DueBy, dr.DueName = who.Account, who.Name
	if err := draft.Settled(tx, dr.ID, who.Account, d.now(), draft.Late, draft.NotPublished, draft.Unscheduled, draft.ZoneMoved); err != nil {
		return err
	}
	return tx.PutDraft(record.Draft{
		ID: dr.ID, Revision: act.Revision, Base: act.Base, Embargo: dr.Embargo, Due: dr.DueAt, ActID: act.ID, Changed: d.now().Truncate(time.Second),
	})
}

// scheduleAsked is Schedule with a second person, for whom it counts as their
// own: whoever confirmed last answers for it.
func (d *Desk) scheduleAsked(ctx context.Context, who policy.Principal, c *Consent) (string, error) {
	var s Scheduling
	if err := c.decode(&s); err != nil {
		return "", err
	}
	return "/story/" + c.request.Story.String(), d.schedule(ctx, who, c.request.Story, s, c)
}

// Unschedule takes a story off the schedule; it is ready again.
func (d *Desk) Unschedule(ctx context.Context, who policy.Principal, id story.ID) error {
	err := d.onStory(ctx, who, policy.StorySchedule, id, func(tx record.Tx, dr *draft.Draft, e *trail.Entry) error {
		if dr.State != draft.Scheduled {
			return words.Refuse(fmt.Errorf("%w: it is not scheduled", draft.ErrState), "refusal.not_scheduled")
		}
		e.Facts = trail.Facts{"off": dr.DueAt.Format(time.RFC3339)}
		return d.dropDue(tx, dr, who)
	})
	if err == nil {
		d.house.Scheduled(id, time.Time{})
		d.TellState(id, draft.Ready)
	}
	return err
}

// dropDue takes a row and its frozen revision off the schedule.
func (d *Desk) dropDue(tx record.Tx, dr *draft.Draft, who policy.Principal) error {
	takeOff(dr)
	dr.State = draft.Ready
	if err := draft.Settled(tx, dr.ID, who.Account, d.now(), draft.Late, draft.NotPublished, draft.ZoneMoved); err != nil {
		return err
	}
	return tx.DropDraft(dr.ID)
}

// takeOff clears what the row says of the schedule.
func takeOff(dr *draft.Draft) {
	dr.Due, dr.Zone, dr.DueAt, dr.DueVersion, dr.DueBy, dr.DueName = "", "", time.Time{}, 0, "", ""
}

// takeOffFor takes a story off the schedule for a reason that lies elsewhere,
// and leaves an alert for those who counted on it. why is a word of the
// catalogue.
func (d *Desk) takeOffFor(tx record.Tx, dr *draft.Draft, why string, who policy.Principal) error {
	a := draft.Alert{Story: dr.ID, Kind: draft.Unscheduled, At: d.now(), Facts: trail.Facts{
		"due": dr.DueAt.Format(time.RFC3339), "why": why, "by": who.Name, "scheduled_by": dr.DueName,
	}}
	if err := d.dropDue(tx, dr, who); err != nil {
		return err
	}
	return draft.Raise(tx, a)
}

// takenOff tells the clock of stories that are not scheduled any more.
func (d *Desk) takenOff(ids []story.ID) {
	for _, id := range ids {
		d.house.Scheduled(id, time.Time{})
	}
}

// KeepWallTimes works out again when each scheduled story is due, in case the
// rules of a zone were changed since: what people chose is the time on the wall.
// A story whose time moved is told of.
func (d *Desk) KeepWallTimes(ctx context.Context) error {
	moved := map[story.ID]time.Time{}
	err := d.house.Update(ctx, func(tx record.Tx) error {
		rows, err := draft.OnSchedule(tx)
		if err != nil {
			return err
		}
		for _, dr := range rows {
			r, err := walltime.Read(dr.Due, dr.Zone)
			if err != nil || r.At.Equal(dr.DueAt) || !dr.DueAt.After(d.now()) {
				continue // a zone that is gone keeps its moment; so does what is being published
			}
			if err := d.moveDue(tx, dr, r.At); err != nil {
				return err
			}
			moved[dr.ID] = r.At
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep the times of scheduled stories: %w", err)
	}
	for id, at := range moved {
		d.house.Scheduled(id, at)
	}
	return nil
}

// moveDue gives a scheduled story another moment for the same wall time.
func (d *Desk) moveDue(tx record.Tx, dr draft.Draft, at time.Time) error {
	frozen, ok, err := tx.Draft(dr.ID)
	if err != nil || !ok {
		return err
	}
	facts := trail.Facts{"due": dr.Due, "zone": dr.Zone, "was": dr.DueAt.Format(time.RFC3339), "is": at.Format(time.RFC3339)}
	if err := draft.Raise(tx, draft.Alert{Story: dr.ID, Kind: draft.ZoneMoved, Facts: facts, At: d.now()}); err != nil {
		return err
	}
	if err := trail.Add(tx, d.now(), policy.Clock, trail.Entry{Action: policy.StorySchedule, Story: dr.ID, Facts: facts}); err != nil {
		return err
	}
	dr.DueAt, frozen.Due = at, at
	if err := tx.PutDraft(frozen); err != nil {
		return err
	}
	return draft.Put(tx, dr)
}
