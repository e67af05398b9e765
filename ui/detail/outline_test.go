package detail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
)

func outlineOf(t *testing.T, text string) *outline {
	t.Helper()
	var buf bytes.Buffer
	if err := json.Indent(&buf, []byte(text), "", "  "); err != nil {
		t.Fatal(err)
	}
	return newOutline(buf.Bytes())
}

// shown is the rows, what is folded with its number of members.
func shown(o *outline) string {
	var b strings.Builder
	for _, i := range o.rows {
		line := strings.TrimSuffix(strings.TrimSpace(string(o.line(i))), ",")
		if o.folded[i] {
			line += fmt.Sprint(o.members(i))
		}
		b.WriteString(line + " ")
	}
	return strings.TrimSpace(b.String())
}

const order = `{"a":{"b":[1,2,{"c":3}],"d":{}},"e":[],"f":[[4],[5,6]]}`

func TestFolding(t *testing.T) {
	all := `{ "a": { "b": [ 1 2 { "c": 3 } ] "d": {} } "e": [] "f": [ [ 4 ] [ 5 6 ] ] }`
	for _, tt := range []struct {
		name string
		do   func(o *outline)
		want string
	}{
		{"nothing", func(*outline) {}, all},
		{"the outermost", func(o *outline) { o.fold() }, `{3`},
		{"and unfolded", func(o *outline) { o.fold(); o.unfold() }, all},
		{"what the cursor's line opens", func(o *outline) { o.cursor = 1; o.fold() }, `{ "a": {2 "e": [] "f": [ [ 4 ] [ 5 6 ] ] }`},
		{"what the cursor's line is in", func(o *outline) { o.cursor = 4; o.fold() }, `{ "a": { "b": [3 "d": {} } "e": [] "f": [ [ 4 ] [ 5 6 ] ] }`},
		{"one outwards each time", func(o *outline) { o.cursor = 6; o.fold(); o.fold(); o.fold() }, `{ "a": {2 "e": [] "f": [ [ 4 ] [ 5 6 ] ] }`},
		{"from a closing line", func(o *outline) { o.cursor = 8; o.fold() }, `{ "a": { "b": [3 "d": {} } "e": [] "f": [ [ 4 ] [ 5 6 ] ] }`},
		{"an empty one has nothing to fold", func(o *outline) { o.cursor = 11; o.fold() }, `{3`},
		{"to depth 1", func(o *outline) { o.foldTo(1) }, `{ "a": {2 "e": [] "f": [2 }`},
		{"to depth 2", func(o *outline) { o.foldTo(2) }, `{ "a": { "b": [3 "d": {} } "e": [] "f": [ [1 [2 ] }`},
		{"to depth 3", func(o *outline) { o.foldTo(3) }, `{ "a": { "b": [ 1 2 {1 ] "d": {} } "e": [] "f": [ [ 4 ] [ 5 6 ] ] }`},
		{"all again", func(o *outline) { o.foldTo(1); o.foldTo(0) }, all},
		{"what is inside stays folded", func(o *outline) { o.cursor = 2; o.fold(); o.fold(); o.unfold() }, `{ "a": { "b": [3 "d": {} } "e": [] "f": [ [ 4 ] [ 5 6 ] ] }`},
		{"a line is revealed", func(o *outline) { o.foldTo(1); o.reveal(6) }, `{ "a": { "b": [ 1 2 { "c": 3 } ] "d": {} } "e": [] "f": [2 }`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := outlineOf(t, order)
			tt.do(o)
			if got := shown(o); got != tt.want {
				t.Errorf("%s\nwant\n%s", got, tt.want)
			}
			if o.rows[o.row(o.cursor)] != o.cursor {
				t.Errorf("the cursor is on line %d, which is not shown", o.cursor)
			}
		})
	}
}

