package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
)

// inDir has the test run in a directory of its own.
func inDir(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
}

// writes takes the question's answer and plays what the export brings.
func (d *driver) writes() *driver {
	d.t.Helper()
	batch, ok := d.send(keyPress("enter"))().(tea.BatchMsg)
	if !ok {
		d.t.Fatalf("nothing is written:\n%s", d.view())
	}
	d.send(batch[0]())
	return d
}

func lines(t *testing.T, name string) []string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

func TestExportingAll(t *testing.T) {
	inDir(t)
	d := newDriver(t, 120, 36).records(60).frame(running()).press("m").records(5).frame()
	d.press("e").sees("export all to orders-20261123-120341.ndjson", "enter write", "tab which messages", ".ndjson   .json   .csv")
	d.writes().sees("exported 65 messages, 17 KiB to orders-20261123-120341.ndjson")
	got := lines(t, "orders-20261123-120341.ndjson")
	if len(got) != 66 || got[60] != `{"marker":"","timestamp":1795435421000}` || !strings.Contains(got[61], `"offset":10060`) {
		t.Errorf("%d lines, behind the marker %q", len(got), got[60:62])
	}
}

func TestWhatIsExported(t *testing.T) {
	inDir(t)
	d := newDriver(t, 120, 36).records(60).frame(running()).press("m").records(5).frame()
	d.press("/").types("key:user-3").press("enter").searched()
	d.press("e").sees("export matches to").press("ctrl+u").types("m.csv")
	d.writes().sees("exported 9 messages")
	if got := lines(t, "m.csv"); len(got) != 10 || !strings.HasPrefix(got[1], `"orders",0,10003,2026-11-23T12:03:41.300Z,"user-3",`) {
		t.Errorf("%d rows, the first is %s", len(got), got[1])
	}
	for _, what := range []struct {
		sign string
		tabs int
		want int
	}{{"since marker", 2, 6}, {"this message", 3, 1}, {"matches", 4, 9}} {
		d.press("e")
		for range what.tabs {
			d.send(tea.KeyPressMsg{Code: tea.KeyTab})
		}
		name := strings.Fields(what.sign)[0] + ".ndjson"
		d.sees("export " + what.sign + " to").press("ctrl+u").types(name).writes()
		if got := lines(t, name); len(got) != what.want {
			t.Errorf("%s: %d lines, want %d", what.sign, len(got), what.want)
		}
	}
	d.press("enter", "e").sees("export this message to").press("ctrl+u").types("open.json").writes().sees("exported 1 message")
}

