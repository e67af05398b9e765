package position

import (
	"errors"
	"maps"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/kafkathreadmanager/ktm/model"
)

// now is a Monday noon, and half a minute, an hour east of Greenwich.
var now = time.Date(2026, 11, 23, 12, 0, 30, 0, time.FixedZone("CET", 3600))

func start(kind model.StartKind, n int64) model.Span {
	return model.Span{Start: model.Start{Kind: kind, N: n}}
}

func (s spanned) to(kind model.EndKind, n int64) model.Span {
	s.End = model.End{Kind: kind, N: n}
	return model.Span(s)
}

type spanned model.Span

// at is a time in now's zone, in milliseconds.
func at(text string) int64 {
	t, err := time.ParseInLocation("2006-01-02 15:04:05.000", text+"2026-11-23 00:00:00.000"[len(text):], now.Location())
	if err != nil {
		panic(err)
	}
	return t.UnixMilli()
}

func TestSpans(t *testing.T) {
	oldest := start(model.StartOldest, 0)
	tail := func(n int64) model.Span { return start(model.StartTail, n) }
	offset := func(n int64) model.Span { return start(model.StartOffset, n) }
	time := func(text string) model.Span { return start(model.StartTime, at(text)) }
	ago := func(ms int64) model.Span { return start(model.StartAgo, ms) }
	with := func(s model.Span, kind model.EndKind, n int64) model.Span { return spanned(s).to(kind, n) }
	const hour, minute = 3_600_000, 60_000
	for text, want := range map[string]model.Span{
		"start": oldest, "beginning": oldest, "earliest": oldest, "Oldest": oldest,
		"end": start(model.StartNewest, 0), "latest": start(model.StartNewest, 0), "newest": start(model.StartNewest, 0),
		"0": offset(0), "1042": offset(1042), " 1042 ": offset(1042), "9223372036854775807": offset(9223372036854775807),
		"+0": start(model.StartAfter, 0), "+100": start(model.StartAfter, 100),
		"-1": tail(1), "-100": tail(100),

		"@2026-11-23T12:00":          time("2026-11-23 12:00"),
		"@2026-11-23 12:00":          time("2026-11-23 12:00"),
		"@2026-11-23t12:00:30.25":    time("2026-11-23 12:00:30.250"),
		"@2026-1-2T9:05":             time("2026-01-02 09:05"),
		"@2026-11-23T12:00Z":         time("2026-11-23 13:00"),
		"@2026-11-23T12:00:30+02:00": time("2026-11-23 11:00:30"),
		"@2026-11-23T12:00-0530":     time("2026-11-23 18:30"),
		"@2026-11-23":                time("2026-11-23"),
		"@2028-02-29":                time("2028-02-29"),
		"@1969-12-31":                start(model.StartTime, 0),
		"@today":                     time("2026-11-23"),
		"@Yesterday":                 time("2026-11-22"),
		"@12:00":                     time("2026-11-23 12:00"),
		"@12:00:30":                  time("2026-11-23 12:00:30"),
		"@12:00:31":                  time("2026-11-22 12:00:31"), // today's is still to come
		"@23:00":                     time("2026-11-22 23:00"),
		"@11:00Z":                    time("2026-11-23 12:00"),
		"@23:00+02:00":               time("2026-11-22 22:00"),
		"@-1h":                       ago(hour), "@-90s": ago(90_000), "@-1h30m": ago(90 * minute), "@-2d": ago(48 * hour), "@-1w": ago(168 * hour),
		"@-1.5h": ago(90 * minute), "@-250ms": ago(250), "@now": ago(0),
		"@1763899200": start(model.StartTime, 1763899200000), "@1763899200123": start(model.StartTime, 1763899200123),
		"s@1763899200123": start(model.StartTime, 1763899200123),

		"100:200": with(offset(100), model.EndOffset, 200), "100 : 200": with(offset(100), model.EndOffset, 200),
		":200": with(oldest, model.EndOffset, 200), "100:": offset(100), "start:": oldest,
		":end": with(oldest, model.EndNewest, 0), "start:end": with(oldest, model.EndNewest, 0),
		"-100:end": with(tail(100), model.EndNewest, 0), "-100:200": with(tail(100), model.EndOffset, 200),
		"100:+20": with(offset(100), model.EndAfter, 20), "+10:+20": with(start(model.StartAfter, 10), model.EndAfter, 20),
		":+20": with(oldest, model.EndAfter, 20), "end:+5": with(start(model.StartNewest, 0), model.EndAfter, 5),
		"0:10": with(offset(0), model.EndOffset, 10), "5:10": with(offset(5), model.EndOffset, 10),
		"12:30":      with(offset(12), model.EndOffset, 30), // two offsets, for a time has an @
		"100:@12:00": with(offset(100), model.EndTime, at("2026-11-23 12:00")), "-100:@12:00": with(tail(100), model.EndTime, at("2026-11-23 12:00")),
		":@13:00":                 with(oldest, model.EndTime, at("2026-11-23 13:00")), // with nothing to count from it is today's
		":@-1h":                   with(oldest, model.EndAgo, hour),
		"@:12:00":                 with(oldest, model.EndTime, at("2026-11-23 12:00")),
		"e@1763899200123":         with(oldest, model.EndTime, 1763899200123),
		"@12:00:":                 time("2026-11-23 12:00"),
		"@12:00:30:":              time("2026-11-23 12:00:30"),
		"@-1h:":                   ago(hour),
		"@12:00:13:00":            with(time("2026-11-23 12:00"), model.EndTime, at("2026-11-23 13:00")),
		"@12:00:@13:00":           with(time("2026-11-23 12:00"), model.EndTime, at("2026-11-23 13:00")),
		"@23:00:01:00":            with(time("2026-11-22 23:00"), model.EndTime, at("2026-11-23 01:00")),
		"@11:00:11:30":            with(time("2026-11-23 11:00"), model.EndTime, at("2026-11-23 11:30")),
		"@12:00:@13:14:15":        with(time("2026-11-23 12:00"), model.EndTime, at("2026-11-23 13:14:15")),
		"@11:00:13:@14:15":        with(time("2026-11-23 11:00:13"), model.EndTime, at("2026-11-23 14:15")),
		"@2026-11-22T10:00:12:00": with(time("2026-11-22 10:00"), model.EndTime, at("2026-11-22 12:00")),
		"@2026-11-22:2026-11-23":  with(time("2026-11-22"), model.EndTime, at("2026-11-23")),
		"@yesterday:today":        with(time("2026-11-22"), model.EndTime, at("2026-11-23")),
		"@2026-11-22T10:00+02:00:2026-11-22T12:00Z": with(time("2026-11-22 09:00"), model.EndTime, at("2026-11-22 13:00")),
		"@12:00:1h":                 with(time("2026-11-23 12:00"), model.EndTime, at("2026-11-23 13:00")),
		"@12:00:end":                with(time("2026-11-23 12:00"), model.EndNewest, 0),
		"@-1h:-30m":                 with(ago(hour), model.EndAgo, 30*minute),
		"@-1h:@-30m":                with(ago(hour), model.EndAgo, 30*minute),
		"@-1h:10m":                  with(ago(hour), model.EndAgo, 50*minute),
		"@-10m:1h":                  with(ago(10*minute), model.EndAgo, -50*minute),
		"@-1h:now":                  with(ago(hour), model.EndAgo, 0),
		"@now:10m":                  with(ago(0), model.EndAgo, -10*minute),
		"@-1d:12:00":                with(ago(24*hour), model.EndTime, at("2026-11-23 12:00")),
		"@1763899200:1763899260":    with(start(model.StartTime, 1763899200000), model.EndTime, 1763899260000),
		"s@1763899200:@1763899260 ": with(start(model.StartTime, 1763899200000), model.EndTime, 1763899260000),
	} {
		got, err := Parse(text, now)
		if err != nil || got.Span != want || got.Closed || len(got.Apart) > 0 {
			t.Errorf("%q: got %+v (%v), want %+v", text, got, err, want)
		}
	}
}

