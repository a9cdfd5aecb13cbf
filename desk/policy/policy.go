// Package policy says who may do what at the desk.
//
// It is one table: each Action with the least role that may do it, and the
// conditions on the story it is done to. May is asked twice for every act: by
// the route, which knows only who and what (Possible), and by the method of
// desk.Desk that does it, which knows the story too. So neither a new page nor
// the command line can forget to ask.
//
// It decides and does nothing else: no storage, no HTTP, no clock of its own.
package policy

import (
	"errors"
	"fmt"
	"time"
)

// What May answers when it is not yes.
var (
	// ErrDenied: this person may not do this here.
	ErrDenied = errors.New("you may not do this")
	// ErrSignIn: nobody is signed in.
	ErrSignIn = errors.New("sign in first")
	// ErrStepUp: this person may, once they have shown again who they are.
	ErrStepUp = errors.New("show once more that it is you")
	// ErrSecond: this person may, once a second person has confirmed it.
	ErrSecond = errors.New("a second person must confirm this")
)

// StepUpFor is how long showing again who one is holds.
const StepUpFor = 10 * time.Minute

// Principal is who does something. The zero Principal is nobody signed in.
type Principal struct {
	// Account is the account's id; empty for nobody.
	Account string
	Name    string
	Grants  []Grant
	// Session is the id of the session, which is no secret; empty for the
	// command line.
	Session string
	// Lang is the language the desk speaks to this person.
	Lang string
	// Shown is when the person last showed who they are.
	Shown time.Time
	// House is the operator at the command line of the machine itself, who
	// holds the keys and the database anyway. Everything is allowed and all of
	// it is in the trail.
	House bool
}

// House is the operator.
var House = Principal{Account: "house", Name: "command line", House: true, Lang: "en"}

// Clock does what somebody asked for at a time, when it comes.
var Clock = Principal{Account: "clock", Name: "schedule", House: true, Lang: "en"}

// Grant gives a role in an edition and a section; empty means all of them.
type Grant struct {
	Role    Role   `json:"role"`
	Edition string `json:"edition,omitempty"`
	Section string `json:"section,omitempty"`
}

// Object is what an act is done to, as far as the policy asks.
type Object struct {
	Edition, Section string
	// Mine: the principal began the story or has it to work on.
	Mine bool
	// Published: readers have, or had, a revision of it.
	Published bool
}

// May says whether who may do a to o at the time now: nil, or one of the errors
// above, wrapped with what was asked.
func May(who Principal, a Action, o Object, now time.Time) error {
	rule, ok := rules[a]
	switch {
	case !ok:
		return fmt.Errorf("%w: %q is no act that the policy knows", ErrDenied, a)
	case rule.Least == Nobody || who.House:
		return nil
	case who.Account == "":
		return ErrSignIn
	case rule.Least != Anybody && !who.has(rule, o):
		return fmt.Errorf("%w: %s", ErrDenied, a)
	case rule.StepUp && now.Sub(who.Shown) > StepUpFor:
		return ErrStepUp
	}
	return nil
}

// Possible says whether there is anything to which who may do a. It is all that
// can be asked before the story is known.
func Possible(who Principal, a Action, now time.Time) error {
	err := ErrDenied
	for _, o := range who.reach() {
		if err = May(who, a, o, now); err == nil || !errors.Is(err, ErrDenied) {
			return err
		}
	}
	if len(who.Grants) == 0 {
		return May(who, a, Object{}, now)
	}
	return err
}

// reach gives, for each grant, the objects it may matter for.
func (p Principal) reach() (all []Object) {
	for _, g := range p.Grants {
		for _, mine := range []bool{true, false} {
			for _, published := range []bool{false, true} {
				all = append(all, Object{Edition: g.Edition, Section: g.Section, Mine: mine, Published: published})
			}
		}
	}
	return all
}

// has reports whether one of the grants is enough.
func (p Principal) has(rule Rule, o Object) bool {
	for _, g := range p.Grants {
		if g.covers(rule, o) && rule.allows(g.Role, o) {
			return true
		}
	}
	return false
}

// covers reports whether a grant reaches the object. What belongs to the whole
// house, such as accounts, is reached by a grant for all editions only; what is
// shared by all by any.
func (g Grant) covers(rule Rule, o Object) bool {
	switch {
	case rule.House:
		return g.Edition == "" && g.Section == ""
	case rule.Shared:
		return true
	}
	return (g.Edition == "" || g.Edition == o.Edition) && (g.Section == "" || g.Section == o.Section || o.Section == "" && o.Mine)
}

// May is the function of that name for a principal.
func (p Principal) May(a Action, o Object, now time.Time) bool { return May(p, a, o, now) == nil }
