package detail

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
)

// visible says that a text is on the screen; one that is wrapped, too.
func visible(p *Pane, text string) bool {
	return strings.Contains(content(strings.Split(ansi.Strip(strings.Join(p.View()[1:], "\n")), "\n")), text)
}

// What is looked for is found wherever it is: in the value, the key and the
// headers, over the end of a line, and in what is folded.
func TestFind(t *testing.T) {
	filler := strings.Repeat("some words that fill lines ", 4000)
	for _, tt := range []struct {
		name, value, text, want string
		view                    View
	}{
		{"text", filler + "Needle" + filler, "needle", "Needle", Decoded},
		{"over the end of lines", strings.Repeat("x", 57*30-3) + "needle" + filler, "needle", "needle", Decoded},
		{"json", `{"a":[` + strings.Repeat(`{"b":1},`, 2000) + `{"c":"needle"}]}`, "needle", `"c": "needle"`, Decoded},
		{"in a long line of json", `{"a":"` + filler + `needle` + filler + `"}`, "needle", "needle", Decoded},
		{"hostile", filler + "\x1b[31mneedle\x1b[0m", "needle", `\x1b[31mneedle`, Decoded},
		{"raw", filler + "needle", "needle", "needle", Raw},
		{"hex", filler + "nEEdle", "needle", "nEEdle", Hex},
		{"by its case", filler + "needle Needle", "Needle", "needle Needle", Decoded},
		{"wide", filler + "東京 ÉTÉ", "京 été", "東京 ÉTÉ", Decoded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := open(model.Record{Key: []byte("k"), Value: []byte(tt.value)}, 61, 20)
			p.Set(Settings{Value: tt.view})
			p.Top()
			p.FoldTo(1)
			p.BeginFind()
			p.Find(tt.text)
			seek(p)
			if !visible(p, tt.want) && tt.view != Hex {
				t.Errorf("%q is not on the screen:\n%s", tt.want, ansi.Strip(strings.Join(p.View(), "\n")))
			}
			if p.hunt.none {
				t.Error("it is not found")
			}
			where := p.top
			p.FindAgain(1)
			seek(p)
			if !p.hunt.round || p.hunt.none && p.found < 0 {
				t.Errorf("the only place is found on line %d, then on %d", where, p.top)
			}
		})
	}
}

// Each place is led to in its order, and in the opposite one.
func TestFindAgain(t *testing.T) {
	var value bytes.Buffer
	for i := range 1000 {
		fmt.Fprintf(&value, "line %d", i)
		if i%100 == 7 {
			fmt.Fprintf(&value, " needle")
		}
		value.WriteByte('\n')
	}
	p := open(model.Record{Key: []byte("needle"), Value: value.Bytes()}, 80, 20)
	p.BeginFind()
	p.Find("needle")
	var down, up []int
	for range 12 {
		seek(p)
		down = append(down, p.found)
		p.FindAgain(1)
	}
	seek(p)
	for range 12 {
		p.FindAgain(-1)
		seek(p)
		up = append(up, p.found)
	}
	for i := range up {
		if up[i] != down[len(down)-1-i] {
			t.Fatalf("down %v, up %v", down, up)
		}
	}
	if down[0] != down[11] || down[1] == down[0] {
		t.Errorf("%v does not go round after 11 places", down)
	}
}

func TestFindEnds(t *testing.T) {
	p := open(model.Record{Value: []byte(strings.Repeat("a line\n", 100))}, 80, 20)
	p.Scroll(10)
	p.BeginFind()
	p.Find("nothing of the kind")
	seek(p)
	if got := ansi.Strip(p.View()[0]); !strings.Contains(got, "not found") {
		t.Error(got)
	}
	if p.CancelFind(); p.top != 10 || p.Finding() {
		t.Errorf("line %d is on top, and not the one from before", p.top)
	}
	p.FindAgain(1)
	if p.Seeking() {
		t.Error("nothing is looked for, and it goes on")
	}
}

// A giant is searched in steps, each of which a movement ends.
func TestAGiantIsSearchedInSteps(t *testing.T) {
	for sort, r := range giants(64 << 20) {
		p := open(model.Record{}, 120, 30)
		p.take(r)
		await(p)
		p.BeginFind()
		p.Find("nothing of the kind")
		if !p.Seeking() && sort != "numbers" {
			t.Errorf("%s: all was searched in one step", sort)
		}
		p.Seek()
		if p.Scroll(1); p.Seeking() {
			t.Errorf("%s: a movement does not break it off", sort)
		}
	}
}
