package columns

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func sheet(t *testing.T, list string, width int) *Sheet {
	t.Helper()
	s := New(theme.New(true), &theme.Unicode, false)
	parsed, err := Parse(list)
	if err != nil {
		t.Fatal(err)
	}
	s.Set(parsed)
	s.SetWidth(width)
	return s
}

func row(id int64, r *model.Record) *Row {
	return &Row{ID: id, Record: r, Key: decode.Result{Text: r.Key}, Value: decode.Result{Text: r.Value}}
}

func of(value string) *model.Record {
	return &model.Record{Key: []byte("k"), Value: []byte(value), Timestamp: now.UnixMilli()}
}

// draw is a frame of the sheet, the names first.
func draw(s *Sheet, records ...*model.Record) []string {
	l := paint.New(s.theme, s.glyphs, s.width)
	s.Begin()
	for i, r := range records {
		s.Measure(row(int64(i), r), now)
	}
	s.Settle()
	lines := []string{s.Names(l)}
	for i, r := range records {
		lines = s.Paint(lines, l, row(int64(i), r), false, now)
	}
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return lines
}

func TestFieldsAreTold(t *testing.T) {
	got := draw(sheet(t, "key,.total,.city,header:trace,value", 80),
		of(`{"total":12.5,"city":"Oslo"}`),
		of(`{"total":7,"city":""}`),
		of(`{"total":null,"city":"  "}`),
		of(`no JSON`),
		of(`{"total":"text","city":{"a":[1]}}`),
		of(`{"total":true,"city":"a\u001b[2Jb"}`),
		&model.Record{Headers: []model.Header{{Key: []byte("trace"), Value: []byte("9f")}}},
		&model.Record{Key: []byte{}, Headers: []model.Header{{Key: []byte("trace")}}, Value: []byte{}},
	)
	all := strings.Join(got, "\n")
	for _, w := range []string{`∅ null`, `""`, `{"a":[1]}`, `\x1b[2Jb`, " 9f", "true", "∅ null  \"\" empty"} {
		if !strings.Contains(all, w) {
			t.Errorf("%q is not there:\n%s", w, all)
		}
	}
	if strings.Contains(all, "\x1b") {
		t.Error("an escape is there")
	}
	end := func(line, word string) int { return strings.Index(line, word) + len(word) }
	if a, b := end(got[1], "12.5"), end(got[2], " 7"); a != b {
		t.Errorf("numbers end at %d and %d:\n%s", a, b, all)
	}
}

func TestWidthsGrowAndStay(t *testing.T) {
	s := sheet(t, ".a,value", 100)
	at := func(value string) int {
		return strings.Index(draw(s, of(value))[0], "value")
	}
	narrow := at(`{"a":"x"}`)
	wide := at(`{"a":"xxxxxxxxxxxxxxxxxx"}`)
	if wide <= narrow {
		t.Fatalf("the column stayed at %d", wide)
	}
	if again := at(`{"a":"x"}`); again != wide {
		t.Errorf("it went back from %d to %d", wide, again)
	}
	if most := at(`{"a":"` + strings.Repeat("x", 500) + `"}`); most > 1+20+2 {
		t.Errorf("one column takes %d cells of 100", most)
	}
	fixed := sheet(t, ".a=6,value", 100)
	if got := draw(fixed, of(`{"a":"abcdefghij"}`))[1]; !strings.HasPrefix(got, " abcde…  {") {
		t.Errorf("of 6 cells: %q", got)
	}
}

// Whatever does not fit is left out, the value never, and the head says so.
func TestWhatDoesNotFitIsLeftOut(t *testing.T) {
	for width := range 140 {
		s := sheet(t, "time,partition,offset,key,.total,.user.name,header:trace,value", width)
		lines := draw(s, of(`{"total":12.5,"user":{"name":"Anna"}}`))
		for _, l := range lines {
			if n := ansi.StringWidthWc(l); n > width {
				t.Fatalf("at %d there are %d columns: %q", width, n, l)
			}
		}
		if width >= 40 && !strings.Contains(lines[1], `{"total"`) {
			t.Errorf("at %d there is no value: %q", width, lines[1])
		}
		if s.left > 0 && width >= 40 && !strings.HasSuffix(lines[0], fmt.Sprint("  +", s.left)) {
			t.Errorf("at %d, %d are left out, and the head says %q", width, s.left, lines[0])
		}
	}
}

