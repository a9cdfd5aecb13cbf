// Package require decides what a test does when something it needs is not on
// this machine: it skips and says what is missing, and under STET_REQUIRE=all,
// which CI sets, it fails instead, so that nothing is left out in silence.
// Only tests may call it.
package require

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Missing skips the test, or fails it where everything is required.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("STET_REQUIRE") == "all" {
		t.Fatalf("%s is not here, and STET_REQUIRE=all", what)
	}
	t.Skipf("%s is not here", what)
}

// Tool gives the path of a program, or ends the test by Missing.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(t, "the program "+name)
	}
	return path
}

// Shared gives the path of a file or folder of the shared test data, which
// lies beside the repository where it is to be had, or ends the test.
func Shared(t testing.TB, name string) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	path := filepath.Join(filepath.Dir(here), "..", "..", "..", "shared", name)
	if _, err := os.Stat(path); err != nil {
		Missing(t, "the shared data "+name)
	}
	return path
}
