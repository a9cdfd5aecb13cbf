package sqlite

import (
	"context"
	"errors"
)

// widened brings a record of layout 1 to layout 2. Its check of stored piece lists
// knew one version of them; nothing else is different. A table's check cannot be
// altered, but SQLite's manual has this way for one that only gets wider: the text
// of the table is written anew, and no row is touched.
const widened = `
PRAGMA writable_schema = ON;
BEGIN IMMEDIATE;
UPDATE sqlite_schema SET sql = replace(sql, 'substr(blob, 1, 1) = x''01''', 'substr(blob, 1, 1) IN (x''01'', x''02'')')
WHERE type = 'table' AND name = 'pieces';
PRAGMA user_version = 2;
COMMIT;`

// widen does that, whole or not at all, on a connection of its own: no other may
// write the schema, and those that are opened later read it as it is then.
func (s *Store) widen(ctx context.Context) error {
	db, err := dialWith(s.path, "mode=rw")
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := connect(ctx, db, s.settings)
	if err != nil {
		return err
	}
	_, err = c.c.ExecContext(ctx, widened)
	return errors.Join(err, c.close())
}
