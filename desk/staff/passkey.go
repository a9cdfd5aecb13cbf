package staff

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"stet.news/record"
)

// A ceremony is what a browser and its authenticator are asked to do: to make a
// passkey, or to sign with one. It is begun here, goes through the browser sealed,
// and is finished here once.
const ceremonyTime = 5 * time.Minute

var ceremonyTimeout = webauthn.TimeoutConfig{Enforce: true, Timeout: ceremonyTime, TimeoutUVD: ceremonyTime}

// passkeyDemands: the authenticator keeps the passkey findable without a name, and
// asks its owner for a PIN, a finger or a face each time. That makes two factors.
var passkeyDemands = protocol.AuthenticatorSelection{
	ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
	UserVerification: protocol.VerificationRequired,
}

// Begun is what a browser's script gets: the options for its authenticator, and
// the ceremony to send back with the answer.
type Begun struct {
	Options any    `json:"options"`
	State   string `json:"state"`
}

// Passkey is one way in.
type Passkey struct {
	ID      []byte
	Name    string
	Created time.Time
	Used    time.Time // zero: never

	credential webauthn.Credential
}

// owner is an account as WebAuthn sees it.
type owner struct {
	Account
	keys []Passkey
}

func (o owner) WebAuthnID() []byte          { return o.handle }
func (o owner) WebAuthnName() string        { return o.Login }
func (o owner) WebAuthnDisplayName() string { return o.Name }
func (o owner) WebAuthnCredentials() (all []webauthn.Credential) {
	for _, k := range o.keys {
		all = append(all, k.credential)
	}
	return all
}

// HasPasskeys reports whether the desk is reached under an address to which
// passkeys can belong: a name, not a number.
func (s *Staff) HasPasskeys() bool { return s.keys != nil }

// beginUse asks a browser to sign with a passkey that it has for this desk. The
// use says for what; nobody can take the answer for something else.
func (s *Staff) beginUse(use string) (Begun, error) {
	if s.keys == nil {
		return Begun{}, ErrPasskey
	}
	assertion, data, err := s.keys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Begun{}, fmt.Errorf("begin with a passkey: %w", err)
	}
	state, err := closeSeal(s.seal, use, s.now().Add(ceremonyTime), data)
	return Begun{assertion.Response, state}, err
}

// finishUse checks what a passkey signed and gives its account, with the passkey
// as it is after that.
func (s *Staff) finishUse(ctx context.Context, use, state string, answer []byte) (a Account, key webauthn.Credential, err error) {
	data, err := openSeal[webauthn.SessionData](s.seal, use, s.now(), state)
	if err != nil {
		return a, key, ErrPasskey
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return a, key, s.refused(err)
	}
	find := func(_, handle []byte) (webauthn.User, error) {
		o, err := s.ownerOf(ctx, handle)
		return o, err
	}
	user, used, err := s.keys.ValidatePasskeyLogin(find, data, parsed)
	if err != nil {
		return a, key, s.refused(err)
	}
	if !s.spent.first(data.Challenge, s.now()) {
		return a, key, ErrPasskey
	}
	if used.Authenticator.CloneWarning { // some authenticators count badly: no reason to lock anybody out
		s.opts.Log.Warn("a passkey counts backwards; somebody may have copied it", "account", user.(owner).ID)
	}
	return user.(owner).Account, *used, nil
}

// refused writes down why, for the operator; the browser learns only that.
func (s *Staff) refused(err error) error {
	var p *protocol.Error
	if errors.As(err, &p) {
		s.opts.Log.Info("a passkey was refused", "reason", p.Details, "detail", p.DevInfo)
	}
	return ErrPasskey
}

// ownerOf finds an account by what its passkeys know of it.
func (s *Staff) ownerOf(ctx context.Context, handle []byte) (o owner, err error) {
	err = s.store.View(ctx, func(rd record.Reader) error {
		var ok bool
		if o.Account, ok, err = accountByHandle(rd, handle); err != nil {
			return err
		}
		if !ok || !o.Disabled.IsZero() {
			return ErrNobody
		}
		o.keys, err = passkeysOf(rd, o.ID)
		return err
	})
	return o, err
}

