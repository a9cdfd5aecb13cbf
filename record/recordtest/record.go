package recordtest

import "testing"

func testRecord(t *testing.T, open Open) {}