func TestPartitions(t *testing.T) {
	offset := func(n int64) model.Span { return start(model.StartOffset, n) }
	newest := start(model.StartNewest, 0)
	for text, want := range map[string]model.Scope{
		"0=100,1=end":             {Closed: true, Apart: map[int32]model.Span{0: offset(100), 1: newest}},
		" 0 = 100 , 1 = end ":     {Closed: true, Apart: map[int32]model.Span{0: offset(100), 1: newest}},
		"2-4=7":                   {Closed: true, Apart: map[int32]model.Span{2: offset(7), 3: offset(7), 4: offset(7)}},
		"0=100,-100":              {Span: start(model.StartTail, 100), Apart: map[int32]model.Span{0: offset(100)}},
		"end,0=100,3=5:9":         {Span: newest, Apart: map[int32]model.Span{0: offset(100), 3: spanned(offset(5)).to(model.EndOffset, 9)}},
		"0=@-1h:-30m,1=@12:00:1h": {Closed: true, Apart: map[int32]model.Span{0: spanned(start(model.StartAgo, 3_600_000)).to(model.EndAgo, 1_800_000), 1: spanned(start(model.StartTime, at("2026-11-23 12:00"))).to(model.EndTime, at("2026-11-23 13:00"))}},
	} {
		got, err := Parse(text, now)
		if err != nil || got.Span != want.Span || got.Closed != want.Closed || !maps.Equal(got.Apart, want.Apart) {
			t.Errorf("%q: got %+v (%v), want %+v", text, got, err, want)
		}
	}
}

