package ui

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/query"
	"github.com/kafkathreadmanager/ktm/ui/prompt"
	"github.com/kafkathreadmanager/ktm/ui/state"
)

// maxFilterName is how long the name of a saved filter may be, in characters.
const maxFilterName = 16

// pressFilter handles the keys that the prompt of a filter has besides.
func (a *App) pressFilter(msg tea.KeyPressMsg) (owned bool) {
	p := a.filter.question.prompt
	switch {
	case key.Matches(msg, a.keys.Save):
		p.Wrong(a.nameFilter(p.Text()))
	case key.Matches(msg, a.keys.Saved):
		p.Wrong(a.chooseFilter(p.Text()))
	default:
		return false
	}
	return true
}

// backToFilter opens the prompt of the filter again; what stands in it is in
// force at once.
func (a *App) backToFilter(text string) tea.Cmd {
	a.ask(a.filter.question, text)
	return a.typed()
}

// nameFilter asks under which name a filter is to be saved.
func (a *App) nameFilter(text string) *prompt.Mistake {
	is, err := query.Parse(text)
	if err != nil {
		return mistake(err)
	}
	if is.Empty() {
		return &prompt.Mistake{Text: "there is nothing to save yet"}
	}
	a.ask(&question{
		prompt:   prompt.New(a.theme, a.glyphs, "save as", maxFilterName),
		examples: savedNames(state.SavedFilters.All(a.settings()), ""),
		take: func(name string) (tea.Cmd, *prompt.Mistake) {
			name = strings.TrimSpace(name)
			if name == "" {
				return nil, &prompt.Mistake{Text: "a name is missing", Hint: "such as paid"}
			}
			if !state.SavedFilters.Put(a.settings(), name, text) {
				return nil, &prompt.Mistake{Text: "there is no room for one more", Hint: "ctrl+r, and there ctrl+x, forgets one"}
			}
			a.say("saved as " + name)
			return a.backToFilter(text), nil
		},
		leave: func() tea.Cmd { return a.backToFilter(text) },
	}, "")
	return nil
}

// chooseFilter asks for the name of a saved filter; typed is what stands in the
// filter's prompt.
func (a *App) chooseFilter(typed string) *prompt.Mistake {
	all := state.SavedFilters.All(a.settings())
	if len(all) == 0 {
		return &prompt.Mistake{Text: "no filter is saved yet", Hint: "ctrl+s saves the one that is typed"}
	}
	names := slices.Sorted(maps.Keys(all))
	q := &question{prompt: prompt.New(a.theme, a.glyphs, "saved", maxFilterName), keys: []key.Binding{a.keys.Use, a.keys.Undo, a.keys.Names, a.keys.Forget}}
	q.examples = savedNames(all, "")
	q.typed = func(text string) (tea.Cmd, *prompt.Mistake) {
		q.examples = savedNames(all, text)
		if len(q.examples) > 0 {
			return nil, nil
		}
		return nil, noFilter(text, names)
	}
	q.take = func(text string) (tea.Cmd, *prompt.Mistake) {
		name, ok := savedName(names, text)
		if !ok {
			return nil, noFilter(text, names)
		}
		return a.backToFilter(all[name]), nil
	}
	q.leave = func() tea.Cmd { return a.backToFilter(typed) }
	q.press = func(msg tea.KeyPressMsg) bool {
		if !key.Matches(msg, a.keys.Forget) {
			return false
		}
		name, ok := savedName(names, q.prompt.Text())
		if !ok {
			q.prompt.Wrong(noFilter(q.prompt.Text(), names))
			return true
		}
		state.SavedFilters.Drop(a.settings(), name)
		a.say("forgot " + name)
		a.ask(a.filter.question, typed)
		a.asked.prompt.Wrong(a.chooseFilter(typed)) // the others, if there are any
		return true
	}
	recent := slices.Clone(names)
	slices.Reverse(recent) // the first one is the nearest
	q.prompt.Recall(recent)
	a.ask(q, "")
	return nil
}

// savedName is the name that is meant: the one typed, or the only one that
// begins so.
func savedName(names []string, typed string) (name string, ok bool) {
	typed = strings.TrimSpace(typed)
	if slices.Contains(names, typed) {
		return typed, true
	}
	for _, n := range names {
		if strings.HasPrefix(n, typed) {
			if ok {
				return "", false
			}
			name, ok = n, true
		}
	}
	return name, ok
}

// savedNames lists the filters whose names begin so.
func savedNames(all map[string]string, begin string) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if strings.HasPrefix(name, strings.TrimSpace(begin)) {
			list = append(list, name+": "+all[name])
		}
	}
	return list
}

func noFilter(typed string, names []string) *prompt.Mistake {
	hint := "there are " + strings.Join(names, ", ")
	if len(names) == 1 {
		hint = "there is " + names[0]
	}
	if typed == "" {
		return &prompt.Mistake{Text: "which one?", Hint: hint}
	}
	return &prompt.Mistake{Text: fmt.Sprintf("%q is not one of the saved filters", typed), Hint: hint}
}
