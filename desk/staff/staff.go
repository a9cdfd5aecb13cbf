package staff

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"stet.news/desk/policy"
	"stet.news/desk/trail"
	"stet.news/record"
)

// Store is the record's database.
type Store interface {
	View(ctx context.Context, f func(record.Reader) error) error
	Update(ctx context.Context, f func(record.Tx) error) error
}

// Options of a staff.
type Options struct {
	Now func() time.Time
	Log *slog.Logger
	// Newsroom is its name: apps and browsers keep it with what they keep.
	Newsroom string
	// Proxies are the addresses whose X-Forwarded-For is believed; none by default.
	Proxies []netip.Prefix
	// Outside is the OpenID provider that people may sign in with; nil for none.
	Outside *Outside
	// Cost of hashing a password; zero for the usual.
	Cost Cost
}

// Staff is the staff of one newsroom. Its methods may be called at once by many.
type Staff struct {
	store Store
	opts  Options

	// url is where browsers reach the desk, keys what verifies passkeys for it.
	url  *url.URL
	keys *webauthn.WebAuthn

	hasher *hasher
	limits *limits
	seal   seal
	spent  spent
	ended  ended
}

// New makes the staff over a database that has its tables. At must say where the
// desk is before anybody comes in.
func New(store Store, o Options) *Staff {
	if o.Cost == (Cost{}) {
		o.Cost = usualCost
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Staff{
		store: store, opts: o, hasher: newHasher(o.Cost), limits: newLimits(), seal: newSeal(),
		spent: newSpent(), ended: newEnded(),
	}
}

// At says where browsers reach the desk: scheme and host, such as
// https://desk.example.org. Passkeys belong to that host for ever. It is called
// before anybody comes in.
func (s *Staff) At(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	s.url, s.keys = u, nil
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return nil // a number, to which no passkey can belong
	}
	s.keys, err = webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: s.opts.Newsroom, RPOrigins: []string{strings.TrimSuffix(address, "/")},
		AuthenticatorSelection: passkeyDemands,
		Timeouts:               webauthn.TimeoutsConfig{Login: ceremonyTimeout, Registration: ceremonyTimeout},
	})
	return err
}

// LinkAddress is where the link with a token is opened; "" as long as nobody has
// said where the desk is.
func (s *Staff) LinkAddress(token string) string {
	if s.url == nil {
		return ""
	}
	return s.Address() + "/welcome/" + token
}

// Here reports whether a request came by the desk's own name. By a number of this
// machine in its place, 127.0.0.1 for localhost, no passkey would be found. Other
// names are left alone: somebody may have dug a tunnel.
func (s *Staff) Here(r *http.Request) bool {
	at, err := netip.ParseAddrPort(r.Host)
	return err != nil || s.keys == nil || strconv.Itoa(int(at.Port())) != s.url.Port()
}

// Address is where browsers reach the desk: scheme and host.
func (s *Staff) Address() string { return s.url.Scheme + "://" + s.url.Host }

// What may be wrong with what somebody asks for.
var (
	// ErrWrong is all that anybody learns of a sign-in that failed.
	ErrWrong = errors.New("name, password or code is wrong")
	// ErrLink: there is no such link, or not any more.
	ErrLink = errors.New("the link is not valid any more")
	// ErrLogin: another account has the name to sign in with.
	ErrLogin = errors.New("somebody else signs in with this name")
	// ErrName: a name that cannot be one.
	ErrName = errors.New("give a name, and a name to sign in with that has no spaces, each of at most 100 characters")
	// ErrNoGrants: an invitation to do nothing.
	ErrNoGrants = errors.New("choose at least one role")
	// ErrNobody: there is no such account.
	ErrNobody = errors.New("there is no such account")
	// ErrLastAdministrator keeps the house from being locked for ever.
	ErrLastAdministrator = errors.New("nobody else may look after the accounts of this newsroom; make somebody administrator first")
	// ErrLastWay keeps an account from being locked for ever.
	ErrLastWay = errors.New("it is the last way into this account; add another first")
	// ErrPasskey: a browser's answer about a passkey does not hold.
	ErrPasskey = errors.New("the passkey could not be checked; try again")
)

func (s *Staff) now() time.Time { return s.opts.Now().UTC() }

// act is the frame of every act of somebody: the policy is asked, f writes, the
// trail's row follows, and all of it stands or falls together. Between the request
// and this transaction the session may have been ended; then it is over.
func (s *Staff) act(ctx context.Context, who policy.Principal, a policy.Action, f func(tx record.Tx, e *trail.Entry) error) error {
	if err := policy.May(who, a, policy.Object{}, s.now()); err != nil {
		return err
	}
	return s.store.Update(ctx, func(tx record.Tx) error {
		if err := alive(tx, who); err != nil {
			return err
		}
		e := trail.Entry{Action: a}
		if err := f(tx, &e); err != nil {
			return err
		}
		return trail.Add(tx, s.now(), who, e)
	})
}
