// Package sqlite keeps the record in one SQLite file.
//
// The file holds two kinds of tables. The record itself (leaf, pieces, hash) is
// only ever appended to: triggers refuse every UPDATE, DELETE and REPLACE, also
// to somebody with an SQL prompt, with the one narrow exception of an erasure.
// The rest (story, slug, list, listing, changed, draft) is what the record's
// package derives from the leaves, or unpublished work, and is ordinary data.
// schema.go is the whole of it.
//
// Durability: write-ahead log with synchronous=FULL, so a transaction that was
// committed is on the disk when Update returns. The log is carried over into
// the main file by this package rather than by SQLite's own automatic, because
// that one keeps silent about a failed fsync. An error that leaves it unsure
// what the disk holds wraps durable.ErrSync, and the process must end.
//
// One connection writes, and as many read as there are Views; nobody waits for
// the other. A second process can read the file at the same time, and back it
// up; one that writes waits five seconds and gets ErrBusy.
//
// This is no protection from somebody who may write the file: that is found
// out by proof. On NFS and FUSE the locks and the promises are theirs.
package sqlite
