// Package record is the record: every published revision of every story, in
// the order of publishing, provable to anybody.
//
// A revision is written as a list of salted pieces (headline, byline, each
// sentence, each picture …). The pieces' hashes form a small tree whose root
// stands in a leaf; the leaves form the newsroom's one Merkle log, whose head
// is signed as a checkpoint. So any sentence ever published can be proved, and
// any sentence can be erased, text and salt, while everything else still
// verifies. docs/record-format.md gives the form to the byte.
//
// Record is the one door for writing: Publish does everything that a
// publication is in one transaction of a Store and answers only when it would
// survive a power cut. What is not a leaf, the index of present stories and
// the lists they stand in, is derived from the leaves and can be made again by
// Reindex.
//
// The engines (record/sqlite) implement Store; the contract is record/recordtest.
// Nothing here changes or deletes a published revision: the one narrow
// exception is erasing, which leaves the hash. This package prints nothing,
// serves nobody and knows no HTML.
package record