// What a new user types: each mistake with its place, what is wrong, and what to
// type instead.
func TestMistakes(t *testing.T) {
	for text, want := range map[string]struct {
		character  int
		text, hint string
	}{
		"":                    {1, "is empty", "type start, end"},
		"  ":                  {1, "is empty", "type start, end"},
		"yesterday":           {1, "has an @", "type @yesterday"},
		"2026-11-23T12:00":    {1, "has an @", "type @2026-11-23T12:00"},
		"2026-11-23":          {1, "has an @", "type @2026-11-23"},
		"12:00":               {1, "has an @", "type @12:00"},
		"09:30":               {1, "has an @", "type @09:30"},
		"9:05":                {1, "has an @", "type @9:05"},
		"12:30:15":            {1, "has an @", "type @12:30:15"},
		"-1h":                 {1, "has an @", "@-1h"},
		"1h":                  {1, "has an @", "@-1h"},
		"now":                 {1, `"now" is not a position`, "type end"},
		"earlyest":            {1, "is not a position", "did you mean earliest"},
		"stat":                {1, "is not a position", "did you mean start"},
		"begin":               {1, "is not a position", "did you mean beginning"},
		"stored":              {1, "is not a position", "type start, end"},
		"ﬁrst":                {1, "is not a position", "type start, end"},
		"-0":                  {1, "the last 0 messages are none", "type end"},
		"-":                   {2, "a number is missing", "such as -100"},
		"+":                   {2, "a number is missing", "such as +100"},
		"--5":                 {2, `'-' stands where a digit should be`, "such as -100"},
		"10o":                 {3, `'o' stands where a digit should be`, "such as 1042"},
		"1é":                  {2, `'é' stands where a digit should be`, "such as 1042"},
		"1e6":                 {2, `'e' stands where a digit should be`, "such as 1042"},
		"9223372036854775808": {1, "more than the largest offset", "9223372036854775807"},
		"1,000":               {3, "second position for all partitions", "numbers have no commas"},
		"5..9":                {2, "with a colon", "type 5:9"},
		"5...":                {2, "with a colon", "type 5:"},
		"5-9":                 {2, "with a colon", "type 5:9"},
		"9:5":                 {3, "runs backwards", "type 5:9"},
		"5:5":                 {3, "reads nothing", "type 5:6"},
		"1:2:3":               {4, "two sides", "type A:B"},
		":":                   {1, "a colon alone", "A:B"},
		":start":              {2, "before the start", "type start before"},
		"end:end":             {1, "nothing lies between", "type end"},
		"100:-5":              {5, "does not count from the end", "type end"},
		"100:+0":              {5, "reads nothing", "100:+20"},
		"-100:+20":            {6, "do not begin at one offset", "type -100:end"},
		"100:1h":              {6, "stands where a digit should be", "such as 1042"},

		"@":                         {2, "a time is missing", "@-1h"},
		"@ ":                        {2, "a time is missing", "@-1h"},
		"5:@":                       {4, "a time is missing", "@-1h"},
		"@:":                        {2, "a time is missing", "@-1h"},
		"@25:00":                    {2, "there is no hour 25", "from 0 to 23"},
		"@12:60":                    {5, "there is no minute 60", "from 0 to 59"},
		"@12:00:99":                 {8, "there is no second 99", "from 0 to 59"},
		"@24:00":                    {2, "there is no hour 24", "from 0 to 23"},
		"@2026-13-01":               {7, "there is no month 13", "YEAR-MONTH-DAY"},
		"@2026-02-30":               {10, "February has no day 30", "YEAR-MONTH-DAY"},
		"@2026-11-23T":              {12, "a time of day should follow", "T12:00"},
		"@2026-11-23x":              {12, "a time of day should follow", "T12:00"},
		"@2026-11-23T25:00":         {13, "there is no hour 25", "0 to 23"},
		"@12:00+2":                  {7, `"+2" does not belong to a time`, "+02:00"},
		"@12:00+99:00":              {7, "there is no zone +99:00", "+02:00"},
		"@12:00 CET":                {7, "does not belong to a time", "a zone is Z"},
		"@noon":                     {2, `"noon" is not a time`, "@12:00"},
		"@23.11.2026":               {2, "is not a time", "@2026-11-23T12:00"},
		"@end":                      {2, `"end" is not a time`, "end without the @"},
		"@1h":                       {2, "ends a range", "so long ago is @-1h"},
		"@+1h":                      {2, "has no plus", "@-1h"},
		"@-90":                      {5, "a unit is missing", "90s"},
		"@-1y":                      {4, `"y" is not a unit`, "ms s m h d w"},
		"@-1h3":                     {6, "a unit is missing", "3m"},
		"@-":                        {3, "a length of time is missing", "@-1h"},
		"@-h":                       {3, "is not a length of time", "@-1h"},
		"@-0s":                      {3, "no time at all", "@now"},
		"@-1000000h":                {3, "more than 100 years", "start"},
		"@100":                      {2, "100 is not a time", "an offset has no @"},
		"@176389920":                {2, "a time of 9 digits", "seconds since 1970 have 10"},
		"@17638992001234567":        {2, "a time of 17 digits", "milliseconds 13"},
		"@12:00:13:14:15":           {7, "in two ways", "type @12:00:@13:14:15 or @12:00:13:@14:15"},
		"@12:00:200":                {8, "200 is not a time", "an offset has no @"},
		"@2026-11-23:2026-11-22":    {13, "ends before it begins", "the earlier time first"},
		"@-1h:-2h":                  {6, "ends before it begins", "the earlier time first"},
		"5:@30m":                    {4, "counted from a time", "@12:00:30m"},
		"@12:00@13:00":              {7, "does not belong to a time", "a range is @12:00:13:00"},
		"s@":                        {3, "a time is missing", "@-1h"},
		"e@":                        {3, "a time is missing", "@-1h"},
		"0=":                        {3, "a position is missing behind the =", "0=100"},
		"=5":                        {1, "a partition is missing before the =", "0=100"},
		"a=5":                       {1, `"a" is not a partition`, "0=100"},
		"-1=5":                      {1, `"" is not a partition`, "0=100"},
		"0=5,":                      {5, "nothing stands here", "leave out the comma"},
		",0=5":                      {1, "nothing stands here", "leave out the comma"},
		"0=5,0=6":                   {5, "partition 0 has a position already", "once"},
		"0-5=1,3=2":                 {7, "partition 3 has a position already", "once"},
		"5-0=1":                     {1, "run backwards", "type 0-5"},
		"0-99999=1":                 {1, "too many partitions", "10000"},
		"99999999999=1":             {1, "is not a partition", "0=100"},
		"0=5=6":                     {4, "'=' stands where a digit should be", "1042"},
		"0=1,1=yesterday":           {7, "has an @", "@yesterday"},
		"0=1;1=2":                   {4, "';' stands where a digit should be", "1042"},
		strings.Repeat("1", 5000):   {1, "too long", "type start"},
		"0=@-1h,1=@2026-11-23T1:60": {24, "there is no minute 60", "59"},
	} {
		_, err := Parse(text, now)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q is taken", text)
			continue
		}
		if e.character != want.character || !strings.Contains(e.Text, want.text) || !strings.Contains(e.Hint, want.hint) {
			t.Errorf("%q: %v: %s; want character %d, %q, %q", text, err, e.Hint, want.character, want.text, want.hint)
		}
	}
}

