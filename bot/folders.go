package main

import (
	"cmp"
	"errors"
	"path/filepath"
	"runtime"
)

// app is the name of the program's folders.
const app = "talksbot"

var (
	errNoHome   = errors.New("there is no home folder to keep data in; name a folder with --data DIR")
	errNoConfig = errors.New("there is no home folder to look for a configuration in")
)

// dataFolder is where a user's programs keep their data: the XDG Base Directory Specification's place, Application
// Support on a Mac, the local application data on Windows.
func dataFolder(system string, env func(string) string) (string, error) {
	return folder(system, env, "XDG_DATA_HOME", filepath.Join(".local", "share"), "LocalAppData", errNoHome)
}

// configFolder is the same for configurations.
func configFolder(system string, env func(string) string) (string, error) {
	return folder(system, env, "XDG_CONFIG_HOME", ".config", "AppData", errNoConfig)
}

// folder reads system as runtime.GOOS; "" means this one's. The XDG variables count everywhere, when they are absolute.
func folder(system string, env func(string) string, xdg, below, windows string, none error) (string, error) {
	if dir := env(xdg); filepath.IsAbs(dir) {
		return filepath.Join(dir, app), nil
	}
	home := env("HOME")
	switch cmp.Or(system, runtime.GOOS) {
	case "windows":
		if dir := env(windows); dir != "" {
			return filepath.Join(dir, app), nil
		}
		home = env("USERPROFILE")
	case "darwin":
		below = filepath.Join("Library", "Application Support")
	}
	if home == "" {
		return "", none
	}
	return filepath.Join(home, below, app), nil
}