// The question is asked again where the file could not be made, with a name that
// is free.
func TestAFileIsNeverWrittenOver(t *testing.T) {
	inDir(t)
	if err := os.WriteFile("a.csv", []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := newDriver(t, 120, 36).records(3).frame(running()).press("e", "ctrl+u").types("a.csv").writes()
	d.sees("export all to a-2.csv", "there is a file a.csv already, and none is written over", "This name is free.")
	d.writes().sees("exported 3 messages")
	if got := lines(t, "a.csv"); got[0] != "mine" {
		t.Errorf("a.csv is %q", got)
	}
	d.press("e", "ctrl+u").types("no/a.csv").writes().sees("export all to no/a.csv", "there is no folder no", "Write the path of a new file in a folder that you may write to, such as ~/a.csv.").press("esc").seesNot("export all")
}

func TestMistakesInTheNameOfAFile(t *testing.T) {
	inDir(t)
	for name, want := range map[string]string{"": "the name of the file is missing", "orders": `the ending of "orders" is no format`, "a.xlsx": `the ending of "a.xlsx" is no format`} {
		d := newDriver(t, 120, 36).records(3).frame(running()).press("e", "ctrl+u").types(name).press("enter")
		d.sees("export all to "+name, want, "It ends in .ndjson, .json or .csv.")
	}
	newDriver(t, 80, 24).press("e").sees("there are no messages to export")
}

func TestAnExportIsGivenUp(t *testing.T) {
	inDir(t)
	d := newDriver(t, 80, 24).records(60).frame(running()).press("e")
	batch := d.send(keyPress("enter"))().(tea.BatchMsg)
	d.sees("exporting 0 %  to orders-20261123-120341.ndjson", "esc gives it up")
	d.press("e").sees("exporting").press("esc")
	d.send(batch[0]())
	d.sees("the export is given up; nothing is kept of it")
	if all, _ := filepath.Glob("*"); len(all) > 0 {
		t.Errorf("%v is left", all)
	}
	if d.app.exporter.job != nil {
		t.Error("it is still under way")
	}
}

// The export holds what there was when it began, however much comes meanwhile.
func TestTheStreamGoesOnWhileItIsExported(t *testing.T) {
	inDir(t)
	d := newDriverKeeping(t, 50, 120, 36).records(50).frame(running()).press("e", "ctrl+u").types("a.ndjson")
	batch := d.send(keyPress("enter"))().(tea.BatchMsg)
	d.records(20_000).frame()
	d.send(batch[0]())
	if got := lines(t, "a.ndjson"); len(got) != 50 || !strings.Contains(got[0], `"offset":10000`) {
		t.Errorf("%d lines, the first is %s", len(got), got[0])
	}
}

// What was selected when the question was opened is written, however far the cursor
// follows the stream while a name is typed, also when it is asked again.
func TestTheMessageThatWasSelectedIsExported(t *testing.T) {
	inDir(t)
	if err := os.WriteFile("a.ndjson", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d := newDriverKeeping(t, 50, 120, 36).records(10).frame(running()).press("e")
	d.send(tea.KeyPressMsg{Code: tea.KeyTab})
	d.sees("export this message to").press("ctrl+u").types("a").records(5).frame()
	d.types(".ndjson").records(20_000).frame().writes()
	d.sees("This name is free.").records(5).frame().writes()
	if got := lines(t, "a-2.ndjson"); len(got) != 1 || !strings.Contains(got[0], `"offset":10009}`) {
		t.Errorf("%d lines, the first is %s, want the message at 10009", len(got), got[0])
	}
}

// The end of the program waits for an export that is under way.
func TestTheEndWaitsForAnExport(t *testing.T) {
	inDir(t)
	d := newDriver(t, 120, 36).records(60).frame(running()).press("e", "ctrl+u").types("a.ndjson")
	batch := d.send(keyPress("enter"))().(tea.BatchMsg)
	d.app.exporter.finish() // it has not begun: there is nothing to wait for
	go batch[0]()
	<-d.app.exporter.writing.Load().begun
	d.app.exporter.finish()
	if got := lines(t, "a.ndjson"); len(got) != 60 {
		t.Errorf("%d lines", len(got))
	}
}

// A marker stands where the stream was when its text was begun.
func TestMarkersHaveATextAndTheirPlace(t *testing.T) {
	inDir(t)
	d := newDriver(t, 120, 36).records(2).frame(running()).press("M").sees(" marker ")
	d.records(2).frame().tick(5 * time.Second).types("deploy, v2").press("enter")
	d.records(1).frame().press("m", "M", "esc")
	text := d.view()
	last := 0
	for _, want := range []string{`"o-1"`, `marker  12:03:41  deploy, v2`, `"o-2"`, `"o-4"`, "marker  12:03:46"} {
		i := strings.Index(text, want)
		if i < last {
			t.Fatalf("%q is not in its place:\n%s", want, text)
		}
		last = i
	}
	d.press("e", "ctrl+u").types("a.csv").writes()
	if got := lines(t, "a.csv"); !strings.HasPrefix(got[3], `,,,2026-11-23T12:03:41.000Z,,"deploy, v2",`) || got[7] != ",,,2026-11-23T12:03:46.000Z,,\"'\",\r" {
		t.Errorf("%q", got)
	}
	d.press("C").frame().press("m", "e").seesNot("since marker")
}

func TestMarkersBesideWhatIsShown(t *testing.T) {
	d := newDriver(t, 120, 36).records(3).frame(running()).press("space", "m").sees("the marker is behind what is frozen")
	d.press("space", "/").types("o-1").press("enter").searched().press("m").sees("the marker is among all messages")
	if n := len(d.app.marks.list); n != 2 {
		t.Errorf("%d markers", n)
	}
}

func exporting(d *driver) {
	d.stage().frame(d.status(model.Running)).press("e")
}
