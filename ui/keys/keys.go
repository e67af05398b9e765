package keys

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/picker"
)

// Map holds every key of the screen, beside those of the panes that have some of
// their own. The footer and the help are drawn from it, and a binding that can do
// nothing in the present phase is disabled, so that what is shown is what works.
type Map struct {
	Freeze, Toggle, Restart, Longer, Shorter                   key.Binding
	Up, Down, PageUp, PageDown, HalfUp, HalfDown               key.Binding
	Top, Bottom, Follow, Left, Right                           key.Binding
	Open, Back, Mark, Time, Wrap, Clear, Errors, Dismiss       key.Binding
	Topics, Numbers, Help, Quit, Suspend, Redraw               key.Binding
	DetailUp, DetailDown, Next, Previous, DetailTop, DetailEnd key.Binding
	Load, Skip                                                 key.Binding
	Reading                                                    Reading
	Finding                                                    Finding
	Same                                                       Same
	Filter, ShowAll, Keep, Undo, Earlier                       key.Binding
	FollowKey, GoTo, Latest                                    key.Binding
	NextMatch, PreviousMatch, Around                           key.Binding
	Formats, UseFormat, Part                                   key.Binding
	Columns, ShowColumn, AddColumn, ColumnLeft, ColumnRight    key.Binding
	Narrower, Wider, UsualColumns                              key.Binding
	Sort, NumbersNext, NumbersPrevious                         key.Binding
	Save, Saved, Use, Names, Forget                            key.Binding

	Copy, CopyValue, CopyKey, CopyMessage, CopyKcat key.Binding
	Export, What, MarkText                          key.Binding

	Picker picker.Keys // of the list of topics

	AmongMatches bool // matches can be seen; set by AdaptMatches
}

