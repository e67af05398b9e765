package detail

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/mask"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// What is masked is in no view, in no difference, and not found.
func TestNoViewShowsWhatIsMasked(t *testing.T) {
	m, err := mask.New("secret")
	if err != nil {
		t.Fatal(err)
	}
	reader := decoded.New()
	reader.Conceal(m)
	r := model.Record{
		Key: []byte(`{"id":1,"secret":"hunter2"}`), Value: []byte(`{"id":1,"secret":"hunter2"}`),
		Headers: []model.Header{{Key: []byte("secret"), Value: []byte("hunter2\x00\xff\xfe\x00")}},
	}
	old := r
	old.Value = []byte(`{"id":1,"secret":"hunter1"}`)
	p := New(theme.New(true), &theme.Unicode, reader, true)
	p.SetSize(120, 40)
	p.Set(Settings{Value: Hex, Key: Raw})
	p.Show(&r)
	await(p)
	steps := map[string]func(){
		"opened": func() {}, "value": func() { p.NextValueView() }, "again": func() { p.NextValueView() }, "key": func() { p.NextKeyView() }, "key again": func() { p.NextKeyView() },
		"compared": func() { p.Compare(); p.Compared(Compare(reader, &old, &r)) },
	}
	for name, step := range steps {
		step()
		view := ansi.Strip(strings.Join(p.View(), "\n"))
		for _, w := range []string{"hunter", "68 75 6e", "68756e"} {
			if strings.Contains(view, w) {
				t.Errorf("%s: %q is on the screen:\n%s", name, w, view)
			}
		}
	}
	p.BeginFind()
	p.Find("hunter")
	if seek(p); !p.hunt.none {
		t.Error("what is masked can be found")
	}
}