// Strings that look like brackets, lines and hostile bytes change nothing.
func TestAnOutlineIsNotFooledByStrings(t *testing.T) {
	o := outlineOf(t, `{"{":"[","x":"}","y":["{","]"],"\u001b[2J":1}`)
	o.foldTo(1)
	if got, want := shown(o), `{ "{": "[" "x": "}" "y": [2 "\u001b[2J": 1 }`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Wherever the cursor goes, its row is in sight as long as any row of the value
// is, all rows can be reached, and what is drawn is what was counted.
func TestTheCursorIsInSight(t *testing.T) {
	long := strings.Repeat("東京 \\u202e long words ", 60)
	value := `{"a":[` + strings.Repeat(`{"id":1,"text":"`+long+`"},`, 5) + `0],"b":"` + long + `","c":{"d":{"e":{}}}}`
	for _, size := range [][2]int{{40, 6}, {80, 12}, {120, 40}} {
		p := open(model.Record{Key: []byte("k"), Value: []byte(value)}, size[0], size[1])
		rnd := rand.New(rand.NewPCG(1, 2))
		moves := []func(){
			func() { p.Move(1) }, func() { p.Move(-1) }, func() { p.Page(1) }, func() { p.Page(-1) }, p.Fold, p.Unfold, p.ToggleFold,
			func() { p.FoldTo(rnd.IntN(4)) }, p.Top, p.End, func() { p.Scroll(3) }, func() { p.SetSize(size[0]+rnd.IntN(3), size[1]) },
		}
		for i := range 3000 {
			m := rnd.IntN(len(moves) + 10)
			if m >= len(moves) {
				m = 0
			}
			moves[m]()
			seek(p)
			view := p.View()
			cursor, value := 0, 0
			for _, l := range view[1:] {
				l = ansi.Strip(l)
				if strings.HasPrefix(l, p.glyphs.Cursor) {
					cursor++
				}
			}
			at, ok := p.place()
			if end := at + p.tree.count(1<<30); ok && p.top < end && at < p.top+p.page() {
				value = 1
			}
			if (cursor > 0) != (value > 0) {
				t.Fatalf("%v, move %d (%d): %d lines of the cursor, value in sight %d:\n%s", size, i, m, cursor, value, ansi.Strip(strings.Join(view, "\n")))
			}
		}
		p.FoldTo(0)
		p.Top()
		seen := map[int32]bool{0: true}
		for range 20_000 {
			p.Move(1)
			seen[p.tree.cursor] = true
		}
		if len(seen) != len(p.tree.closes) {
			t.Errorf("%v: the cursor reached %d of %d lines", size, len(seen), len(p.tree.closes))
		}
	}
}

func TestViewsOfTheBytes(t *testing.T) {
	p := open(model.Record{
		Key: []byte{0, 0, 0, 7}, Value: []byte(`{"a":1}`),
		Headers: []model.Header{{Key: []byte("bytes"), Value: []byte{0xff, 0xfe, 0}}, {Key: []byte("same"), Value: []byte("one")}, {Key: []byte("same"), Value: []byte("two")}},
	}, 100, 40)
	sees := func(words ...string) {
		t.Helper()
		view := ansi.Strip(strings.Join(p.View(), "\n"))
		for _, w := range words {
			if !strings.Contains(view, w) {
				t.Errorf("%q is not in the pane:\n%s", w, view)
			}
		}
	}
	sees("json 7 B", `     "a": 1`, "00000007", "ff fe  00", "same  one\n              same  two")
	p.NextValueView()
	sees("raw text 7 B", `   {"a":1}`)
	p.NextValueView()
	sees("hex dump 7 B", "00000000  7b 22 61 22 3a 31 7d")
	p.NextKeyView()
	sees("key raw", `\x00\x00\x00\x07`, `\xff\xfe\x00`)
	p.NextKeyView()
	sees("key hex", "00 00  00 07", "6f 6e  65")
	kept := p.Settings()
	p.Show(&model.Record{Value: []byte("another")})
	await(p)
	if p.Settings() != kept || p.kind != "hex dump 7 B" {
		t.Errorf("the next message is shown as %s", p.kind)
	}
	p.NextValueView()
	p.NextKeyView()
	if p.Settings() != (Settings{}) {
		t.Errorf("%+v is not where it began", p.Settings())
	}
}