// New gives the usual keys; in ASCII the arrows are named.
func New(ascii bool) Map {
	arrows := strings.NewReplacer()
	if ascii {
		arrows = strings.NewReplacer("↑", "up", "↓", "down", "←", "left", "→", "right")
	}
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(arrows.Replace(help), desc))
	}
	return Map{
		Toggle:  bind("s", "stop", "s"),
		Restart: bind("r", "restart", "r"),
		Freeze:  bind("space", "freeze", "space"),
		Longer:  bind("+", "longer", "+", "="),
		Shorter: bind("-", "shorter", "-", "_"),

		Up:       bind("k ↑", "up", "k", "up"),
		Down:     bind("j ↓", "down", "j", "down"),
		HalfUp:   bind("ctrl+u", "half a page up", "ctrl+u"),
		HalfDown: bind("ctrl+d", "half a page down", "ctrl+d"),
		PageUp:   bind("pgup", "page up", "pgup", "ctrl+b"),
		PageDown: bind("pgdn", "page down", "pgdown", "ctrl+f"),
		Top:      bind("g", "oldest", "g", "home"),
		Bottom:   bind("G", "newest, follow", "G", "end"),
		Follow:   bind("f", "follow", "f"),
		Left:     bind("h ←", "scroll left", "h", "left"),
		Right:    bind("l →", "scroll right", "l", "right"),

		Open:    bind("enter", "open", "enter"),
		Back:    bind("esc", "back", "esc"),
		Mark:    bind("m", "marker", "m"),
		Time:    bind("t", "time format", "t"),
		Wrap:    bind("w", "wrap", "w"),
		Clear:   bind("C", "clear", "C"),
		Topics:  bind("T", "topics", "T"),
		Numbers: bind("i", "numbers", "i"),
		Errors:  bind("!", "errors", "!"),
		Dismiss: bind("x", "dismiss errors", "x"),
		Skip:    bind("S", "skip the batch", "S"),

		Filter:  bind("/", "filter", "/"),
		ShowAll: bind("esc", "show all", "esc"),

		NextMatch:     bind("n", "next match", "n"),
		PreviousMatch: bind("N", "match before", "N"),
		Around:        bind("a", "among all", "a"),

		GoTo:      bind("o", "go to", "o"),
		FollowKey: bind("K", "follow its key", "K"),
		Latest:    bind("u", "latest per key", "u"),

		Copy:        bind("y", "copy", "y"),
		CopyValue:   bind("y", "value", "y"),
		CopyKey:     bind("k", "key", "k"),
		CopyMessage: bind("m", "as JSON", "m"),
		CopyKcat:    bind("c", "kcat command", "c"),
		Export:      bind("e", "export", "e"),
		What:        bind("tab", "which messages", "tab"),
		MarkText:    bind("M", "marker with a text", "M"),
		Formats:     bind("F", "format", "F"),
		UseFormat:   bind("enter", "use it", "enter"),
		Part:        bind("tab", "key or value", "tab"),

		Columns:      bind("|", "columns", "|"),
		ShowColumn:   bind("space", "show or hide", "space", "tab"),
		AddColumn:    bind("enter", "add", "enter"),
		ColumnLeft:   bind("<", "move left", "<", "shift+left"),
		ColumnRight:  bind(">", "move right", ">", "shift+right"),
		Narrower:     bind("ctrl+←", "narrower", "ctrl+left"),
		Wider:        bind("ctrl+→", "wider", "ctrl+right"),
		UsualColumns: bind("ctrl+r", "the usual ones", "ctrl+r"),

		Sort:            bind("< >", "sort", "<", ">"),
		NumbersNext:     bind("tab", "next page", "tab"),
		NumbersPrevious: bind("shift+tab", "page before", "shift+tab"),

		Keep:    bind("enter", "keep it", "enter"),
		Undo:    bind("esc", "back", "esc"),
		Earlier: bind("↑ ↓", "earlier ones", "up", "down"),
		Save:    bind("ctrl+s", "save", "ctrl+s"),
		Saved:   bind("ctrl+r", "saved", "ctrl+r"),
		Use:     bind("enter", "use it", "enter"),
		Names:   bind("↑ ↓", "names", "up", "down"),
		Forget:  bind("ctrl+x", "forget it", "ctrl+x"),

		Help:    bind("?", "help", "?"),
		Quit:    bind("q", "quit", "q", "ctrl+c"),
		Suspend: bind("ctrl+z", "suspend", "ctrl+z"),
		Redraw:  bind("ctrl+l", "redraw", "ctrl+l"),

		DetailUp:   bind("k ↑", "scroll up", "k", "up"),
		DetailDown: bind("j ↓", "scroll down", "j", "down"),
		DetailTop:  bind("g", "begin", "g", "home"),
		DetailEnd:  bind("G", "end", "G", "end"),
		Next:       bind("n", "next", "n", "tab"),
		Previous:   bind("p", "previous", "p", "shift+tab"),
		Load:       bind("L", "load all", "L"),
		Reading:    newReading(bind),
		Finding:    newFinding(bind),
		Same:       newSame(bind),
		Picker:     picker.NewKeys(bind),
	}
}

// Adapt fits the bindings to what the manager does and what there is to see.
func (k *Map) Adapt(s model.Status, unlimited, frozen, filtered bool, faults int) {
	stop := "stop"
	if !s.Phase.Active() {
		stop = "start"
	}
	k.Toggle.SetHelp(k.Toggle.Help().Key, stop)
	freeze := "freeze"
	if frozen {
		freeze = "unfreeze"
	}
	k.Freeze.SetHelp(k.Freeze.Help().Key, freeze)
	k.Toggle.SetEnabled(s.Phase != model.Stopping)
	k.Restart.SetEnabled(s.Phase != model.Stopping)
	k.Longer.SetEnabled(!unlimited && s.Phase != model.Stopping)
	k.Shorter.SetEnabled(!unlimited && s.Phase != model.Stopping)
	k.Dismiss.SetEnabled(faults > 0)
	k.ShowAll.SetEnabled(filtered)
}

// AdaptMatches has the keys for matches do what they can: filtered says that only
// matches are shown, walked that there are those of an earlier filter, marked that
// they can be seen.
func (k *Map) AdaptMatches(filtered, walked, marked bool) {
	k.AmongMatches = filtered || marked
	desc := "among all"
	if walked && !filtered {
		desc = "matches only"
	}
	k.Around.SetHelp(k.Around.Help().Key, desc)
	for _, b := range []*key.Binding{&k.NextMatch, &k.PreviousMatch, &k.Around} {
		b.SetEnabled(filtered || walked)
	}
}

// Leave says what esc does in a pane: without a topic there is nothing behind it.
func (k *Map) Leave(undecided bool) {
	desc := "back"
	if undecided {
		desc = "quit"
	}
	k.Back.SetHelp(k.Back.Help().Key, desc)
}

