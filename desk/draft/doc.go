// Package draft keeps stories in the making: for each its row, which lists and
// boards show; the journal of steps that its document came from; versions,
// comments and requests.
//
// It stores and checks; who may do it is asked in package desk, which alone
// calls it, inside a transaction of the record's database. Nothing here is
// public, and nothing of a journal is ever changed or deleted, except by an
// erasure.
package draft
