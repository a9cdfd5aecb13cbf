package sqlite

// applicationID marks a file as a stet record: "stet" in ASCII.
const applicationID = 0x73746574

// schemaVersion is the newest layout this package knows, kept as user_version.
const schemaVersion = 1

// schema is the whole layout. Times are seconds since 1970 UTC, NULL for none;
// a story's id is its 16 bytes.
//
// The triggers that guard the record run BEFORE INSERT where one would expect
// none: REPLACE deletes the row in its way without firing a DELETE trigger
// (unless recursive_triggers is on, which somebody else's connection need not
// have), but not before it has asked the BEFORE INSERT triggers.
const schema = `
-- The record.

CREATE TABLE leaf (
	n      INTEGER PRIMARY KEY,           -- its index in the log, from 0, without gaps
	text   BLOB NOT NULL CHECK (length(text) BETWEEN 1 AND 400),
	story  BLOB NOT NULL CHECK (length(story) = 16),
	number INTEGER NOT NULL CHECK (number >= 0), -- the revision it made; 0 for none
	act    TEXT                           -- the client's id for the act
) STRICT;
CREATE UNIQUE INDEX leaf_revision ON leaf (story, number) WHERE number > 0;
CREATE INDEX leaf_act ON leaf (act) WHERE act IS NOT NULL;

-- The piece list of a leaf that made a revision. Apart from leaf, so that what
-- only walks the leaves does not read every word.
CREATE TABLE pieces (
	leaf INTEGER PRIMARY KEY REFERENCES leaf (n),
	blob BLOB NOT NULL CHECK (substr(blob, 1, 1) IN (x'01', x'02'))
) STRICT;

-- The stored hashes of the tree, by tlog.StoredHashIndex.
CREATE TABLE hash (
	n    INTEGER PRIMARY KEY,
	hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- While a leaf stands here its piece list may be replaced. No transaction can
-- be committed while anything stands here: there is never a row to refer to.
CREATE TABLE erasing (
	leaf INTEGER PRIMARY KEY REFERENCES never (n) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE never (n INTEGER PRIMARY KEY CHECK (0)) STRICT;

CREATE TRIGGER leaf_append BEFORE INSERT ON leaf
WHEN NEW.n IS NOT (SELECT coalesce(max(n) + 1, 0) FROM leaf)
	OR EXISTS (SELECT 1 FROM leaf WHERE story = NEW.story AND number = NEW.number AND number > 0)
BEGIN SELECT raise(ABORT, 'the record is append-only: not the next leaf'); END;
CREATE TRIGGER leaf_update BEFORE UPDATE ON leaf
BEGIN SELECT raise(ABORT, 'the record is append-only: a leaf cannot be changed'); END;
CREATE TRIGGER leaf_delete BEFORE DELETE ON leaf
BEGIN SELECT raise(ABORT, 'the record is append-only: a leaf cannot be deleted'); END;

CREATE TRIGGER pieces_append BEFORE INSERT ON pieces
WHEN NEW.leaf IS NOT (SELECT max(n) FROM leaf)
	OR EXISTS (SELECT 1 FROM pieces WHERE leaf = NEW.leaf)
BEGIN SELECT raise(ABORT, 'the record is append-only: pieces come with their leaf'); END;
CREATE TRIGGER pieces_update BEFORE UPDATE ON pieces
WHEN NEW.leaf <> OLD.leaf OR NOT EXISTS (SELECT 1 FROM erasing WHERE leaf = OLD.leaf)
BEGIN SELECT raise(ABORT, 'the record is append-only: pieces can only be erased'); END;
CREATE TRIGGER pieces_delete BEFORE DELETE ON pieces
BEGIN SELECT raise(ABORT, 'the record is append-only: pieces cannot be deleted'); END;

CREATE TRIGGER hash_append BEFORE INSERT ON hash
WHEN NEW.n IS NOT (SELECT coalesce(max(n) + 1, 0) FROM hash)
BEGIN SELECT raise(ABORT, 'the record is append-only: not the next hash'); END;
CREATE TRIGGER hash_update BEFORE UPDATE ON hash
BEGIN SELECT raise(ABORT, 'the record is append-only: a hash cannot be changed'); END;
CREATE TRIGGER hash_delete BEFORE DELETE ON hash
BEGIN SELECT raise(ABORT, 'the record is append-only: a hash cannot be deleted'); END;

-- What readers of the log must print again: the keys a leaf changed, a line
-- each. Not part of the record, because keys can hold a name, and that must be
-- forgotten when the name is erased.
CREATE TABLE changed (
	leaf INTEGER PRIMARY KEY,
	keys TEXT NOT NULL
) STRICT;

-- The index of present stories.

CREATE TABLE story (
	id             BLOB PRIMARY KEY CHECK (length(id) = 16),
	edition        TEXT NOT NULL,
	revision       INTEGER NOT NULL,
	revision_leaf  INTEGER NOT NULL,
	leaf           INTEGER NOT NULL,
	slug           TEXT NOT NULL,
	section        TEXT NOT NULL,
	translation_of BLOB CHECK (length(translation_of) = 16),
	published      INTEGER NOT NULL,
	day            TEXT NOT NULL,
	updated        INTEGER,
	retracted      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX story_translation ON story (translation_of, edition, id) WHERE translation_of IS NOT NULL;

CREATE TABLE slug (
	edition TEXT NOT NULL,
	key     TEXT NOT NULL,
	slug    TEXT NOT NULL,
	story   BLOB NOT NULL CHECK (length(story) = 16),
	born    INTEGER NOT NULL, -- counts the story's slugs, the oldest lowest
	PRIMARY KEY (edition, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX slug_story ON slug (story, born);

-- A list that somebody stands in. The row of an emptied list goes: its name can
-- be a person's.
CREATE TABLE list (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	came INTEGER NOT NULL,
	here INTEGER NOT NULL
) STRICT;
CREATE TABLE listing (
	list      INTEGER NOT NULL,
	n         INTEGER NOT NULL,
	story     BLOB NOT NULL CHECK (length(story) = 16),
	published INTEGER NOT NULL,
	PRIMARY KEY (list, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX listing_newest ON listing (list, published, n, story);
CREATE UNIQUE INDEX listing_story ON listing (story, list);

-- Unpublished work.
CREATE TABLE draft (
	id       BLOB PRIMARY KEY CHECK (length(id) = 16),
	revision TEXT NOT NULL, -- story.Revision as JSON
	base     INTEGER NOT NULL,
	embargo  INTEGER,
	due      INTEGER,
	act      TEXT NOT NULL,
	changed  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