// Footer is what the last line shows: the ways out always, the others as far
// as they fit, in this order.
func (k *Map) Footer(detail, following, faults bool) (keys, out []key.Binding) {
	if detail {
		return k.detailFooter(), []key.Binding{k.Back, k.Help}
	}
	if !following {
		keys = append(keys, k.Follow)
	}
	keys = append(keys, k.Skip, k.ShowAll, k.Toggle, k.Freeze, k.Filter)
	if k.AmongMatches {
		keys = append(keys, k.Around)
	}
	keys = append(keys, k.Open, k.Topics, k.Restart)
	if faults {
		keys = append(keys, k.Errors)
	}
	keys = append(keys, k.GoTo, k.Numbers, k.Columns, k.Copy, k.Export, k.Latest, k.Mark, k.Longer)
	return keys, []key.Binding{k.Help, k.Quit}
}

// Steps says by how many steps a press of Sort moves on among n orders: the first
// of several keys goes back.
func (k *Map) Steps(msg tea.KeyPressMsg, n int) int {
	if on := k.Sort.Keys(); len(on) > 1 && msg.String() == on[0] {
		return n - 1
	}
	return 1
}

// Group is a titled column of the help.
type Group struct {
	Title string
	Place Place
	Keys  []key.Binding
}

// Place is where keys are for.
type Place uint8

// The places. What is typed in is one place: no two prompts are open at once.
const (
	Everywhere Place = iota
	inTable          // what is shown of the rows
	inRows           // moving in them
	InMessage        // the open one
	inPrompt
	inCopy
	inColumns
)

// OfColumns are the keys of the list of columns, the most useful first.
func (k *Map) OfColumns() []key.Binding {
	return []key.Binding{k.ShowColumn, k.AddColumn, k.ColumnLeft, k.ColumnRight, k.Narrower, k.Wider, k.UsualColumns}
}

// Groups are all keys as the help lists them, also those of the panes: by where
// they are for, with the key that leads there.
func (k *Map) Groups() []Group {
	at := func(name string, b *key.Binding) string { return name + " (" + b.Help().Key + ")" }
	return []Group{
		{"run", Everywhere, []key.Binding{k.Toggle, k.Restart, k.GoTo, k.Longer, k.Shorter}},
		{"table", inTable, []key.Binding{k.Open, k.Filter, k.ShowAll, k.NextMatch, k.PreviousMatch, k.Around, k.FollowKey, k.Latest, k.Columns, k.Formats, k.Freeze, k.Follow, k.Mark, k.MarkText, k.Time, k.Wrap, k.Clear}},
		{"move", inRows, []key.Binding{k.Up, k.Down, k.HalfUp, k.HalfDown, k.PageUp, k.PageDown, k.Top, k.Bottom, k.Left, k.Right}},
		{at("message", &k.Open), InMessage, k.detailKeys()},
		{"message: same key", InMessage, k.Same.group()},
		{at("message: find", &k.Finding.Find), InMessage, k.Finding.group()},
		{"keep", Everywhere, []key.Binding{k.Copy, k.Export}},
		{at("copy", &k.Copy), inCopy, []key.Binding{k.CopyValue, k.CopyKey, k.CopyMessage, k.CopyKcat}},
		{at("export", &k.Export), inPrompt, []key.Binding{k.What}},
		{at("filter", &k.Filter), inPrompt, []key.Binding{k.Keep, k.Undo, k.Earlier, k.Save, k.Saved}},
		{at("saved filters", &k.Saved), inPrompt, []key.Binding{k.Use, k.Names, k.Forget}},
		{at("format", &k.Formats), inPrompt, []key.Binding{k.UseFormat, k.Part}},
		{at("columns", &k.Columns), inColumns, k.OfColumns()},
		{"errors", Everywhere, []key.Binding{k.Errors, k.Dismiss, k.Skip}},
		{at("numbers", &k.Numbers), Everywhere, []key.Binding{k.Numbers, k.NumbersNext, k.NumbersPrevious, k.Sort}},
		{at("topics", &k.Topics), Everywhere, append([]key.Binding{k.Topics}, picker.Bindings(k.Picker, k.Sort)...)},
		{"ktm", Everywhere, []key.Binding{k.Help, k.Quit, k.Suspend, k.Redraw}},
	}
}
