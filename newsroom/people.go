package newsroom

import (
	"context"
	"fmt"
	"time"

	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/record"
)

// Invitation is for somebody who is to have an account.
type Invitation struct {
	Name   string         `json:"name"`
	Grants []policy.Grant `json:"grants"`
	// For is how long the link holds; 0 for the longest.
	For time.Duration `json:"for,omitempty"`
}

// usualDeskAddr is where the desk listens when nobody says otherwise.
const usualDeskAddr = "127.0.0.1:8081"

// People implements Office.
func (n *Newsroom) People(ctx context.Context) (staff.People, error) {
	return n.Desk.Staff.People(ctx, policy.House)
}

// Invite implements Office.
func (n *Newsroom) Invite(ctx context.Context, i Invitation) (string, error) {
	for _, g := range i.Grants {
		if _, ok := n.Settings.Edition(g.Edition); g.Edition != "" && !ok {
			return "", fmt.Errorf("%w: %q; there are %s", record.ErrNoEdition, g.Edition, n.Settings.Tags())
		}
	}
	var until time.Time
	if i.For > 0 {
		until = n.opts.Now().Add(i.For)
	}
	token, err := n.Desk.Staff.Invite(ctx, policy.House, i.Name, i.Grants, until)
	return n.linkAddress(token), err
}

// RecoverPerson implements Office.
func (n *Newsroom) RecoverPerson(ctx context.Context, login string, lost bool) (string, error) {
	m, err := n.Desk.Staff.Member(ctx, policy.House, login)
	if err != nil {
		return "", err
	}
	token, err := n.Desk.Staff.Recover(ctx, policy.House, m.ID, lost)
	return n.linkAddress(token), err
}

// Disable implements Office.
func (n *Newsroom) Disable(ctx context.Context, login string) error {
	m, err := n.Desk.Staff.Member(ctx, policy.House, login)
	if err != nil {
		return err
	}
	return n.Desk.Disable(ctx, policy.House, m.ID)
}

// Enable implements Office.
func (n *Newsroom) Enable(ctx context.Context, login string) error {
	m, err := n.Desk.Staff.Member(ctx, policy.House, login)
	if err != nil {
		return err
	}
	return n.Desk.Staff.Enable(ctx, policy.House, m.ID)
}

// linkAddress is where a link is opened: at the desk that runs or, when none does,
// at the one that will run if nobody says otherwise.
func (n *Newsroom) linkAddress(token string) string {
	if address := n.Desk.Staff.LinkAddress(token); address != "" {
		return address
	}
	return n.Settings.deskURL(usualDeskAddr) + "/welcome/" + token
}
