package main

import (
	"runtime"
	"runtime/debug"

	"stet.news/record"
)

type versionCmd struct{}

// Run prints what this program is and which form of the record it writes.
func (versionCmd) Run(a *app) error {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = info.Main.Version
	}
	if a.json {
		return a.object(map[string]string{"version": version, "record": record.LeafVersion, "go": runtime.Version()})
	}
	a.print("stet %s, record form %s, %s %s/%s", version, record.LeafVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
