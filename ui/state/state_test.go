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
