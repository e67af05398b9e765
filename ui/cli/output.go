package cli

import (
	"errors"
	"os"
)

// CheckOutput refuses an output that shows nothing, which would not be noticed,
// one that would show what is to be hidden, and one for which nobody can choose a topic.
// A session with a report is of use without one.
func CheckOutput(o Options, onScreen bool) error {
	switch {
	case onScreen && os.Getenv("TERM") == "dumb":
		return &UsageError{
			Text: "the screen cannot be drawn on this terminal: TERM is dumb",
			Hint: "Set TERM to what the terminal is, or have the messages as lines: -J",
		}
	case !onScreen && o.Mask != "":
		return &UsageError{
			Text: "--mask is for the screen: messages are written as JSON lines with all that is in them",
			Hint: "Leave it out, or take fields away with jq: ktm ... | jq 'del(.headers)'",
		}
	case !onScreen && !o.List && len(o.Topics) == 0 && o.Demo == "":
		return errNoTopic
	case !onScreen && o.Report == "" && Closed(os.Stdout):
		return errors.New("standard output is closed: there is nowhere to write messages to")
	}
	return nil
}