// What the guide says may be typed may be typed.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("../../.github/GUIDE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(guide), "\n## Where to begin\n")
	section, _, _ = strings.Cut(section, "\n## ")
	examples := 0
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 || !strings.Contains(cells[1], "`") {
			continue
		}
		for i, text := range strings.Split(cells[1]+cells[2], "`") {
			if i%2 == 0 {
				continue
			}
			examples++
			if _, err := Parse(text, now); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
	if examples < 25 {
		t.Errorf("there are %d examples", examples)
	}
}

// Whatever is typed: no panic, a mistake lies in the text, and what is taken is
// within the bounds that readers rely on.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"start", "-100:end", "@12:00:13:00", "@-1h30m:10m", "0=100,2-5=@2026-11-23T12:00Z,end", "@12:00:13:14:15", "s@1763899200123", "é,=:@"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		scope, err := Parse(text, now)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Pos < 0 || e.Pos > len(text) || e.Text == "" || e.Hint == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			if utf8.ValidString(text) && e.character > utf8.RuneCountInString(text)+1 {
				t.Fatalf("%q: character %d", text, e.character)
			}
			return
		}
		if scope.Closed && len(scope.Apart) == 0 {
			t.Fatalf("%q reads no partition", text)
		}
		for p, s := range scope.Apart {
			if p < 0 || s.Start.N < 0 || s.End.N < 0 && s.End.Kind != model.EndAgo {
				t.Fatalf("%q: partition %d: %+v", text, p, s)
			}
		}
		if scope.Start.N < 0 || scope.String() == "" {
			t.Fatalf("%q: %+v", text, scope)
		}
	})
}
