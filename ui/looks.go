package ui

import (
	"github.com/kafkathreadmanager/ktm/ui/config"
	"github.com/kafkathreadmanager/ktm/ui/keys"
	"github.com/kafkathreadmanager/ktm/ui/mask"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

// Looks is how the screen looks and listens, as the user wants it. The zero value
// is the usual.
type Looks struct {
	Theme   theme.Choice
	Keys    map[string][]string // names of keys by actions; others keep theirs
	NoMouse bool                // the mouse is the terminal's
	Present bool                // for a stage: see [Session.Looks]
	Mask    *mask.Mask          // of fields; nil = none
}

// LoadLooks reads the files in dir, "" for none, and lays what is asked for over
// what they say; "" asks for nothing. Its error is a *config.Mistake.
func LoadLooks(dir string, parse config.Parse, themeName, pattern string) (Looks, error) {
	c, err := config.Load(dir, parse)
	if err != nil {
		return Looks{}, err
	}
	if themeName != "" {
		c.Theme = themeName
	}
	if pattern != "" {
		c.Mask = pattern
	}
	l := Looks{Keys: c.Keys, NoMouse: c.NoMouse}
	if l.Theme, err = config.LoadTheme(dir, c.Theme, parse); err != nil {
		if themeName != "" {
			return Looks{}, err // of the command line
		}
		return Looks{}, c.Placed(err)
	}
	if c.Mask != "" {
		if l.Mask, err = mask.New(c.Mask); err != nil {
			wrong := &config.Mistake{Text: err.Error(), Hint: "Write names of JSON fields and headers, as a regular expression: email|phone"}
			if pattern == "" {
				wrong.Setting = "mask"
			}
			return Looks{}, c.Placed(wrong)
		}
	}
	k := keys.New(false)
	return l, c.Placed(k.Remap(l.Keys, false))
}
