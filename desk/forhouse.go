package desk

import (
	"context"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/walltime"
	"stet.news/record"
	"stet.news/story"
)

// PublishForHouse publishes, for the operator, a story that people write at the
// desk: now, or at a time to come. Of any other it gives done = false: what goes
// out then is the draft that the record keeps.
func (d *Desk) PublishForHouse(ctx context.Context, id story.ID, at time.Time) (r record.Receipt, done bool, err error) {
	p := Publishing{Act: "house-" + story.NewID().String(), Grade: story.GradeUpdate, Move: true}
	var dr draft.Draft
	err = d.house.View(ctx, func(rd record.Reader) error {
		kept, isKept, err := rd.Draft(id)
		if err != nil {
			return err
		}
		if kept.ActID != "" { // coming in from the same file again makes no twin
			p.Act = kept.ActID
		}
		var ok bool
		dr, ok, err = draft.Get(rd, id)
		done = ok && dr.State != draft.Scheduled && dr.State != draft.Published && (dr.Version > 0 || !isKept)
		return err
	})
	if err != nil || !done {
		return r, false, err
	}
	p.Version = dr.Version
	if at.After(d.now()) {
		at = at.UTC().Truncate(time.Second)
		return record.Receipt{Story: id, At: at}, true, d.scheduleForHouse(ctx, dr, p, at)
	}
	went, err := d.Publish(ctx, policy.House, id, p)
	return went.Receipt, true, err
}

func (d *Desk) scheduleForHouse(ctx context.Context, dr draft.Draft, p Publishing, at time.Time) error {
	zone := "UTC"
	for _, e := range d.house.Editions() {
		if e.Tag == dr.Edition {
			zone = e.Zone
		}
	}
	wall, err := walltime.Write(at, zone)
	if err != nil {
		return err
	}
	return d.Schedule(ctx, policy.House, dr.ID, Scheduling{Publishing: p, Wall: wall, Zone: zone, At: at})
}

// NoteSchedule writes the trail of a draft that the operator has scheduled past
// the desk.
func (d *Desk) NoteSchedule(ctx context.Context, id story.ID, due time.Time) error {
	return d.act(ctx, policy.House, policy.StorySchedule, func(_ record.Tx, e *trail.Entry) error {
		e.Story, e.Facts = id, trail.Facts{"due": due.Format(time.RFC3339)}
		return nil
	})
}
