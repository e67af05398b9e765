package ui

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/ui/mask"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// staged is a session on a stage that masks emails.
func staged(t *testing.T) func(*Session) {
	t.Helper()
	m, err := mask.New("email|trace")
	if err != nil {
		t.Fatal(err)
	}
	return func(s *Session) { s.Looks.Present, s.Looks.Mask = true, m }
}

func withEmail(r *model.Record) {
	r.Key = []byte(`{"email":"ann@example.org"}`)
	r.Value = []byte(`{"id":7,"email":"ann@example.org","user":{"backupEmail":["bob@example.org"]}}`)
}

func TestMaskedFieldsAreNowhere(t *testing.T) {
	for _, width := range []int{80, 120, 200} {
		d := newDriver(t, width, 36, staged(t)).record(withEmail)
		d.frame(d.status(model.Running))
		for _, keys := range [][]string{nil, {"w"}, {"enter"}, {"G"}} {
			d.press(keys...).sees("••••").seesNot("example.org", "4bf92f", "ann@")
		}
	}
}

func TestAStageShowsNoAddresses(t *testing.T) {
	d := newDriver(t, 120, 36, staged(t)).records(5)
	f := model.NewFault(model.FaultConnection, "localhost:9092 closed the connection.", errors.New("dial tcp 127.0.0.1:9092: refused"))
	f.Broker, f.Hint = "localhost:9092", "Is localhost:9092 up?"
	d.frame(d.status(model.Running), d.fault(f))
	for range 2 { // small, large
		d.sees("•••• closed the connection", "Is •••• up?").seesNot("localhost", "9092").press("!")
	}
	if f.Broker != "localhost:9092" {
		t.Error("the fault of others was changed")
	}
	d.frame(d.status(model.Failed, reason(model.ReasonError), func(s *model.Status) { s.Err = f })).seesNot("localhost", "9092")
}

func TestPressedKeysAreShownForAMoment(t *testing.T) {
	d := newDriver(t, 120, 36, staged(t)).records(60)
	d.frame(d.status(model.Running)).press("k", "pgdown", "space").sees(" k   pgdn   space ")
	d.tick(pressedFor + time.Second).seesNot("pgdn   space")
	if d.press("/").types("x"); strings.Join(d.app.pressed, "") != "/" { // it is seen in the prompt
		t.Errorf("shown: %q", d.app.pressed)
	}
	plain := newDriver(t, 120, 36).records(60)
	plain.frame(plain.status(model.Running)).press("pgdown").seesNot("pgdn")
}

func TestTheMouseMayBeTheTerminals(t *testing.T) {
	d := newDriver(t, 80, 24, func(s *Session) { s.Looks.NoMouse = true })
	if mode := d.app.View().MouseMode; mode != 0 {
		t.Errorf("the mouse mode is %d", mode)
	}
}

func TestFramesOnAStage(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}, {60, 20}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			d := newDriver(t, size[0], size[1], staged(t)).stage().record(withEmail)
			d.frame(d.status(model.Running), d.lostBroker()).tick(12600*time.Millisecond).press("k", "pgup")
			golden.RequireEqual(t, []byte(d.view()))
		})
	}
}

func TestFramesOfHighContrast(t *testing.T) {
	contrast, _ := theme.Named("contrast")
	d := newDriver(t, 120, 36, func(s *Session) { s.Looks.Theme = contrast })
	d.stage().frame(d.status(model.Running), d.lostBroker()).press("k", "k")
	golden.RequireEqual(t, []byte(d.app.View().Content))
}

func parseProperties(r io.Reader) (map[string]string, error) {
	set := map[string]string{}
	for s := bufio.NewScanner(r); s.Scan(); {
		if name, value, ok := strings.Cut(s.Text(), "="); ok {
			set[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	return set, nil
}

func TestLoadLooks(t *testing.T) {
	dir := t.TempDir()
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "config.properties"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("theme=light\nmask=email\nkey.restart=f5")
	l, err := LoadLooks(dir, parseProperties, "", "")
	if err != nil || !l.Mask.Hides([]byte("email")) || l.Theme.For(true).Ink != l.Theme.For(false).Ink || l.Keys["restart"][0] != "f5" {
		t.Errorf("%+v %v", l, err)
	}
	l, err = LoadLooks(dir, parseProperties, "auto", "phone")
	if err != nil || l.Mask.Hides([]byte("email")) || l.Theme.For(true).Ink == l.Theme.For(false).Ink {
		t.Errorf("what is asked for counts less than the file: %+v %v", l, err)
	}
	for text, want := range map[string]string{
		"mask = [": "cannot be used", "theme = drak": "no theme", "key.x=y": "no such action", "key.wrap=s": "is the key of toggle",
		"key.restart = F55": "is no key", "key.restart =": "has no key", "mouse = yes": "mouse is", "thme = dark": "no setting",
	} {
		write("# mine\n\n" + text + "\n")
		_, err := LoadLooks(dir, parseProperties, "", "")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), filepath.Join(dir, "config.properties")+" line 3: ") {
			t.Errorf("%s: %v", text, err)
		}
	}
	write("theme = dark")
	for _, asked := range [][2]string{{"drak", ""}, {"", "["}} { // these are of the command line
		if _, err := LoadLooks(dir, parseProperties, asked[0], asked[1]); err == nil || strings.Contains(err.Error(), "config.properties line") {
			t.Errorf("%q: %v", asked, err)
		}
	}
}
