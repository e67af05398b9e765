package state

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// opened is a store in dir that the test closes, and whose file is then written.
func opened(t *testing.T, dir string) (s *Store, finish func()) {
	t.Helper()
	s = Open(dir)
	finish = sync.OnceFunc(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(finish)
	return s, finish
}

// session opens dir, does something and closes.
func session(t *testing.T, dir string, do func(*Store)) {
	t.Helper()
	s, finish := opened(t, dir)
	do(s)
	finish()
}

func quiet(t *testing.T, s *Store) {
	t.Helper()
	for _, n := range s.Notices() {
		t.Errorf("an unexpected notice: %s", n)
	}
}

func TestWhatIsSetIsThereTheNextTime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "ktm")
	here := Cluster([]string{"b:9092", "A:9092"})
	session(t, dir, func(s *Store) {
		orders := s.Topic(here, "orders")
		ValueFormat.Set(orders, "json")
		Columns.Set(orders, []string{"value.total", "header:trace"})
		KeyFormat.Set(orders, "text")
		KeyFormat.Forget(orders)
		TimeFormat.Set(s.Settings(), "UTC")
		for _, f := range []string{"one", "two", "one"} {
			Filters.Add(s.Settings(), f)
		}
		SavedFilters.Put(s.Settings(), "paid", "value.total > 40")
		SavedFilters.Put(s.Settings(), "gone", "x")
		SavedFilters.Drop(s.Settings(), "gone")
		quiet(t, s)
	})
	session(t, dir, func(s *Store) {
		orders := s.Topic(Cluster([]string{"a:9092", "b:9092", "b:9092"}), "orders")
		if f, ok := ValueFormat.Of(orders); f != "json" || !ok {
			t.Errorf("value format %q %v", f, ok)
		}
		if c, ok := Columns.Of(orders); !ok || !slices.Equal(c, []string{"value.total", "header:trace"}) {
			t.Errorf("columns %q %v", c, ok)
		}
		if f, ok := KeyFormat.Of(orders); ok {
			t.Errorf("a forgotten format is %q", f)
		}
		if _, ok := ValueFormat.Of(s.Topic(here, "payments")); ok {
			t.Error("another topic has the format")
		}
		if _, ok := ValueFormat.Of(s.Topic(Cluster([]string{"c:9092"}), "orders")); ok {
			t.Error("another cluster has the format")
		}
		if got := Filters.All(s.Settings()); !slices.Equal(got, []string{"two", "one"}) {
			t.Errorf("filters %q", got)
		}
		if got := SavedFilters.All(s.Settings()); !reflect.DeepEqual(got, map[string]string{"paid": "value.total > 40"}) {
			t.Errorf("saved %q", got)
		}
		if f, _ := TimeFormat.Of(s.Settings()); f != "UTC" {
			t.Errorf("time format %q", f)
		}
		quiet(t, s)
	})
	if runtime.GOOS == "windows" {
		return
	}
	for name, want := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, fileName): 0o600, filepath.Join(dir, "state.lock"): 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v, want %v", name, info.Mode(), err, want)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil || strings.Contains(string(text), "9092") {
		t.Errorf("the file tells addresses: %s %v", text, err)
	}
}

// A value that the caller changes afterwards was remembered as it was.
func TestSetTakesACopy(t *testing.T) {
	s := Memory()
	columns := []string{"a"}
	Columns.Set(s.Topic("c", "t"), columns)
	columns[0] = "b"
	if got, _ := Columns.Of(s.Topic("c", "t")); got[0] != "a" {
		t.Errorf("%q", got)
	}
}

func TestNoStoreRemembersNothing(t *testing.T) {
	var s *Store
	TimeFormat.Set(s.Settings(), "dark")
	Filters.Add(s.Topic("c", "t"), "x")
	if _, ok := TimeFormat.Of(s.Settings()); ok || len(Filters.All(s.Settings())) > 0 || s.Notices() != nil || s.Close() != nil {
		t.Error("a store that is not there remembers")
	}
}

