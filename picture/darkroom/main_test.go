package darkroom

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if os.Getenv("STET_TRY_DOORS") != "" {
		tryDoors()
		return
	}
	Main()
	os.Exit(m.Run())
}
