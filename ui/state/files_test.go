package state

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func write(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, fileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFilesThatCannotBeUsed(t *testing.T) {
	for name, tt := range map[string]struct {
		text   string
		kept   bool // in its place; else aside
		notice string
	}{
		"empty":       {"", false, "kept as"},
		"cut":         {`{"ktm-state":1,"settings":{"the`, false, "kept as"},
		"foreign":     {`{"name":"left-pad"}`, false, "ktm did not write it"},
		"binary":      {"\x00\xff\x1b[2J", false, "kept as"},
		"other shape": {`{"ktm-state":1,"topics":[1,2]}`, false, "kept as"},
		"newer":       {`{"ktm-state":2,"settings":"in another way"}`, true, "a newer ktm wrote it"},
		"giant":       {strings.Repeat(" ", mostFile) + `{"ktm-state":1}`, false, "at most 4194304"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, tt.text)
			session(t, dir, func(s *Store) {
				TimeFormat.Set(s.Settings(), "light")
				if got, _ := TimeFormat.Of(s.Settings()); got != "light" {
					t.Error("the session itself does not remember")
				}
				if n := s.Notices(); len(n) != 1 || !strings.Contains(n[0], tt.notice) {
					t.Errorf("notices %q, want one with %q", n, tt.notice)
				}
			})
			aside, err := filepath.Glob(filepath.Join(dir, fileName+".broken-*"))
			if err != nil {
				t.Fatal(err)
			}
			if tt.kept {
				aside = append(aside, filepath.Join(dir, fileName))
			} else if _, err := read(filepath.Join(dir, fileName)); err != nil {
				t.Errorf("the new file: %v", err)
			}
			if len(aside) != 1 {
				t.Fatalf("kept: %q", aside)
			}
			if text, err := os.ReadFile(aside[0]); err != nil || string(text) != tt.text {
				t.Errorf("%s holds %.40q %v", aside[0], text, err)
			}
		})
	}
}

// The file breaks while two programs run: the second finds out when it writes.
func TestFileThatBreaksMeanwhile(t *testing.T) {
	dir := t.TempDir()
	s, finish := opened(t, dir)
	write(t, dir, "not JSON any more")
	TimeFormat.Set(s.Settings(), "light")
	finish()
	if n := s.Notices(); len(n) != 1 || !strings.Contains(n[0], "kept as") {
		t.Errorf("%q", n)
	}
	session(t, dir, func(s *Store) {
		if got, _ := TimeFormat.Of(s.Settings()); got != "light" {
			t.Errorf("%q", got)
		}
	})
}

func TestNoFileCanBeMade(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "blocked")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	odd := t.TempDir()
	if err := os.Mkdir(filepath.Join(odd, fileName), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"no home": "", "directory": odd} {
		t.Run(name, func(t *testing.T) {
			session(t, dir, func(s *Store) {
				TimeFormat.Set(s.Settings(), "light")
				if got, _ := TimeFormat.Of(s.Settings()); got != "light" {
					t.Error("the session itself does not remember")
				}
			})
		})
	}
	t.Run("file in the way", func(t *testing.T) {
		s := Open(filepath.Join(blocked, "ktm"))
		for range mostPending * 2 {
			TimeFormat.Set(s.Settings(), "light")
		}
		if len(s.pending) > mostPending {
			t.Errorf("%d changes wait", len(s.pending))
		}
		_ = s.Close() // fails, and says so for the log
		if got, _ := TimeFormat.Of(s.Settings()); got != "light" {
			t.Error("the session itself does not remember")
		}
	})
}

// readOnly returns a folder in which nobody can create a file: for root, whom
// no permission stops, that takes a file system which has no files to create.
func readOnly(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "linux" && os.Getuid() == 0 {
		return "/proc"
	}
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("everything may be written")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestReadOnlyHome(t *testing.T) {
	for name, dir := range map[string]string{"its folder": readOnly(t), "the folder above": filepath.Join(readOnly(t), "ktm")} {
		t.Run(name, func(t *testing.T) {
			s := Open(dir)
			TimeFormat.Set(s.Settings(), "light")
			if err := s.Close(); err == nil {
				t.Error("no error for the log")
			}
			quiet(t, s)
		})
	}
}

func TestLinkStaysALink(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	target := filepath.Join(elsewhere, "kept.json")
	if err := os.WriteFile(target, []byte(`{"ktm-state":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, filepath.Join(dir, fileName)); err != nil {
		t.Skip(err)
	}
	session(t, dir, func(s *Store) { TimeFormat.Set(s.Settings(), "light") })
	if d, err := read(target); err != nil || string(d.Settings["time-format"]) != `"light"` {
		t.Errorf("%+v %v", d, err)
	}
	if info, err := os.Lstat(filepath.Join(dir, fileName)); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

func TestDir(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", filepath.Join(t.TempDir(), "s"))
	if got := Dir(); got != filepath.Join(os.Getenv("XDG_STATE_HOME"), "ktm") {
		t.Error(got)
	}
	t.Setenv("XDG_STATE_HOME", "relative") // the specification has it ignored
	home := t.TempDir()
	t.Setenv("HOME", home)
	if got := Dir(); runtime.GOOS == "linux" && got != filepath.Join(home, ".local", "state", "ktm") {
		t.Error(got)
	}
	t.Setenv("HOME", "")
	if got := Dir(); runtime.GOOS == "linux" && got != "" {
		t.Error(got)
	}
}

// Whatever is in the file, opening and writing neither panics nor destroys it.
func FuzzFile(f *testing.F) {
	f.Add([]byte(`{"ktm-state":1,"settings":{"theme":"dark","filter-history":["a"]},"topics":{"c/t":{"used":"x","items":{"columns":[1]}}}}`))
	f.Add([]byte(`{"ktm-state":1,"settings":null,"topics":{"c/t":null}}`))
	f.Add([]byte(`{"ktm-state":2}`))
	f.Add([]byte("\xff{"))
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		write(t, dir, string(text))
		session(t, dir, func(s *Store) {
			Filters.All(s.Settings())
			SavedFilters.All(s.Settings())
			Columns.Of(s.Topic("c", "t"))
			Filters.Add(s.Settings(), "new")
			ValueFormat.Set(s.Topic("c", "t"), "json")
			SavedFilters.Put(s.Settings(), "n", "x")
		})
		aside, err := filepath.Glob(filepath.Join(dir, fileName+".broken-*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range aside {
			if kept, err := os.ReadFile(name); err != nil || string(kept) != string(text) {
				t.Fatalf("kept aside: %q %v", kept, err)
			}
		}
		now, err := os.ReadFile(filepath.Join(dir, fileName))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parse(now); err != nil && string(now) != string(text) {
			t.Fatalf("the file is now %q: %v", now, err)
		}
	})
}
