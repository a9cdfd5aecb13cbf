package staff

// Schema is the tables of this room. Times are seconds since 1970, UTC; 0 is
// never.
const Schema = `
CREATE TABLE IF NOT EXISTS staff_account (
	id        TEXT PRIMARY KEY,
	name      TEXT NOT NULL,        -- as colleagues see it
	login     TEXT NOT NULL UNIQUE, -- folded: what is typed to sign in
	lang      TEXT NOT NULL,        -- of the desk's interface
	handle    BLOB NOT NULL UNIQUE, -- what passkeys know the account by
	password  TEXT NOT NULL,        -- argon2id; '' for none
	secret    BLOB,                 -- of the app that makes codes; NULL for none
	step      INTEGER NOT NULL,     -- of the newest code that was used
	created   INTEGER NOT NULL,
	disabled  INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS staff_grant (
	account   TEXT NOT NULL REFERENCES staff_account(id),
	role      TEXT NOT NULL,
	edition   TEXT NOT NULL,        -- '' for all
	section   TEXT NOT NULL,        -- '' for all
	PRIMARY KEY (account, role, edition, section)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staff_passkey (
	id         BLOB PRIMARY KEY,
	account    TEXT NOT NULL REFERENCES staff_account(id),
	name       TEXT NOT NULL,
	credential TEXT NOT NULL,       -- webauthn.Credential as JSON
	created    INTEGER NOT NULL,
	used       INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS staff_passkey_account ON staff_passkey(account);
CREATE TABLE IF NOT EXISTS staff_recovery (
	account   TEXT NOT NULL REFERENCES staff_account(id),
	hash      BLOB NOT NULL,        -- of a code that is not used yet
	PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staff_device (
	account   TEXT NOT NULL REFERENCES staff_account(id),
	hash      BLOB NOT NULL,        -- of the token in the browser's cookie
	key       BLOB NOT NULL,        -- encrypts what that browser keeps of stories
	used      INTEGER NOT NULL,
	PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staff_session (
	hash      BLOB PRIMARY KEY,     -- of the token in the cookie
	id        TEXT NOT NULL UNIQUE, -- what lists and the trail call it
	account   TEXT NOT NULL REFERENCES staff_account(id),
	device    BLOB NOT NULL,
	agent     TEXT NOT NULL,        -- the browser in a few words
	way       TEXT NOT NULL,        -- passkey, password, oidc
	created   INTEGER NOT NULL,
	proved    INTEGER NOT NULL,     -- when who it is was last proved
	used      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS staff_session_account ON staff_session(account);
CREATE TABLE IF NOT EXISTS staff_link (
	hash      BLOB PRIMARY KEY,     -- of the token in the address
	id        TEXT NOT NULL UNIQUE,
	kind      TEXT NOT NULL,        -- first, invitation, recovery
	account   TEXT NOT NULL,        -- of a recovery, whose
	name      TEXT NOT NULL,        -- of an invitation, who is meant
	grants    TEXT NOT NULL,        -- JSON
	lost      INTEGER NOT NULL,     -- of a recovery: 1 when the second factor is lost too
	secret    BLOB NOT NULL,        -- for the app of who comes in by it
	by        TEXT NOT NULL,        -- the account that made it; '' for the command line
	created   INTEGER NOT NULL,
	until     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staff_outside (
	issuer    TEXT NOT NULL,        -- of OpenID Connect
	subject   TEXT NOT NULL,
	account   TEXT NOT NULL REFERENCES staff_account(id),
	created   INTEGER NOT NULL,
	PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
`
