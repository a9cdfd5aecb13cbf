package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"stet.news/desk/draft"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/desk/words"
	"stet.news/record"
	"stet.news/story"
)

// RequestFor is how long a request waits for a second person.
const RequestFor = 24 * time.Hour

// Asked is the error of an act that a second person must confirm: the request is
// kept. It wraps policy.ErrSecond.
type Asked struct{ Request draft.Request }

func (e *Asked) Error() string { return policy.ErrSecond.Error() }
func (e *Asked) Unwrap() error { return policy.ErrSecond }

// Consent is what an act that two persons do is called with the second time: the
// request of the first. Nil: nobody has asked yet.
type Consent struct{ request draft.Request }

// performs says how each act that may need a second person is done once there
// is one, with the second person's own right to do it. It gives the page that
// shows what came of it.
var performs = map[policy.Action]func(d *Desk, ctx context.Context, who policy.Principal, c *Consent) (page string, err error){
	policy.StoryChange:   (*Desk).publishAsked,
	policy.StorySchedule: (*Desk).scheduleAsked,
	policy.StoryErase:    (*Desk).eraseAsked,
	policy.FrontEdit:     (*Desk).arrangeAsked,
	policy.Breaking:      (*Desk).breakingAsked,
}

// needsSecond reports whether an act waits for a second person: the newsroom
// wants one for it, nobody has confirmed, and it is no act of the operator.
func (d *Desk) needsSecond(who policy.Principal, kind string, c *Consent) bool {
	return c == nil && !who.House && slices.Contains(d.opts.TwoPerson, kind)
}

// askSecond keeps an act as a request. It gives *Asked, or why that failed. Fill
// in of the request what the act is: Action, Story or Object, Says, and args.
func (d *Desk) askSecond(ctx context.Context, who policy.Principal, r draft.Request, args any) error {
	var err error
	if r.Args, err = json.Marshal(args); err != nil {
		return err
	}
	r.Account, r.Name, r.At, r.State = who.Account, who.Name, d.now(), draft.Asked
	r.Until = r.At.Add(RequestFor)
	err = d.house.Update(ctx, func(tx record.Tx) error {
		if !r.Story.IsZero() {
			if dr, ok, err := draft.Get(tx, r.Story); err != nil {
				return err
			} else if ok {
				r.Version, r.Base, r.Headline = dr.Version, dr.Base, dr.Headline
			}
		}
		if r.N, err = draft.AddRequest(tx, r); err != nil {
			return err
		}
		return trail.Add(tx, r.At, who, trail.Entry{Action: r.Action, Story: r.Story, Object: r.Object, Facts: trail.Facts{"asked": requestName(r.N)}})
	})
	if err != nil {
		return err
	}
	return &Asked{r}
}

func requestName(n int64) string { return fmt.Sprint("request ", n) }

// decode reads what the act was asked with.
func (c *Consent) decode(into any) error { return json.Unmarshal(c.request.Args, into) }

// use closes the request in the transaction of the act, so that it is done once,
// and names both persons in the trail.
func (c *Consent) use(tx record.Tx, d *Desk, who policy.Principal, e *trail.Entry) error {
	if c == nil {
		return nil
	}
	if err := d.stillAsked(tx, c.request); err != nil {
		return err
	}
	if e.Facts == nil {
		e.Facts = trail.Facts{}
	}
	e.Facts["asked_by"], e.Facts["asked_account"] = c.request.Name, c.request.Account
	open, err := draft.CloseRequest(tx, c.request.N, draft.Done, who.Account, d.now())
	if err == nil && !open {
		err = errOver
	}
	return err
}

var errOver = words.Refuse(fmt.Errorf("%w: the request is over", draft.ErrState), "refusal.request_over")

// stillAsked makes sure that a request is about the story as it is.
func (d *Desk) stillAsked(rd record.Reader, r draft.Request) error {
	if r.State != draft.Asked || !r.Until.After(d.now()) {
		return errOver
	}
	if r.Story.IsZero() {
		return nil
	}
	dr, ok, err := draft.Get(rd, r.Story)
	if err == nil && ok && (dr.Version != r.Version || dr.Base != r.Base) {
		err = words.Refuse(fmt.Errorf("%w: the story was changed since it was asked", draft.ErrState), "refusal.request_changed")
	}
	return err
}

