// Package staff is who works at the newsroom and how they come in: accounts with
// their grants, passkeys, passwords with one-time codes, sessions, invitations and
// recoveries by link, and the limits on trying.
//
// A passkey alone signs in: it holds two factors and cannot be phished. A password
// never does without a code, of an app or of the printed recovery codes. An account
// begins with a link: the first one's is printed by stet serve, the others' are made
// by an administrator. A link opens once.
//
// The browser holds a random token, the database its hash. Everything about a session
// is asked of the database at each request, so what ends it there ends it at once;
// Watch tells those who hold a stream open.
//
// What a person is told does not depend on whether a name exists: not the words, not
// the status, and not the time, for a hash is computed either way.
//
// It keeps no address of anybody, except in memory to count tries, and no password
// or token in a form that would open anything.
package staff
