package theme

// Glyphs are the ornaments of the screen. Data never goes through them: a key
// in Chinese stays Chinese under --ascii.
type Glyphs struct {
	Ellipsis   string
	Dot        string // beside the state
	Cursor     string // left of the selected row
	Rule       string // thin horizontal line
	Full, Half string // the countdown: a burning cell and its last half
	Empty      string // the countdown: a burnt cell
	Null       string
	Times      string // before a count of repetitions
	Middot     string // between facts
	AtMost     string // before an upper bound
	Folded     string // left of what is folded
	Unfolded   string // left of what can be
	Arrow      string // from what was to what is
	Spark      []string
}

// Unicode is the default set: box drawing and block elements, which every
// terminal font of today has.
var Unicode = Glyphs{
	Ellipsis: "…", Dot: "●", Cursor: "▌", Rule: "─", Full: "━", Half: "╸", Empty: "─", Null: "∅", Times: "×", Middot: "·", AtMost: "≤",
	Folded: "▸", Unfolded: "▾", Arrow: "→",
	Spark: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
}

// ASCII is the set of --ascii, for fonts and lines that have nothing else.
var ASCII = Glyphs{
	Ellipsis: "~", Dot: "*", Cursor: ">", Rule: "-", Full: "=", Half: "", Empty: "-", Null: "-", Times: "x", Middot: "|", AtMost: "<=",
	Folded: "+", Unfolded: "-", Arrow: "->",
	Spark: []string{"_", ".", ":", "-", "=", "+", "*", "#"},
}
