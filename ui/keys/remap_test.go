package keys

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/ui/config"
)

func TestMistakesInKeys(t *testing.T) {
	for name, tt := range map[string]struct {
		keys map[string][]string
		want []string
	}{
		"unknown action": {map[string][]string{"restrat": {"r"}}, []string{"key.restrat: there is no such action", "Did you mean key.restart?", "page-down"}},
		"no key":         {map[string][]string{"restart": {"hyper+r"}}, []string{`key.restart: "hyper+r" is no key`, "pgdown", "ctrl+"}},
		"shift":          {map[string][]string{"restart": {"shift+r"}}, []string{"write R"}},
		"taken":          {map[string][]string{"restart": {"s"}}, []string{"key.restart: s is the key of toggle (stop)", "key.toggle one as well"}},
		"both":           {map[string][]string{"restart": {"f5"}, "wrap": {"f5"}}, []string{"f5 is the key of wrap"}},
		"detail's":       {map[string][]string{"restart": {"p"}}, []string{"p is the key of previous"}},
		"fixed":          {map[string][]string{"keep": {"f5"}}, []string{"key.keep cannot be changed", "enter, esc and the arrows"}},
		"typed":          {map[string][]string{"save": {"s"}}, []string{"s is typed in a prompt", "ctrl+"}},
		"a topic's name": {map[string][]string{"choose-all": {"A"}}, []string{"A is typed to find a topic", "ctrl+"}},
		"sort":           {map[string][]string{"sort": {"-"}}, []string{"- is typed to find a topic"}},
		"empty":          {map[string][]string{"restart": {}}, []string{"key.restart has no key", "key.restart = R", "none"}},
		"ctrl+c":         {map[string][]string{"clear": {"ctrl+c"}}, []string{"ctrl+c always quits"}},
	} {
		k := New(false)
		m, ok := errors.AsType[*config.Mistake](k.Remap(tt.keys, false))
		if !ok {
			t.Errorf("%s: no mistake", name)
			continue
		}
		for _, w := range tt.want {
			if !strings.Contains(m.Text+"\n"+m.Hint, w) {
				t.Errorf("%s: %q %q lacks %q", name, m.Text, m.Hint, w)
			}
		}
	}
}

func TestKeysThatMayBeShared(t *testing.T) {
	for name, keys := range map[string]map[string][]string{
		"swapped":                {"toggle": {"r"}, "restart": {"s"}},
		"rows and open message":  {"mark": {"p"}},
		"the prompt has its own": {"half-up": {"ctrl+s"}},
		"the same as ever":       {"restart": {"r"}},
		"esc, which two share":   {"show-all": {"esc", "f2"}},
		"signs in no name":       {"internal-topics": {"~", "ctrl+t"}},
		"none":                   {"quit": {"none"}},
	} {
		k := New(false)
		if err := k.Remap(keys, false); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The usual keys are no mistake by the rules that others are judged by.
func TestTheUsualKeysDoNotConflict(t *testing.T) {
	k := New(false)
	usual := map[string][]string{}
	for name, b := range k.actions() {
		if !fixed[name] {
			usual[name] = b.Keys()
		}
	}
	usual["quit"] = []string{"q"} // ctrl+c is always there
	if err := k.Remap(usual, false); err != nil {
		t.Error(err)
	}
}

var update = flag.Bool("update", false, "write .github/KEYS.md anew")

// .github/KEYS.md lists every action; `go test ./ui/keys -update` writes it.
func TestTheListOfActions(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Keys and their actions\n\nA line `key.ACTION = KEY …` in `config.properties` gives an action other keys; several with blanks between, none to have none.\n" +
		"A key is a character, or one of `" + strings.Join(slices.Sorted(maps.Keys(namedKeys)), "` `") + "`, also behind `ctrl+`, `alt+` or `shift+`.\n" +
		"`ctrl+c` always quits; in a prompt enter, esc and the arrows are fixed.\n\n| action | keys | what it does | where |\n|---|---|---|---|\n")
	k := New(false)
	actions, in := k.actions(), map[string][]string{}
	var marks Map
	for name, b := range marks.actions() {
		b.SetHelp(name, "")
	}
	for i, g := range k.Groups() {
		for _, b := range marks.Groups()[i].Keys {
			in[b.Help().Key] = append(in[b.Help().Key], strings.ReplaceAll(g.Title, "|", `\|`))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(actions)) {
		if bound := actions[name]; !fixed[name] {
			if len(in[name]) == 0 {
				t.Errorf("the help has no %s", name)
			}
			keys := strings.ReplaceAll(strings.Join(bound.Keys(), "` `"), "|", `\|`) // else it ends the cell
			fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", name, keys, bound.Help().Desc, strings.Join(in[name], ", "))
		}
	}
	path := filepath.Join("..", "..", ".github", "KEYS.md")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != b.String() {
		t.Errorf("%s is not what the keys are (go test ./ui/keys -update writes it): %v", path, err)
	}
}
