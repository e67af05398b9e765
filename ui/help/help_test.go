package help

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Every group is shown, and tells none of its keys twice.
func TestGroupsTellTheirKeysOnce(t *testing.T) {
	k := keys.New(false)
	p := New(theme.New(true), &theme.Unicode, &k, k.Groups)
	p.SetSize(200, 60)
	text := ansi.Strip(strings.Join(p.View(), "\n"))
	for _, g := range k.Groups() {
		if !strings.Contains(text, g.Title) {
			t.Errorf("the group %q is not shown", g.Title)
		}
		told := map[string]bool{}
		for _, b := range g.Keys {
			if key := b.Help().Key; told[key] {
				t.Errorf("%s is told twice in the group %q", key, g.Title)
			} else {
				told[key] = true
			}
		}
	}
}
