package rig

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"stet.news/desk"
	"stet.news/desk/policy"
	"stet.news/desk/staff"
	"stet.news/newsroom"
	"stet.news/story"
)

// Person is somebody who is signed in at the rig's desk.
type Person struct {
	Account string `json:"account"`
	Name    string `json:"name"`
	Cookie  string `json:"cookie"` // of the Cookie header
}

var people atomic.Int64

// SignIn makes an account at a newsroom whose desk is served and signs it in.
func SignIn(ctx context.Context, n *newsroom.Newsroom, name string, role policy.Role) (Person, error) {
	s := n.Desk.Staff
	token, err := s.Invite(ctx, policy.House, name, []policy.Grant{{Role: role}}, time.Time{})
	if err != nil {
		return Person{}, err
	}
	link, err := s.Link(ctx, token)
	if err != nil {
		return Person{}, err
	}
	login := fmt.Sprintf("person%d", people.Add(1))
	visit := staff.Visit{Agent: "rig"}
	entered, _, err := s.EnterWithPassword(ctx, visit, token, staff.Person{Name: name, Login: login}, "seven green bridges over "+login, link.Secret.Code(time.Now()), "")
	if err != nil {
		return Person{}, err
	}
	return Person{entered.Account, name, cookies(s, entered)}, nil
}

// cookies writes what a browser would send from now on.
func cookies(s *staff.Staff, e staff.Entered) string {
	w := httptest.NewRecorder()
	s.Let(w, e)
	var all []string
	for _, c := range (&http.Response{Header: w.Header()}).Cookies() {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}

// Begin begins a story at the desk.
func Begin(ctx context.Context, n *newsroom.Newsroom) (story.ID, error) {
	d, err := n.Desk.Begin(ctx, policy.House, desk.Beginning{Edition: "en"})
	return d.ID, err
}

// ServeDesk serves a newsroom on free ports while f runs, which is given the
// desk's address.
func ServeDesk(ctx context.Context, n *newsroom.Newsroom, f func(url string) error) error {
	return ServeBoth(ctx, n, func(_, desk string) error { return f(desk) })
}

// ServeBoth is ServeDesk for who reads the site too, at its host and port.
func ServeBoth(ctx context.Context, n *newsroom.Newsroom, f func(site, desk string) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ready, ended := make(chan [2]string, 1), make(chan error, 1)
	go func() {
		ended <- n.Serve(ctx, newsroom.ServeOptions{Addr: "127.0.0.1:0", DeskAddr: "127.0.0.1:0", Ready: func(site, desk string) { ready <- [2]string{site, desk} }})
	}()
	select {
	case at := <-ready:
		err := f(at[0], at[1])
		stop()
		if e := <-ended; err == nil {
			err = e
		}
		return err
	case err := <-ended:
		return err
	}
}
