package detail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

func open(r model.Record, width, height int) *Pane {
	p := New(theme.New(true), &theme.Unicode, decoded.New(), true)
	p.SetSize(width, height)
	p.Show(&r)
	await(p)
	return p
}

// await has the message be read.
func await(p *Pane) {
	if due := p.Due(); due != nil {
		p.Take(due())
	}
}

// lines is all of the content, as it is seen by scrolling a page at a time.
func lines(p *Pane) []string {
	p.Top()
	var all []string
	for {
		page := p.View()[1:]
		top := p.top
		p.Page(1)
		if p.top == top {
			return append(all, strings.Split(ansi.Strip(strings.Join(page, "\n")), "\n")...)
		}
		for _, l := range page[:p.top-top] {
			all = append(all, ansi.Strip(l))
		}
	}
}

func seek(p *Pane) {
	for p.Seeking() {
		p.Seek()
	}
}

func content(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(strings.TrimSpace(l))
	}
	return b.String()
}

// However large a key, a header or a value is, all of it can be scrolled to.
func TestEverythingOfAGiantCanBeSeen(t *testing.T) {
	numbers := func(name string, n int) []byte {
		var b []byte
		for i := range n {
			b = fmt.Appendf(b, "<%s%d>", name, i)
		}
		return b
	}
	r := model.Record{Key: numbers("k", 20_000), Value: numbers("v", 100_000)}
	for i := range 3000 {
		r.Headers = append(r.Headers, model.Header{Key: fmt.Appendf(nil, "<h%d>", i), Value: numbers("x", i/100)})
	}
	r.Headers[7].Value = numbers("y", 20_000)
	all := content(lines(open(r, 80, 50)))
	for _, want := range [][]byte{r.Key, r.Value, r.Headers[7].Value, r.Headers[0].Key, r.Headers[2999].Key, r.Headers[2999].Value} {
		if !strings.Contains(all, string(want)) {
			t.Errorf("%d bytes that begin with %.20s are not all there", len(want), want)
		}
	}
}

func TestSeekEndsAtTheLastLine(t *testing.T) {
	for name, value := range map[string][]byte{
		"text": bytes.Repeat([]byte("0123456789"), 200_000), "lines": bytes.Repeat([]byte("a\n"), 100_000), "binary": make([]byte, 100_000),
		"json": []byte("[" + strings.Repeat("1,", 50_000) + "1]"), "short": []byte("a"), "null": nil,
	} {
		t.Run(name, func(t *testing.T) {
			p := open(model.Record{Value: value}, 60, 20)
			all := lines(p)
			p.Top()
			p.End()
			seek(p)
			last := p.View()[1:]
			for i, l := range last {
				if got, want := ansi.Strip(l), all[max(0, len(all)-len(last))+i]; got != want {
					t.Fatalf("line %d at the end is %q, want %q", i, got, want)
				}
			}
			// Elsewhere in the middle, other sizes and colours keep the place.
			p.Top()
			p.Scroll(len(all) / 2)
			top := p.top
			p.SetTheme(theme.New(false))
			seek(p)
			if p.top != top {
				t.Errorf("the first line is %d after a change of colours, was %d", p.top, top)
			}
			p.SetSize(40, 10)
			seek(p)
			if p.View(); p.top < top {
				t.Errorf("the first line is %d in a narrower pane, was %d", p.top, top)
			}
		})
	}
}