// Several programs write at once: each loses nothing of its own, nor of others.
func TestSeveralAtOnce(t *testing.T) {
	dir := t.TempDir()
	const programs, changes = 8, 10
	var all sync.WaitGroup
	for p := range programs {
		all.Go(func() {
			s := Open(dir)
			for c := range changes {
				Filters.Add(s.Settings(), fmt.Sprintf("filter %d of %d", c, p))
				ValueFormat.Set(s.Topic("c", fmt.Sprintf("topic-%d-%d", p, c)), "json")
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	session(t, dir, func(s *Store) {
		if got := len(Filters.All(s.Settings())); got != programs*changes {
			t.Errorf("%d filters, want %d", got, programs*changes)
		}
		for p := range programs {
			for c := range changes {
				if _, ok := ValueFormat.Of(s.Topic("c", fmt.Sprintf("topic-%d-%d", p, c))); !ok {
					t.Errorf("topic %d of program %d is lost", c, p)
				}
			}
		}
		quiet(t, s)
	})
}

// What an older or newer program of the same form put into the file stays.
func TestWhatIsNotKnownStays(t *testing.T) {
	dir := t.TempDir()
	text := `{"ktm-state":1,"settings":{"later":{"a":[1,2]}},"topics":{"c/orders":{"used":"2026-01-01","items":{"shape":"round"}}}}`
	write(t, dir, text)
	session(t, dir, func(s *Store) {
		TimeFormat.Set(s.Settings(), "light")
		ValueFormat.Set(s.Topic("c", "orders"), "hex")
	})
	d, err := read(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	var later map[string][]int
	if err := json.Unmarshal(d.Settings["later"], &later); err != nil || !slices.Equal(later["a"], []int{1, 2}) {
		t.Errorf("%s %v", d.Settings["later"], err)
	}
	orders := d.Topics["c/orders"]
	if string(orders.Items["shape"]) != `"round"` || string(orders.Items["value-format"]) != `"hex"` || orders.Used == "2026-01-01" {
		t.Errorf("%+v", orders)
	}
}

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

func TestBounds(t *testing.T) {
	dir := t.TempDir()
	long := strings.Repeat("\x01", mostText) // six bytes each as JSON
	session(t, dir, func(s *Store) {
		for i := range 30 {
			Filters.Add(s.Settings(), fmt.Sprintf("%03d", i)+long[3:])
		}
		for i := range mostTexts + 2 {
			SavedFilters.Put(s.Settings(), fmt.Sprint(i), "x")
		}
		if n := len(SavedFilters.All(s.Settings())); n != mostTexts || SavedFilters.Put(s.Settings(), "one more", "x") {
			t.Errorf("%d saved filters, or more", n)
		}
		Filters.Add(s.Settings(), long+"x")
		Filters.Add(s.Settings(), "\xff")
		Filters.Add(s.Settings(), "")
		for i := range mostTopics + 20 {
			ValueFormat.Set(s.Topic("c", fmt.Sprint("topic-", i)), "json")
		}
		Columns.Set(s.Topic("c", "wide"), []string{strings.Repeat("x", mostItem)})
		for i := range 2 * mostItems {
			Item[int](fmt.Sprint("item", i)).Set(s.Topic("c", "many"), i)
		}
	})
	text, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil || len(text) > mostFile {
		t.Fatalf("%d bytes, %v", len(text), err)
	}
	session(t, dir, func(s *Store) {
		if _, ok := Columns.Of(s.Topic("c", "wide")); ok {
			t.Error("an item out of bounds is kept")
		}
		all := Filters.All(s.Settings())
		if len(all) == 0 || !strings.HasPrefix(all[len(all)-1], "029") {
			t.Errorf("%d filters, not with the newest", len(all))
		}
		if n := len(s.known.Topics); n == 0 || n > mostTopics {
			t.Errorf("%d topics", n)
		}
	})
}

func TestTheLeastUsedTopicsAreForgotten(t *testing.T) {
	d := newDocument()
	for i := range mostTopics + 50 {
		d.Topics[fmt.Sprint("t", i)] = &topic{Used: fmt.Sprintf("2026-%02d-01", 1+i%12)}
	}
	d.Topics["new"] = &topic{Used: "2026-12-31"}
	if _, err := d.format(); err != nil {
		t.Fatal(err)
	}
	if len(d.Topics) != mostTopics || d.Topics["new"] == nil {
		t.Errorf("%d topics, the newest is %v", len(d.Topics), d.Topics["new"])
	}
	for name, topic := range d.Topics {
		if topic.Used == "2026-01-01" {
			t.Errorf("%s is still there", name)
		}
	}
}

func TestTheFileIsBounded(t *testing.T) {
	d := newDocument()
	large := json.RawMessage(`"` + strings.Repeat("x", mostItem-2) + `"`)
	for i := range 50 {
		d.Topics[fmt.Sprint("t", i)] = &topic{Used: "2026-01-01", Items: items{"columns": large}}
	}
	if text, err := d.format(); err != nil || len(text) > mostFile || len(d.Topics) == 0 {
		t.Errorf("%d bytes of %d topics: %v", len(text), len(d.Topics), err)
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
