package trail

import (
	"database/sql"
	"encoding/json"

	"stet.news/record"
	"stet.news/story"
)

// Forget takes words out of the facts of a story's rows, for an erasure: a
// reason that somebody typed may hold them. It is the one change there is to a
// row; who did what and when stays. The guard of the table is down for no longer
// than the transaction, in which nobody else writes.
func Forget(tx record.Tx, id story.ID, blot func(string) string) error {
	changed := map[int64]string{}
	err := tx.SQL().Rows(`SELECT n, facts FROM trail WHERE story = ?`, []any{id[:]}, func(rows *sql.Rows) (bool, error) {
		var n int64
		var text string
		if err := rows.Scan(&n, &text); err != nil {
			return false, err
		}
		cleaned, err := forgetFacts(text, blot)
		if cleaned != text {
			changed[n] = cleaned
		}
		return true, err
	})
	if err != nil || len(changed) == 0 {
		return err
	}
	if _, err := tx.SQL().Exec(`DROP TRIGGER trail_update`); err != nil {
		return err
	}
	for n, facts := range changed {
		if _, err := tx.SQL().Exec(`UPDATE trail SET facts = ? WHERE n = ?`, facts, n); err != nil {
			return err
		}
	}
	_, err = tx.SQL().Exec(guardUpdate)
	return err
}

func forgetFacts(text string, blot func(string) string) (string, error) {
	var facts Facts
	if err := json.Unmarshal([]byte(text), &facts); err != nil {
		return text, err
	}
	same := true
	for k, v := range facts {
		if cleaned := blot(v); cleaned != v {
			facts[k], same = cleaned, false
		}
	}
	if same {
		return text, nil
	}
	cleaned, err := json.Marshal(facts)
	return string(cleaned), err
}
