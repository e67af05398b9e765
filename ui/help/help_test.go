package help

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// A key that means the same in several prompts is told once.
func TestAKeyIsToldOnceInAGroup(t *testing.T) {
	k := keys.New(false)
	p := New(theme.New(true), &theme.Unicode, &k, k.Groups)
	p.SetSize(200, 60)
	text := ansi.Strip(strings.Join(p.View(), "\n"))
	if n := strings.Count(text, "use it"); n != 1 {
		t.Errorf("enter is told %d times to use it:\n%s", n, text)
	}
	for _, g := range k.Groups() {
		if !strings.Contains(text, g.Title) {
			t.Errorf("the group %q is not shown", g.Title)
		}
	}
}
