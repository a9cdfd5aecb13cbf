package staff

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Outside is an OpenID Connect provider that the newsroom trusts to know its
// people. Whoever runs it can come in as anybody who uses it; which factors it
// asks for is its own affair.
type Outside struct {
	Issuer   string
	ClientID string
	Secret   string
	// Name is what people know it by.
	Name string
	// Client does the requests to it.
	Client *http.Client

	mu       sync.Mutex
	provider *oidc.Provider // nil until it was found
}

// ErrOutside: the provider did not vouch for anybody who works here.
var ErrOutside = errors.New("the provider knows nobody who has an account here")

// OutsideName is what the provider is called; "" when there is none.
func (s *Staff) OutsideName() string {
	if s.opts.Outside == nil {
		return ""
	}
	return s.opts.Outside.Name
}

// Errand is what somebody goes to the provider for: to sign in or, signed in, to
// show once more who they are; to open a link; to have the provider sign them in
// from now on.
type Errand struct {
	Next    string // where to go after
	Session string // who is signed in
	Attach  bool
	Link    string // token
	Person  Person // who opens the link
}

// away is what a browser keeps, sealed, until it comes back.
type away struct {
	Errand
	State, Nonce, Verifier string
}

const (
	awayCookie = "stet-outside"
	awayTime   = 10 * time.Minute
)

// find asks the provider for its addresses and keys, once it answers.
func (o *Outside) find(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider != nil {
		return o.provider, nil
	}
	// The provider keeps the context for fetching its keys later.
	p, err := oidc.NewProvider(o.with(context.WithoutCancel(ctx)), o.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ask the OpenID provider: %w", err)
	}
	o.provider = p
	return p, nil
}

func (o *Outside) with(ctx context.Context) context.Context { return oidc.ClientContext(ctx, o.Client) }

func (s *Staff) oauth(p *oidc.Provider) *oauth2.Config {
	o := s.opts.Outside
	return &oauth2.Config{
		ClientID: o.ClientID, ClientSecret: o.Secret, Endpoint: p.Endpoint(),
		RedirectURL: s.Address() + "/sign-in/outside/back", Scopes: []string{oidc.ScopeOpenID},
	}
}

// GoOutside gives the provider's address for an errand, and a cookie without
// which nobody comes back: with state, nonce and PKCE's verifier in it.
func (s *Staff) GoOutside(ctx context.Context, w http.ResponseWriter, e Errand) (address string, err error) {
	if s.opts.Outside == nil {
		return "", ErrOutside
	}
	p, err := s.opts.Outside.find(ctx)
	if err != nil {
		s.opts.Log.Error("nobody can sign in by the provider", "error", err)
		return "", ErrOutside
	}
	a := away{Errand: e, State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	sealed, err := closeSeal(s.seal, awayCookie, s.now().Add(awayTime), a)
	if err != nil {
		return "", err
	}
	s.setCookie(w, awayCookie, sealed, awayTime)
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if e.Session != "" { // to have signed in there some time ago is not enough
		options = append(options, oauth2.SetAuthURLParam("max_age", "0"), oauth2.SetAuthURLParam("prompt", "login"))
	}
	return s.oauth(p).AuthCodeURL(a.State, options...), nil
}

// vouched is whom the provider vouches for. Its subject is the only name that it
// never gives to somebody else; a mail address can change hands.
type vouched struct {
	issuer, subject string
	at              time.Time // when they signed in there; zero when it does not say
}

// comeBack checks what a browser brings from the provider.
func (s *Staff) comeBack(r *http.Request) (a away, v vouched, err error) {
	c, err := r.Cookie(s.cookie(awayCookie))
	if err != nil || s.opts.Outside == nil {
		return a, v, ErrOutside
	}
	if a, err = openSeal[away](s.seal, awayCookie, s.now(), c.Value); err != nil {
		return a, v, ErrOutside
	}
	if subtle.ConstantTimeCompare([]byte(r.FormValue("state")), []byte(a.State)) != 1 {
		return a, v, ErrOutside
	}
	token, err := s.exchange(r.Context(), r.FormValue("code"), a.Verifier)
	if err != nil {
		s.opts.Log.Info("the provider vouches for nobody", "error", err, "says", r.FormValue("error"))
		return a, v, ErrOutside
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(a.Nonce)) != 1 {
		return a, v, ErrOutside
	}
	var more struct {
		At int64 `json:"auth_time"`
	}
	if err := token.Claims(&more); err != nil {
		return a, v, ErrOutside
	}
	return a, vouched{token.Issuer, token.Subject, at(more.At)}, nil
}

// exchange turns the code into a token that the provider has signed.
func (s *Staff) exchange(ctx context.Context, code, verifier string) (*oidc.IDToken, error) {
	o := s.opts.Outside
	p, err := o.find(ctx)
	if err != nil {
		return nil, err
	}
	ctx = o.with(ctx)
	tokens, err := s.oauth(p).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return nil, err
	}
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return nil, errors.New("there is no id_token in the answer")
	}
	return p.Verifier(&oidc.Config{ClientID: o.ClientID, Now: s.now}).Verify(ctx, raw)
}