// giants are large messages of every sort, each of about size bytes.
func giants(size int) map[string]*model.Record {
	letters := bytes.Repeat([]byte("0123456789abcdef"), size/16)
	headers := func(n int) (h []model.Header) {
		for range n {
			h = append(h, model.Header{Key: []byte("name"), Value: letters[:size/n]})
		}
		return h
	}
	return map[string]*model.Record{
		"one line":      {Value: letters},
		"one rune":      {Value: bytes.Repeat([]byte("日"), size/3)},
		"json":          {Value: append([]byte("["), append(bytes.Repeat([]byte(`{"id":1042,"state":"paid"},`), size/27), "1]"...)...)},
		"empty lines":   {Value: bytes.Repeat([]byte("\n"), size)},
		"escapes":       {Value: bytes.Repeat([]byte("\x1b[31m red "), size/10)},
		"key":           {Key: letters},
		"many headers":  {Headers: headers(size / 500)},
		"large headers": {Headers: headers(100)},
		"numbers":       {Value: []byte("[" + strings.Repeat("1,", prettyLimit/2-2) + "1]")},
		"binary":        {Value: make([]byte, size)},
	}
}

// Neither opening a giant nor setting out for its end lays out all of it, and any
// movement breaks that off.
func TestAGiantIsLaidOutInSteps(t *testing.T) {
	for sort, r := range giants(64 << 20) {
		t.Run(sort, func(t *testing.T) {
			for name, move := range map[string]func(*Pane){
				"scroll": func(p *Pane) { p.Scroll(-1) }, "page": func(p *Pane) { p.Page(-1) }, "top": (*Pane).Top,
			} {
				p := New(theme.New(true), &theme.Unicode, decoded.New(), true)
				p.SetSize(120, 30)
				p.take(r)
				await(p)
				p.End()
				if !p.Seeking() && sort != "binary" && sort != "numbers" { // whose lines need not be painted to be counted
					t.Fatal("all was laid out in one step")
				}
				if move(p); p.Seeking() {
					t.Errorf("%s does not break it off", name)
				}
			}
		})
	}
}

// Nesting makes much of little when it is indented: 5,000 levels around a list
// of numbers would be gigabytes.
func TestDeepNestingIsNotIndented(t *testing.T) {
	deep := strings.Repeat("[", 5000) + strings.Repeat("1,", 100_000) + "1" + strings.Repeat("]", 5000)
	p := open(model.Record{Value: []byte(deep)}, 80, 20)
	if p.kind != "json 205 KiB, too deep to indent" {
		t.Error(p.kind)
	}
	for _, s := range []string{`{"a":[1,2,{"b":"[[[[,\",{"}],"c":{},"d":[]}`, `[[[[1]]]]`, `"x"`, `[]`} {
		var indented bytes.Buffer
		if err := json.Indent(&indented, []byte(s), "", "  "); err != nil {
			t.Fatal(err)
		}
		if got, least := indentedSize([]byte(s)), indented.Len(); got < least || got > 3*least+20 {
			t.Errorf("%s has %d bytes indented, %d are expected", s, least, got)
		}
	}
}

func cut(r model.Record, key, value int) (beginning model.Record) {
	beginning = r
	beginning.Whole = &model.Extent{Key: int64(len(r.Key)), Value: int64(len(r.Value)), HeaderCount: len(r.Headers)}
	for _, h := range r.Headers {
		beginning.Whole.Headers += int64(len(h.Key) + len(h.Value))
	}
	beginning.Key, beginning.Value = r.Key[:min(key, len(r.Key))], r.Value[:min(value, len(r.Value))]
	beginning.Headers = nil
	return beginning
}

