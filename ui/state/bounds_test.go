package state

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
