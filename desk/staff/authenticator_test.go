package staff_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"stet.news/desk/staff"
)

// authenticator is a passkey in software, by WebAuthn Level 3. Its fields can be
// bent, so that it lies.
type authenticator struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
	origin string
	rp     string
	flags  byte
	count  uint32
}

const (
	userPresent  = 0x01
	userVerified = 0x04
	attested     = 0x40
)

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	rand.Read(id)
	return &authenticator{t: t, key: key, id: id, origin: "http://localhost:8081", rp: "localhost", flags: userPresent | userVerified}
}

// options is what the desk asks for, as far as an authenticator reads it.
type options struct {
	Challenge string
	User      struct{ ID string }
}

func (a *authenticator) read(b staff.Begun) (o options) {
	a.t.Helper()
	text, err := json.Marshal(b.Options)
	if err == nil {
		err = json.Unmarshal(text, &o)
	}
	if err != nil || o.Challenge == "" {
		a.t.Fatalf("options %s: %v", text, err)
	}
	return o
}

var encode = base64.RawURLEncoding.EncodeToString

func (a *authenticator) clientData(kind, challenge string) []byte {
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	if err != nil {
		a.t.Fatal(err)
	}
	return text
}

// data is the authenticator data: which site, which factors, which count.
func (a *authenticator) data(flags byte) []byte {
	sum := sha256.Sum256([]byte(a.rp))
	return binary.BigEndian.AppendUint32(append(sum[:], flags), a.count)
}

// make answers the making of a passkey.
func (a *authenticator) make(b staff.Begun) []byte {
	a.t.Helper()
	o := a.read(b)
	a.handle, _ = base64.RawURLEncoding.DecodeString(o.User.ID)
	public, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: a.key.X.FillBytes(make([]byte, 32)), -3: a.key.Y.FillBytes(make([]byte, 32))})
	if err != nil {
		a.t.Fatal(err)
	}
	data := append(a.data(a.flags|attested), make([]byte, 16)...) // no model is named
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), public...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		a.t.Fatal(err)
	}
	return a.answer(map[string]any{"clientDataJSON": encode(a.clientData("webauthn.create", o.Challenge)), "attestationObject": encode(object)})
}

// sign answers the use of the passkey.
func (a *authenticator) sign(b staff.Begun) []byte {
	a.t.Helper()
	a.count++
	data, client := a.data(a.flags), a.clientData("webauthn.get", a.read(b).Challenge)
	sum := sha256.Sum256(client)
	signed := sha256.Sum256(append(data, sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, signed[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return a.answer(map[string]any{
		"clientDataJSON": encode(client), "authenticatorData": encode(a.data(a.flags)), "signature": encode(signature), "userHandle": encode(a.handle),
	})
}

func (a *authenticator) answer(response map[string]any) []byte {
	text, err := json.Marshal(map[string]any{"id": encode(a.id), "rawId": encode(a.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
	if err != nil {
		a.t.Fatal(err)
	}
	return text
}
