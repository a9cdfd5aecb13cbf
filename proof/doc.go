// Package proof verifies a newsroom from outside: that what its pages show is
// what its record holds, that the record is one unbroken log signed by the
// newsroom's key, and that nothing signed before has been rewritten since.
//
// It reads a Source: an exported tree of files (FromTree), which needs no database
// and no program of ours to have been served, or an open record with the page
// store beside it (Opened). Verify holds it against itself in layers, each
// resting on the one before:
//
//	checkpoint   signed by the key the caller trusts
//	log          the leaves hash to the checkpoint's root, tile by tile, and
//	             each is a legal next step of its story
//	piece lists  each revision's pieces hash to its leaf's root, and pieces are
//	             missing exactly where an erase leaf says so
//	pages        each story's page, teasers and feed items show the newest
//	             revision, nothing less and nothing more
//	leaf → page  each story in the log has its page, each page its story
//	memory       the log continues the checkpoint the caller remembers
//
// Report.Code sums it up in the exit codes of stet verify.
//
// The package also owns the layout of an exported tree (layout.go), which
// package export writes, and the formats in it: entry bundles and tiles of C2SP
// tlog-tiles, proofs of C2SP tlog-proof, piece lists as JSON lines, and the
// signed manifest.
//
// It holds story IDs and hashes in memory, never texts: a hundred thousand
// stories with their revisions take less than a hundred megabytes. It writes
// nothing, asks nothing of the network, and believes nothing it reads: whatever
// the bytes, it answers with a report and never panics.
package proof