// noteUse keeps what a use has changed of a passkey. It fails when the passkey, or
// its account, is gone meanwhile.
func noteUse(tx record.Tx, a Account, key webauthn.Credential, now time.Time) error {
	text, err := json.Marshal(key)
	if err != nil {
		return err
	}
	n, err := tx.SQL().Exec(`
		UPDATE staff_passkey SET credential = ?, used = ? WHERE id = ? AND account = ?
			AND EXISTS (SELECT 1 FROM staff_account a WHERE a.id = account AND a.disabled = 0)`, string(text), now.Unix(), key.ID, a.ID)
	if err == nil && n != 1 {
		err = ErrPasskey
	}
	return err
}

// passkeysOf gives the passkeys of an account, the oldest first.
func passkeysOf(rd record.Reader, account string) (all []Passkey, err error) {
	err = rd.SQL().Rows(`SELECT id, name, credential, created, used FROM staff_passkey WHERE account = ? ORDER BY created, id`, []any{account},
		func(rows *sql.Rows) (bool, error) {
			var k Passkey
			var text string
			var created, used int64
			if err := rows.Scan(&k.ID, &k.Name, &text, &created, &used); err != nil {
				return false, err
			}
			k.Created, k.Used = at(created), at(used)
			all = append(all, k)
			return true, json.Unmarshal([]byte(text), &all[len(all)-1].credential)
		})
	return all, err
}

// making is the ceremony of a new passkey: for whom, and what WebAuthn remembers.
type making struct {
	Data    webauthn.SessionData
	Account string // that it is for; empty when there is none yet
	Handle  []byte // that it will be known by
	Person  Person // of an account that is yet to be made
	Link    []byte // hash of the link that allows it
}

// beginMake asks a browser to make a passkey.
func (s *Staff) beginMake(use string, o owner, m making) (Begun, error) {
	if s.keys == nil {
		return Begun{}, ErrPasskey
	}
	creation, data, err := s.keys.BeginRegistration(o, webauthn.WithExclusions(webauthn.Credentials(o.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return Begun{}, fmt.Errorf("begin a passkey: %w", err)
	}
	m.Data, m.Handle = *data, o.handle
	state, err := closeSeal(s.seal, use, s.now().Add(ceremonyTime), m)
	return Begun{creation.Response, state}, err
}

// finishMake checks what the browser answers and gives the new passkey.
func (s *Staff) finishMake(use, state string, answer []byte) (m making, key webauthn.Credential, err error) {
	if m, err = openSeal[making](s.seal, use, s.now(), state); err != nil {
		return m, key, ErrPasskey
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return m, key, s.refused(err)
	}
	made, err := s.keys.CreateCredential(owner{Account: Account{handle: m.Handle}}, m.Data, parsed)
	if err != nil {
		return m, key, s.refused(err)
	}
	if !s.spent.first(m.Data.Challenge, s.now()) {
		return m, key, ErrPasskey
	}
	return m, *made, nil
}

// addPasskey gives an account a new way in.
func addPasskey(tx record.Tx, account, name string, key webauthn.Credential, now time.Time) error {
	text, err := json.Marshal(key)
	if err != nil {
		return err
	}
	n, err := tx.SQL().Exec(`INSERT OR IGNORE INTO staff_passkey (id, account, name, credential, created, used) VALUES (?, ?, ?, ?, ?, 0)`, key.ID, account, name, string(text), now.Unix())
	if err == nil && n != 1 {
		err = ErrPasskey // another account has this very passkey
	}
	return err
}

// spent remembers the challenges that were answered, as long as they could be
// answered again.
type spent struct {
	mu    *sync.Mutex
	until map[string]time.Time
}

func newSpent() spent { return spent{new(sync.Mutex), map[string]time.Time{}} }

// first reports whether a challenge is answered for the first time. Only right
// answers come here, so nobody can fill it.
func (s spent) first(challenge string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c, until := range s.until {
		if now.After(until) {
			delete(s.until, c)
		}
	}
	_, again := s.until[challenge]
	s.until[challenge] = now.Add(ceremonyTime)
	return !again
}

// sameKey finds a passkey by its id.
func sameKey(id []byte) func(Passkey) bool {
	return func(k Passkey) bool { return bytes.Equal(k.ID, id) }
}
