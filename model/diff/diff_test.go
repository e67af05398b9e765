package diff

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// told writes a difference on one line: what is the same as an ellipsis.
func told(n *Node) string {
	name := ""
	if n.Name != nil {
		name = string(n.Name) + ":"
	}
	switch n.Kind {
	case Same:
		return "…"
	case Added:
		return "+" + name + string(n.New)
	case Removed:
		return "-" + name + string(n.Old)
	case Changed:
		return "~" + name + string(n.Old) + "→" + string(n.New)
	}
	var parts []string
	for i := range n.Parts {
		parts = append(parts, told(&n.Parts[i]))
	}
	return name + string(n.New[:1]) + strings.Join(parts, " ") + string(n.New[len(n.New)-1:])
}

func TestJSON(t *testing.T) {
	for _, tt := range []struct{ name, before, after, want string }{
		{"the same", `{"a":1}`, `{"a":1}`, "…"},
		{"blanks", `{"a":[1,2]}`, " {\n\"a\" : [ 1 ,\t2 ] } ", "…"},
		{"order of fields", `{"a":1,"b":{"c":2,"d":3}}`, `{"b":{"d":3,"c":2},"a":1}`, "…"},
		{"escapes", `["\u00e9","\/","é"]`, `["é","/","\u00E9"]`, "…"},
		{"names with escapes", `{"\u0061":1}`, `{"a":1}`, "…"},
		{"changed", `{"a":1,"b":2}`, `{"a":1,"b":3}`, `{… ~"b":2→3}`},
		{"added", `{"a":1}`, `{"a":1,"b":[2]}`, `{… +"b":[2]}`},
		{"removed where it was", `{"x":0,"a":1,"b":2}`, `{"a":1,"b":2}`, `{-"x":0 … …}`},
		{"digits count", `[1.0,100000000000000000001,1e2]`, `[1,100000000000000000002,100]`, `[~1.0→1 ~100000000000000000001→100000000000000000002 ~1e2→100]`},
		{"kinds", `{"a":1,"b":null,"c":[],"d":{}}`, `{"a":"1","b":false,"c":{},"d":[]}`, `{~"a":1→"1" ~"b":null→false ~"c":[]→{} ~"d":{}→[]}`},
		{"deep", `{"a":{"b":[{"c":1},{"d":2}]}}`, `{"a":{"b":[{"c":1},{"d":3}]}}`, `{"a":{"b":[… {~"d":2→3}]}}`},
		{"an item in front", `[1,2,3]`, `[0,1,2,3]`, `[+0 … … …]`},
		{"an item taken out", `[1,2,3]`, `[1,3]`, `[… -2 …]`},
		{"an item changed", `[{"a":1},{"b":1},{"c":1}]`, `[{"a":1},{"b":2},{"c":1}]`, `[… {~"b":1→2} …]`},
		{"a name twice", `{"a":1,"a":2}`, `{"a":1,"a":3}`, `{… ~"a":2→3}`},
		{"one of a name twice", `{"a":1,"a":2}`, `{"a":1}`, `{… -"a":2}`},
		{"no containers", `1`, `"1"`, `~1→"1"`},
		{"what cannot be said in UTF-8 stands for itself", `["\ud800","` + "\xff" + `"]`, `["\ud801","` + "\xfe" + `"]`, "[~\"\\ud800\"→\"\\ud801\" ~\"\xff\"→\"\xfe\"]"},
		{"an empty name", `{"":1}`, `{"":2}`, `{~"":1→2}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, err := JSON([]byte(tt.before), []byte(tt.after))
			if err != nil {
				t.Fatal(err)
			}
			if got := told(n); got != tt.want {
				t.Errorf("%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestCount(t *testing.T) {
	n, err := JSON([]byte(`{"a":1,"b":[1,2],"c":3}`), []byte(`{"a":2,"b":[1,2,{"x":1}],"d":{"e":4}}`))
	if err != nil {
		t.Fatal(err)
	}
	if a, r, c := n.Count(); a != 2 || r != 1 || c != 1 {
		t.Errorf("added %d, removed %d, changed %d", a, r, c)
	}
}

func TestLines(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"a\nb\nc", "a\nb\nc", "…"},
		{"a\nb\nc", "a\nx\nc", "a… -b +x c…"},
		{"a", "a\n", "a… +"},
		{"", "x", "- +x"},
		{"\x1b\n\xff", "\xff", "-\x1b \xff…"},
	} {
		n, err := Lines([]byte(tt.before), []byte(tt.after))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range n.Parts {
			switch p.Kind {
			case Same:
				got = append(got, string(p.New)+"…")
			case Added:
				got = append(got, "+"+string(p.New))
			case Removed:
				got = append(got, "-"+string(p.Old))
			}
		}
		if n.Equal() {
			got = []string{"…"}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q and %q: %q, want %q", tt.before, tt.after, got, tt.want)
		}
	}
}

func TestWhatIsNotCompared(t *testing.T) {
	deep := strings.Repeat("[", MaxDepth+1) + strings.Repeat("]", MaxDepth+1)
	for _, tt := range []struct {
		text string
		want error
	}{
		{`{"a":`, ErrJSON}, {"", ErrJSON}, {"{}x", ErrJSON}, {deep, ErrDeep}, {deep[1 : len(deep)-1], nil}, {`"` + strings.Repeat("x", MaxSize) + `"`, ErrLarge},
	} {
		for _, pair := range [][2]string{{tt.text, "{}"}, {"{}", tt.text}} {
			if _, err := JSON([]byte(pair[0]), []byte(pair[1])); !errors.Is(err, tt.want) {
				t.Errorf("%.20s: %v, want %v", tt.text, err, tt.want)
			}
		}
	}
}

// What is made to be slow is bounded: arrays without anything in common, equal
// hashes of fields, many fields of one name.
func TestHostileTextsEnd(t *testing.T) {
	numbers := func(from int) []byte {
		b := []byte{'['}
		for i := range 200_000 {
			b = fmt.Appendf(b, "%d,", from+i)
		}
		return append(b, "0]"...)
	}
	names := func(last string) []byte {
		return []byte("{" + strings.Repeat(`"a":1,`, 300_000) + `"a":` + last + "}")
	}
	nested := func(inner string) []byte {
		return []byte(strings.Repeat(`[{"a":`, MaxDepth/2-1) + inner + strings.Repeat(`},1]`, MaxDepth/2-1))
	}
	for name, pair := range map[string][2][]byte{
		"numbers": {numbers(0), numbers(1_000_000)}, "shifted": {numbers(0), numbers(1)}, "names": {names("1"), names("2")}, "nested": {nested("1"), nested("2")},
	} {
		done := make(chan error, 1)
		go func() {
			_, err := JSON(pair[0], pair[1])
			done <- err
		}()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: it does not end", name)
		}
	}
}

// written puts the old text, or the new one, together from its parts.
func written(n *Node, old bool) []byte {
	text := n.New
	if old {
		text = n.Old
	}
	if n.Kind != Within {
		return text
	}
	b := []byte{text[0]}
	for i := range n.Parts {
		part := written(&n.Parts[i], old)
		if part == nil {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		if name := n.Parts[i].Name; name != nil {
			b = append(append(b, name...), ':')
		}
		b = append(b, part...)
	}
	return append(b, text[len(text)-1])
}

// A difference has all of both texts in it, and is empty if and only if they say
// the same.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"a":[1,2,{"b":null}],"c":"d"}`), []byte(`{"c":"d","a":[2,{"b":1}],"e":1.0}`))
	f.Add([]byte(`[[],{},"\u0041",1]`), []byte(`[1,[],"A",{}]`))
	f.Add([]byte(`{"a":1,"a":2}`), []byte(`{"a":2,"a":1}`))
	f.Fuzz(func(t *testing.T, before, after []byte) {
		n, err := JSON(before, after)
		if err != nil {
			return
		}
		a, r, c := n.Count()
		if n.Equal() != (a+r+c == 0) {
			t.Fatalf("equal %v, but %d added, %d removed, %d changed", n.Equal(), a, r, c)
		}
		for _, side := range []struct {
			old  bool
			text []byte
		}{{true, before}, {false, after}} {
			got := written(n, side.old)
			if !json.Valid(got) {
				t.Fatalf("%q is put together as %q", side.text, got)
			}
			again, err := JSON(side.text, got)
			if err != nil || !again.Equal() {
				t.Fatalf("%q is put together as %q: %v", side.text, got, err)
			}
		}
		// What encoding/json takes for different is different.
		if n.Equal() && !bytes.Equal(plain(before), plain(after)) {
			t.Fatalf("%q and %q are taken for the same", before, after)
		}
		back, err := JSON(after, before)
		if err != nil || back.Equal() != n.Equal() {
			t.Fatalf("there is a difference in one direction only: %v", err)
		}
	})
}

// plain is a text as encoding/json writes it, names sorted; of a name that comes
// twice it keeps the last.
func plain(text []byte) []byte {
	var v any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	b, _ := json.Marshal(v)
	return b
}
