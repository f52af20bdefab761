package main

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func (p *program) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which build this is",
		Args:  noMore(nil),
		RunE: func(*cobra.Command, []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				info = &debug.BuildInfo{}
			}
			_, err := fmt.Fprintln(p.out, describe(info))
			return err
		},
	}
}

// describe says in a line what a build is made of.
func describe(info *debug.BuildInfo) string {
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	parts := []string{"bot " + cmp.Or(strings.Trim(info.Main.Version, "()"), "of unknown version")}
	if rev := set["vcs.revision"]; rev != "" {
		rev = "commit " + rev[:min(12, len(rev))]
		if set["vcs.modified"] == "true" {
			rev += " with changes"
		}
		parts = append(parts, rev)
	}
	if t := set["vcs.time"]; t != "" {
		parts = append(parts, t)
	}
	if info.GoVersion != "" {
		parts = append(parts, info.GoVersion)
	}
	if set["GOOS"] != "" {
		parts = append(parts, set["GOOS"]+"/"+set["GOARCH"])
	}
	return strings.Join(parts, " · ")
}