// Confirm does, as the second person, what somebody asked for. It gives the page
// that shows what came of it.
func (d *Desk) Confirm(ctx context.Context, who policy.Principal, n int64) (page string, err error) {
	r, err := d.request(ctx, who, n)
	if err != nil {
		return "", err
	}
	if r.Account == who.Account {
		return "", words.Refuse(fmt.Errorf("%w: a second person must confirm it, not who asked", policy.ErrDenied), "refusal.second_person")
	}
	page, err = performs[r.Action](d, ctx, who, &Consent{r})
	if errors.Is(err, draft.ErrState) || errors.Is(err, record.ErrStale) {
		d.closeRequest(ctx, who, r, draft.Void)
	}
	return page, err
}

// Refuse ends a request; who asked may take it back in the same way.
func (d *Desk) Refuse(ctx context.Context, who policy.Principal, n int64) error {
	r, err := d.request(ctx, who, n)
	if err != nil {
		return err
	}
	return d.closeRequest(ctx, who, r, draft.Refused)
}

func (d *Desk) closeRequest(ctx context.Context, who policy.Principal, r draft.Request, to draft.RequestState) error {
	return d.act(ctx, who, r.Action, func(tx record.Tx, e *trail.Entry) error {
		e.Story, e.Object, e.Facts = r.Story, r.Object, trail.Facts{string(to): requestName(r.N), "asked_by": r.Name, "asked_account": r.Account}
		open, err := draft.CloseRequest(tx, r.N, to, who.Account, d.now())
		if err == nil && !open {
			err = errOver
		}
		return err
	})
}

// request gives a request that who asked for or may confirm.
func (d *Desk) request(ctx context.Context, who policy.Principal, n int64) (r draft.Request, err error) {
	err = d.house.View(ctx, func(rd record.Reader) error {
		var ok bool
		if r, ok, err = draft.GetRequest(rd, n); err == nil && !ok {
			err = fmt.Errorf("%w: no request %d", record.ErrNoStory, n)
		}
		if err == nil {
			err = d.maySecond(rd, who, r)
		}
		return err
	})
	return r, err
}

// maySecond asks whether a request is any of somebody's business.
func (d *Desk) maySecond(rd record.Reader, who policy.Principal, r draft.Request) error {
	if who.Account != "" && r.Account == who.Account {
		return nil
	}
	o, err := d.askedAbout(rd, who, r)
	if err != nil {
		return err
	}
	return policy.May(who, r.Action, o, d.now())
}

// askedAbout is what a request is about, as the policy sees it.
func (d *Desk) askedAbout(rd record.Reader, who policy.Principal, r draft.Request) (policy.Object, error) {
	if r.Story.IsZero() {
		return policy.Object{Edition: r.Object}, nil
	}
	return d.objectOf(rd, who, r.Story)
}

// Requests gives the requests that somebody asked for or may confirm.
func (d *Desk) Requests(ctx context.Context, who policy.Principal) (mine []draft.Request, err error) {
	if err := policy.Possible(who, policy.Account, d.now()); err != nil {
		return nil, err
	}
	err = d.house.View(ctx, func(rd record.Reader) error {
		all, err := draft.OpenRequests(rd, d.now())
		for _, r := range all {
			err := d.maySecond(rd, who, r)
			if (err == nil || errors.Is(err, policy.ErrStepUp)) && d.stillAsked(rd, r) == nil {
				mine = append(mine, r)
			}
		}
		return err
	})
	return mine, err
}

// objectOf is a story as the policy sees it, whether it is at the desk or only
// with readers.
func (d *Desk) objectOf(rd record.Reader, who policy.Principal, id story.ID) (policy.Object, error) {
	dr, ok, err := draft.Get(rd, id)
	if ok || err != nil {
		return ObjectOf(who, dr), err
	}
	e, err := record.EntryOf(rd, id)
	return policy.Object{Edition: e.Edition, Section: e.Section, Published: true}, err
}