func TestACutMessageSaysSoAndBecomesWhole(t *testing.T) {
	whole := model.Record{
		TopicPartition: model.TopicPartition{Topic: "orders", Partition: 3}, Offset: 1042, Timestamp: 1_700_000_000_000,
		Key: []byte("user-1"), Value: bytes.Repeat([]byte(`{"a":1}, `), 400<<10), Headers: []model.Header{{Key: []byte("h"), Value: []byte("the header")}},
	}
	p := open(cut(whole, 6, 1<<20-6), 120, 40)
	sees := func(words ...string) {
		t.Helper()
		view := ansi.Strip(strings.Join(p.View(), "\n"))
		for _, w := range words {
			if !strings.Contains(view, w) {
				t.Errorf("%q is not in the pane:\n%s", w, view)
			}
		}
	}
	sees("orders/3@1,042", "user-1  json · 1 header  1 MiB of 3.5 MiB  L loads it all", "and 1 more header", "value 3.5 MiB")
	p.Loading()
	sees("1 MiB of 3.5 MiB  loading it all")
	p.Failed("kafka-1:9092 does not answer", "Is it up?")
	sees("   kafka-1:9092 does not answer", "   Is it up?", "L loads it all")
	p.Loading()
	other := whole
	other.Timestamp++
	p.Whole(&other)
	await(p)
	sees("another message now: the topic was created anew", "1 MiB of 3.5 MiB ──")
	if p.Offers() {
		t.Error("what is gone is offered")
	}
	p = open(cut(whole, 6, 1<<20-6), 120, 40)
	p.Loading()
	p.Whole(&whole)
	await(p)
	sees("json 3.5 MiB, too large to indent · 1 header ──", "the header")
	if p.Cut() || &p.record.Value[0] != &whole.Value[0] {
		t.Error("the whole message is not the one that was loaded, but a copy")
	}
}

// BenchmarkGiant opens 100 MB of every sort, goes through it to its end and
// changes its layout there. No key must wait for more than 100 ms.
func BenchmarkGiant(b *testing.B) {
	for name, r := range giants(100 << 20) {
		b.Run(name, func(b *testing.B) {
			var worst time.Duration
			did := func(key func(*Pane), p *Pane) {
				begun := time.Now()
				key(p)
				p.View()
				worst = max(worst, time.Since(begun))
			}
			for b.Loop() {
				p := New(theme.New(true), &theme.Unicode, decoded.New(), true)
				p.SetSize(120, 30)
				did(func(p *Pane) { p.take(r) }, p)
				if due := p.Due(); due != nil { // it is not the program's loop that does this
					is := due()
					did(func(p *Pane) { p.Take(is) }, p)
				}
				for _, key := range []func(*Pane){
					func(p *Pane) { p.Page(1) }, (*Pane).End, func(p *Pane) { p.Page(-1) }, func(p *Pane) { p.SetSize(100, 30) },
					func(p *Pane) { p.SetTheme(theme.New(false)) }, (*Pane).Top,
				} {
					for did(key, p); p.Seeking(); {
						did((*Pane).Seek, p)
					}
				}
			}
			b.ReportMetric(float64(worst.Microseconds())/1000, "ms/longest")
		})
	}
}

// There is nothing to be done for a pane that has no cells yet.
func TestAPaneWithoutASizeDoesNotSeek(t *testing.T) {
	p := New(theme.New(true), &theme.Unicode, decoded.New(), false)
	p.Show(&model.Record{Value: []byte(strings.Repeat("a line\n", 1000))})
	await(p)
	if p.End(); p.Seeking() {
		t.Error("it seeks a line, which it cannot lay out")
	}
	p.SetSize(80, 24)
	for p.Seeking() {
		p.Seek()
	}
	if p.top < 900 {
		t.Errorf("line %d is on top, and not the end", p.top)
	}
}

// What is read again keeps its place, and what is folded of it.
func TestWhatIsReadAgainKeepsItsPlace(t *testing.T) {
	p := open(model.Record{Value: []byte(`{"folded":{"a":1},"items":[` + strings.Repeat("1,", 50_000) + `1]}`)}, 80, 20)
	await(p)
	p.Top()
	for !p.tree.folded[1] {
		p.Move(1)
		if line := string(p.tree.line(p.tree.cursor)); strings.Contains(line, "folded") {
			p.Fold()
		}
	}
	p.Scroll(3000)
	want := strings.Join(p.View(), "\n")
	p.Reread()
	for range 2 { // while it is read, and then
		if got := strings.Join(p.View()[1:], "\n"); !strings.HasSuffix(want, got) {
			t.Errorf("in view is\n%s\nand was\n%s", got, want)
		}
		await(p)
	}
	if !p.tree.folded[1] {
		t.Error("it is unfolded")
	}
}
