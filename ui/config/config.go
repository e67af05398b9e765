// Package config reads what the user has set for every session of ktm: the
// theme, keys, what is masked. It is a properties file, as the one for the
// connection is, because ktm reads that form anyway and a person can write it:
//
//	# ~/.config/ktm/config.properties
//	theme = contrast
//	mask = email|phone
//	mouse = off
//	key.restart = R
//	key.page-down = pgdown ctrl+f
//
// A theme of the user's is a file of its own, in the directory themes beside it:
// NAME.properties, with the colours that package theme names. Both are read once,
// when the screen opens. A mistake in them is never passed over: it is a
// [Mistake], which says what is wrong where, and what there is.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/kafkathreadmanager/ktm/model/files"
	"github.com/kafkathreadmanager/ktm/model/names"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Config is what a file says; the zero value is what holds without one.
type Config struct {
	Theme   string              // a name or a path; "" = not set
	Mask    string              // a pattern of names; "" = none
	NoMouse bool                // the terminal keeps the mouse
	Keys    map[string][]string // names of keys by the name of what they do

	path  string
	lines map[string]int // of the settings in it, from 1
}

// Place says where a setting stands: the file and the line.
func (c *Config) Place(setting string) string {
	if n := c.lines[setting]; n > 0 {
		return fmt.Sprintf("%s line %d", c.path, n)
	}
	return c.path
}

// Placed says of a mistake where its setting stands, if it is one of this file.
func (c *Config) Placed(err error) error {
	m, ok := errors.AsType[*Mistake](err)
	if !ok || m.Setting == "" || c.lines[m.Setting] == 0 {
		return err
	}
	return &Mistake{Text: c.Place(m.Setting) + ": " + m.Text, Hint: m.Hint}
}

// Mistake is something wrong in a file of the user's.
type Mistake struct {
	Text string // what and where, in one line
	Hint string // what to write instead; "" for nothing

	Setting string // that is wrong, where Text does not say the place yet; "" = it does
}

// Error says what is wrong.
func (m *Mistake) Error() string { return m.Text }

// Parse reads properties; its errors say the line.
type Parse func(io.Reader) (map[string]string, error)

// Dir is where the files belong: $XDG_CONFIG_HOME/ktm, by default ~/.config/ktm,
// ~/Library/Application Support/ktm on macOS and %AppData%\ktm on Windows. It is
// "" where there is no home.
func Dir() string {
	base := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) {
		var err error
		if base, err = os.UserConfigDir(); err != nil {
			return ""
		}
	}
	return filepath.Join(base, "ktm")
}

const (
	fileName  = "config.properties"
	themesDir = "themes"
	extension = ".properties"
	keyPrefix = "key."
)

// words are the settings besides the keys.
var words = []string{"theme", "mask", "mouse"}

// Load reads the file in dir. That there is none is no mistake.
func Load(dir string, parse Parse) (Config, error) {
	c := Config{}
	if dir == "" {
		return c, nil
	}
	path := filepath.Join(dir, fileName)
	set, lines, err := read(path, parse)
	c.path, c.lines = path, lines
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return c, nil
	}
	if err != nil {
		return c, &Mistake{Text: fmt.Sprintf("%s cannot be read: %v", path, err)}
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		value := strings.TrimSpace(set[name])
		action, isKey := strings.CutPrefix(name, keyPrefix)
		switch {
		case isKey:
			if c.Keys == nil {
				c.Keys = map[string][]string{}
			}
			c.Keys[action] = strings.Fields(value)
		case name == "theme":
			c.Theme = value
		case name == "mask":
			c.Mask = value
		case name == "mouse" && (value == "on" || value == "off"):
			c.NoMouse = value == "off"
		case name == "mouse":
			return c, &Mistake{Text: fmt.Sprintf("%s: mouse is %q", c.Place(name), value), Hint: "Write on or off."}
		default:
			return c, &Mistake{Text: fmt.Sprintf("%s: %q is no setting", c.Place(name), name), Hint: didYouMean(name, words) + "There are " + strings.Join(words, ", ") + ", and key.ACTION, such as key.restart."}
		}
	}
	return c, nil
}

// LoadTheme finds a theme by its name, or by the path of its file.
func LoadTheme(dir, name string, parse Parse) (theme.Choice, error) {
	if c, ok := theme.Named(name); ok || name == "" {
		return c, nil
	}
	path := name
	if filepath.Base(name) == name && filepath.Ext(name) == "" {
		if dir == "" {
			return theme.Choice{}, noTheme(name, nil)
		}
		path = filepath.Join(dir, themesDir, name+extension)
	}
	set, _, err := read(path, parse)
	switch {
	case errors.Is(err, fs.ErrNotExist) && path != name:
		return theme.Choice{}, noTheme(name, themesIn(dir))
	case err != nil:
		return theme.Choice{}, &Mistake{Text: fmt.Sprintf("the theme %s cannot be read: %v", path, err), Setting: "theme"}
	}
	c, err := theme.Parse(set)
	if m, ok := errors.AsType[*theme.Mistake](err); ok {
		return c, &Mistake{Text: path + ": " + m.Text, Hint: m.Hint}
	}
	return c, err
}

func noTheme(name string, own []string) error {
	all := slices.Concat(theme.Names(), own)
	return &Mistake{
		Text:    fmt.Sprintf("there is no theme %q", name),
		Hint:    didYouMean(name, all) + "There are " + strings.Join(all, ", ") + ". One of your own is a file " + filepath.Join(themesDir, name+extension) + " beside " + fileName + ".",
		Setting: "theme",
	}
}

// themesIn lists the user's own themes.
func themesIn(dir string) (own []string) {
	files, err := filepath.Glob(filepath.Join(dir, themesDir, "*"+extension))
	if err != nil {
		return nil
	}
	for _, f := range files {
		own = append(own, strings.TrimSuffix(filepath.Base(f), extension))
	}
	return own
}

func didYouMean(word string, among []string) string {
	for _, c := range among {
		if len(word) > 2 && names.Edits(word, c) <= 2 {
			return "Did you mean " + c + "? "
		}
	}
	return ""
}

// read reads a regular file, and says in which line each name stands last. Its
// errors do not name it.
func read(path string, parse Parse) (set map[string]string, lines map[string]int, err error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, nil, errors.New("it is no regular file")
	}
	if err != nil {
		return nil, nil, files.Why(path, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, files.Why(path, err)
	}
	defer func() { _ = f.Close() }()
	var text bytes.Buffer
	set, err = parse(io.TeeReader(f, &text))
	return set, linesOf(text.String()), err
}

// linesOf gives the number of the last line that begins with each name. No
// setting has an escape in its name, or goes on in another line.
func linesOf(text string) map[string]int {
	lines, number := map[string]int{}, 0
	for line := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
		number++
		line = strings.TrimLeft(line, " \t\f\ufeff")
		if end := strings.IndexAny(line, "=: \t\f\n"); end > 0 {
			lines[line[:end]] = number
		}
	}
	return lines
}
