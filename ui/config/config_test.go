package config

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// parse is a small reader of properties.
func parse(r io.Reader) (map[string]string, error) {
	set := map[string]string{}
	for s := bufio.NewScanner(r); s.Scan(); {
		name, value, ok := strings.Cut(s.Text(), "=")
		if !ok {
			return nil, errors.New("line 1: no =")
		}
		set[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	return set, nil
}

func dirWith(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoad(t *testing.T) {
	for name, tt := range map[string]struct {
		dir  string
		want Config
	}{
		"no home": {"", Config{}},
		"no file": {t.TempDir(), Config{}},
		"everything": {
			dirWith(t, map[string]string{fileName: "theme=contrast\nmask=email|phone\nmouse=off\nkey.restart=R\nkey.page-down=pgdown  ctrl+f\nkey.clear="}),
			Config{
				Theme: "contrast", Mask: "email|phone", NoMouse: true,
				Keys: map[string][]string{"restart": {"R"}, "page-down": {"pgdown", "ctrl+f"}, "clear": {}},
			},
		},
	} {
		got, err := Load(tt.dir, parse)
		got.path, got.lines = "", nil
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func TestMistakes(t *testing.T) {
	directory := t.TempDir()
	if err := os.Mkdir(filepath.Join(directory, fileName), 0o700); err != nil {
		t.Fatal(err)
	}
	own := dirWith(t, map[string]string{"themes/sunset.properties": "acent=#fff", "themes/dusk.properties": "accent=#abc"})
	for name, tt := range map[string]struct {
		do   func() error
		want []string
	}{
		"unknown": {func() error {
			_, err := Load(dirWith(t, map[string]string{fileName: "thme=dark"}), parse)
			return err
		}, []string{fileName, `"thme" is no setting`, "Did you mean theme?", "key.restart"}},
		"mouse": {func() error {
			_, err := Load(dirWith(t, map[string]string{fileName: "mouse=no"}), parse)
			return err
		}, []string{`mouse is "no"`, "on or off"}},
		"no properties": {func() error {
			_, err := Load(dirWith(t, map[string]string{fileName: "theme"}), parse)
			return err
		}, []string{fileName, "cannot be read: line 1"}},
		"a directory": {func() error { _, err := Load(directory, parse); return err }, []string{"no regular file"}},
		"no theme": {
			func() error { _, err := LoadTheme(own, "contrst", parse); return err },
			[]string{`no theme "contrst"`, "Did you mean contrast?", "auto, contrast, dark, light, dusk, sunset", "contrst.properties"},
		},
		"no theme, no home": {func() error { _, err := LoadTheme("", "mine", parse); return err }, []string{`no theme "mine"`, "auto, contrast"}},
		"theme's colour":    {func() error { _, err := LoadTheme(own, "sunset", parse); return err }, []string{"sunset.properties", `"acent"`, "Did you mean accent?"}},
		"theme's path": {
			func() error { _, err := LoadTheme(own, filepath.Join(own, "none.properties"), parse); return err },
			[]string{"none.properties cannot be read: there is no file \""},
		},
	} {
		err := tt.do()
		m, ok := errors.AsType[*Mistake](err)
		if !ok {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, w := range tt.want {
			if !strings.Contains(m.Text+"\n"+m.Hint, w) {
				t.Errorf("%s: %q %q lacks %q", name, m.Text, m.Hint, w)
			}
		}
	}
	for _, name := range []string{"dusk", filepath.Join(own, "themes", "dusk.properties")} {
		if c, err := LoadTheme(own, name, parse); err != nil || c.For(true).AccentHex != "#aabbcc" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range append(theme.Names(), "") {
		if _, err := LoadTheme("", name, parse); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestDir(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", "/here")
	if got := Dir(); got != filepath.Join("/here", "ktm") {
		t.Error(got)
	}
	t.Setenv("XDG_CONFIG_HOME", "relative")
	t.Setenv("HOME", "")
	if got := Dir(); got != "" && os.Getenv("AppData") == "" {
		t.Error(got)
	}
}
