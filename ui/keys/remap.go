package keys

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"charm.land/bubbles/v2/key"

	"github.com/kafkathreadmanager/ktm/model/names"
	"github.com/kafkathreadmanager/ktm/ui/config"
	"github.com/kafkathreadmanager/ktm/ui/picker"
)

// fixed are the actions whose keys are part of what a prompt is, everywhere.
var fixed = map[string]bool{"keep": true, "undo": true, "earlier": true, "use": true, "names": true}

// AlwaysQuit ends the program whatever else is set.
const AlwaysQuit = "ctrl+c"

// noKey stands in place of the keys of an action that is to have none.
const noKey = "none"

// actions gives the bindings of a key map by the names of what they do.
func (k *Map) actions() map[string]*key.Binding {
	all := map[string]*key.Binding{}
	addActions(all, reflect.ValueOf(k).Elem())
	return all
}

// addActions adds the bindings of a struct, and of those in it.
func addActions(all map[string]*key.Binding, v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if b, ok := v.Field(i).Addr().Interface().(*key.Binding); ok {
			all[actionName(field.Name)] = b
		} else if field.Type.Kind() == reflect.Struct {
			addActions(all, v.Field(i))
		}
	}
}

// actionName makes page-down of PageDown.
func actionName(field string) string {
	var b strings.Builder
	for i, r := range field {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// places says in which groups of the help each action is; in none, it is for
// everywhere.
func places() map[string][]Place {
	var marks Map
	for name, b := range marks.actions() {
		b.SetHelp(name, "")
	}
	in := map[string][]Place{}
	for _, g := range marks.Groups() {
		for _, b := range g.Keys {
			in[b.Help().Key] = append(in[b.Help().Key], g.Place)
		}
	}
	return in
}

// meet says that two actions are asked for in the same place, so that they
// cannot share a key: the prompt's are for itself and so are those that choose what is copied, those that move in the rows or
// in the open message for one of the two, all others for both.
func meet(a, b []Place) bool {
	own := func(in []Place, one Place) bool { return slices.Equal(in, []Place{one}) }
	for _, one := range []Place{inPrompt, inCopy, inColumns, InMessage} {
		if own(a, one) != own(b, one) {
			if one != InMessage {
				return false
			}
			other := a
			if own(a, one) {
				other = b
			}
			return !own(other, inRows) && !own(other, inTable)
		}
	}
	return true
}

// inTopics says that an action is one of the list of topics, where names are typed.
func inTopics(name string) bool {
	_, ok := reflect.TypeFor[picker.Keys]().FieldByNameFunc(func(field string) bool { return actionName(field) == name })
	return ok || name == "sort"
}

// Remap puts other keys in the place of those that actions have. Its error is a
// *config.Mistake.
func (k *Map) Remap(changes map[string][]string, ascii bool) error {
	actions, in := k.actions(), places()
	usual := New(ascii)
	before := usual.actions()
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		b := actions[name]
		switch {
		case b == nil:
			return unknownAction(name, slices.DeleteFunc(slices.Sorted(maps.Keys(actions)), func(a string) bool { return fixed[a] }))
		case len(changes[name]) == 0:
			return &config.Mistake{Setting: "key." + name, Text: fmt.Sprintf("key.%s has no key", name), Hint: "Write one, such as key.restart = R; none leaves it without a key."}
		case fixed[name]:
			return &config.Mistake{Setting: "key." + name, Text: fmt.Sprintf("key.%s cannot be changed: in a prompt enter, esc and the arrows are fixed", name)}
		}
		var keys, shown []string
		for _, word := range changes[name] {
			if word == noKey && len(changes[name]) == 1 {
				break
			}
			msg, err := parse(word)
			if err != nil {
				return &config.Mistake{
					Setting: "key." + name,

					Text: fmt.Sprintf("key.%s: %v", name, err),
					Hint: "Write a character, or " + strings.Join(slices.Sorted(maps.Keys(namedKeys)), " ") + ", also behind ctrl+, alt+ or shift+; several with blanks between.",
				}
			}
			if msg.Text != "" && slices.Equal(in[name], []Place{inPrompt}) {
				return &config.Mistake{Setting: "key." + name, Text: fmt.Sprintf("key.%s: %s is typed in a prompt", name, word), Hint: "Write a key with ctrl+ or alt+, or f1 to f12."}
			}
			if msg.Text != "" && inTopics(name) && strings.ContainsFunc(msg.Text, picker.Typable) {
				return &config.Mistake{Setting: "key." + name, Text: fmt.Sprintf("key.%s: %s is typed to find a topic", name, word), Hint: "Write a sign that no topic's name has, a key with ctrl+ or alt+, or f1 to f12."}
			}
			if msg.String() == AlwaysQuit && name != "quit" {
				return &config.Mistake{Setting: "key." + name, Text: fmt.Sprintf("key.%s: ctrl+c always quits", name), Hint: "Write another key."}
			}
			keys, shown = append(keys, msg.String()), append(shown, Word(msg.String(), ascii))
		}
		b.SetKeys(keys...)
		b.SetHelp(strings.Join(shown[:min(2, len(shown))], " "), b.Help().Desc)
	}
	return conflict(changes, actions, before, in)
}

// conflict finds two actions in one place that have the same key now and had not
// before.
func conflict(changes map[string][]string, actions, before map[string]*key.Binding, in map[string][]Place) error {
	share := func(a, b *key.Binding) string {
		for _, k := range a.Keys() {
			if slices.Contains(b.Keys(), k) {
				return k
			}
		}
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		for _, other := range slices.Sorted(maps.Keys(actions)) {
			if name == other || !meet(in[name], in[other]) || share(before[name], before[other]) != "" {
				continue
			}
			if k := share(actions[name], actions[other]); k != "" {
				return &config.Mistake{
					Setting: "key." + name,

					Text: fmt.Sprintf("key.%s: %s is the key of %s (%s) already", name, k, other, actions[other].Help().Desc),
					Hint: fmt.Sprintf("Write another key, or give key.%s one as well.", other),
				}
			}
		}
	}
	return nil
}

func unknownAction(name string, all []string) error {
	hint := "There are " + strings.Join(all, ", ") + "."
	for _, a := range all {
		if len(name) > 2 && names.Edits(name, a) <= 2 {
			hint = "Did you mean key." + a + "? " + hint
			break
		}
	}
	return &config.Mistake{Setting: "key." + name, Text: fmt.Sprintf("key.%s: there is no such action", name), Hint: hint}
}

// Word is a key as the footer and the help show it.
func Word(name string, ascii bool) string {
	words := map[string]string{"pgdown": "pgdn", "up": "↑", "down": "↓", "left": "←", "right": "→"}
	if w, ok := words[name]; ok && (!ascii || name == "pgdown") {
		return w
	}
	return name
}