func TestTheValueMayStandAnywhere(t *testing.T) {
	s := sheet(t, "value,key,.b", 60)
	got := draw(s, of(`{"a":"`+strings.Repeat("x", 100)+`","b":7}`))
	if !strings.HasSuffix(got[0], ".b") || !strings.HasSuffix(got[1], "7") || !strings.Contains(got[1], "…") {
		t.Errorf("%q", got)
	}
	s.ToggleWrap()
	if got = draw(s, of(`{"a":"`+strings.Repeat("x", 100)+`","b":7}`)); len(got) < 3 || !strings.HasSuffix(got[1], "7") {
		t.Errorf("wrapped: %q", got)
	}
}

// A frame reads so much and no more; what it did not come to, the next ones do.
// A width that was set for the value is its width, where there is room for it.
func TestTheValueHasTheWidthThatWasSet(t *testing.T) {
	value := `{"text":"` + strings.Repeat("x", 100) + `"}`
	for width, want := range map[int]int{80: 30, 30: 17} {
		line := draw(sheet(t, "key,value=30", width), of(value))[1]
		_, shown, _ := strings.Cut(line, "{")
		if cells := 1 + utf8.RuneCountInString(shown); cells != want {
			t.Errorf("in %d cells the value has %d, want %d: %s", width, cells, want, line)
		}
	}
}

func TestLargeValuesComeLater(t *testing.T) {
	s := sheet(t, ".end", 60)
	value := `{"a":"` + strings.Repeat("x", 900<<10) + `","end":42}`
	var records []*model.Record
	for range 20 {
		records = append(records, of(value))
	}
	frames := 0
	for done := false; !done; frames++ {
		lines := draw(s, records...)
		done = !s.Late()
		for i, l := range lines[1:] {
			if v := strings.TrimSpace(l); v != "42" && (v != "…" || done) {
				t.Fatalf("frame %d, row %d shows %q", frames, i, v)
			}
		}
		if frames > 20 {
			t.Fatal("it never ends")
		}
	}
	if frames < 3 {
		t.Errorf("all was read in %d frames", frames)
	}
	s.Forget()
	records[0] = of(`{"end":1}`)
	if got := draw(s, records[0])[1]; strings.TrimSpace(got) != "1" {
		t.Errorf("what is read anew is %q", got)
	}
}

func TestWhatIsCutIsNotCalledMissing(t *testing.T) {
	s := sheet(t, ".a,.end", 60)
	r := of(`{"a":1,"b":"xx`)
	r.Whole = &model.Extent{Value: 1 << 20}
	if got := strings.Fields(draw(s, r)[1]); fmt.Sprint(got) != "[1 …]" {
		t.Errorf("%q", got)
	}
}

// hides conceals what is called secret.
type hides struct{}

func (hides) Text(text []byte) []byte { return text }
func (hides) Hides(name []byte) bool  { return string(name) == "secret" }

// What is concealed is in no column either: not a header, and nothing behind what
// is shown of a value.
func TestWhatIsConcealedIsInNoColumn(t *testing.T) {
	s := sheet(t, "header:secret,header:trace,.end", 80)
	reader := decoded.New()
	reader.Conceal(hides{})
	s.Read(reader)
	r := of(`{"a":1,"end":"hush"}`)
	r.Headers = []model.Header{{Key: []byte("secret"), Value: []byte("hush")}, {Key: []byte("trace"), Value: []byte("9f")}}
	shown := row(1, r)
	shown.Value = decode.Result{Text: r.Value[:8], Cut: true}
	l := paint.New(s.theme, s.glyphs, s.width)
	s.Begin()
	s.Measure(shown, now)
	s.Settle()
	got := ansi.Strip(s.Paint(nil, l, shown, false, now)[0])
	if strings.Contains(got, "hush") || !strings.Contains(got, "9f") || !strings.Contains(got, "…") {
		t.Errorf("%q", got)
	}
}

func BenchmarkFrame(b *testing.B) {
	s := New(theme.New(true), &theme.Unicode, false)
	list, err := Parse("time,partition,key,.total,.user.name,.items[0].sku,header:trace,value")
	if err != nil {
		b.Fatal(err)
	}
	s.Set(list)
	s.SetWidth(200)
	var records []*model.Record
	for i := range 60 {
		records = append(records, of(fmt.Sprintf(`{"type":"order.paid","id":"o-%d","user":{"name":"Anna"},"total":12.5,"items":[{"sku":"B-1"}],"city":"Köln"}`, i)))
	}
	b.ReportAllocs()
	for b.Loop() {
		draw(s, records...)
	}
}
