// Package listing writes the topics of a cluster to standard output, for --list.
//
// There is one line a topic: of a table, for people, or of JSON with plain figures,
// for programs. What the cluster does not tell is blank in the table and null in
// JSON; the names are those of [model.Topic] and [model.TopicFigures].
package listing

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/names"
	"github.com/kafkathreadmanager/ktm/ui/safetext"
)

// Source tells what topics there are.
type Source interface {
	// Topics lists the topics that may be seen, sorted by name.
	Topics() ([]model.Topic, error)
	// Figures says what is in some of them.
	Figures(names []string) (map[string]model.TopicFigures, error)
}

// Write lists the named topics, or all where none is named, as a table or as JSON
// lines. A topic that is not there is an error, a *model.Fault, behind the lines of
// those that are.
func Write(w io.Writer, from Source, named []string, asJSON bool) error {
	topics, err := from.Topics()
	if err != nil {
		return once(err)
	}
	topics, missing := choose(topics, named)
	wanted := make([]string, len(topics))
	for i, t := range topics {
		wanted[i] = t.Name
	}
	var figures map[string]model.TopicFigures
	if len(wanted) > 0 {
		if figures, err = from.Figures(wanted); err != nil {
			return once(err)
		}
	}
	out := bufio.NewWriter(w)
	if asJSON {
		writeJSON(out, topics, figures)
	} else if len(topics) > 0 {
		writeTable(out, topics, figures)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("the output cannot be written: %w", err)
	}
	if missing != nil {
		return missing
	}
	return nil
}

// once gives an error without what hints promise of a consumer, which tries again,
// and without the words of the system below its own.
func once(err error) error {
	f, ok := errors.AsType[*model.Fault](err)
	if !ok {
		return err
	}
	told := *f
	told.Err = nil
	told.Hint, _, _ = strings.Cut(f.Hint, " ktm tries again")
	return &told
}

// choose gives the topics that are named, or all where none is, and a fault for
// the first name that is none of theirs.
func choose(topics []model.Topic, named []string) (chosen []model.Topic, missing *model.Fault) {
	if len(named) == 0 {
		return topics, nil
	}
	there, all := map[string]model.Topic{}, make([]string, len(topics))
	for i, t := range topics {
		there[t.Name], all[i] = t, t.Name
	}
	for _, name := range named {
		if t, ok := there[name]; ok {
			chosen = append(chosen, t)
		} else if missing == nil {
			missing = model.NewFault(model.FaultTopic, "there is no topic "+name, nil)
			missing.Hint = "Or you may not see it (DESCRIBE). ktm --list without a topic lists all that you may see."
			if near := names.NearestTopic(name, all); near != "" {
				missing.Hint = "Did you mean " + near + "? " + missing.Hint
			}
		}
	}
	return chosen, missing
}

// line is a topic in JSON.
type line struct {
	Topic      string  `json:"topic"`
	Partitions int     `json:"partitions"`
	Replicas   *int64  `json:"replicas"`
	Internal   bool    `json:"internal"`
	Messages   *int64  `json:"messages"` // at most, where it is compacted
	Bytes      *int64  `json:"bytes"`
	Cleanup    *string `json:"cleanup"`
	Unread     int     `json:"partitions_without_figures,omitempty"`
}

func writeJSON(w io.Writer, topics []model.Topic, figures map[string]model.TopicFigures) {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, t := range topics {
		f := figuresOf(t, figures)
		l := line{
			Topic: t.Name, Partitions: t.Partitions, Internal: t.Internal,
			Messages: known(f.Messages), Bytes: known(f.Bytes), Unread: f.Missing,
		}
		if t.Replicas > 0 {
			l.Replicas = known(int64(t.Replicas))
		}
		if f.Policy != "" {
			l.Cleanup = &f.Policy
		}
		_ = out.Encode(l) // a bufio.Writer keeps its error for Flush
	}
}

func known(n int64) *int64 {
	if n < 0 {
		return nil
	}
	return &n
}

// figuresOf are those of a topic; nothing is known of one that has none.
func figuresOf(t model.Topic, figures map[string]model.TopicFigures) model.TopicFigures {
	if f, ok := figures[t.Name]; ok {
		return f
	}
	return model.TopicFigures{Messages: -1, Written: -1, Bytes: -1}
}

// writeTable pads columns to the widest of their cells; names begin at the left,
// numbers end at the right.
func writeTable(w io.Writer, topics []model.Topic, figures map[string]model.TopicFigures) {
	rows := [][]string{{"topic", "partitions", "messages", "bytes", "cleanup"}}
	for _, t := range topics {
		f := figuresOf(t, figures)
		rows = append(rows, []string{
			safetext.String(t.Name), format.Count(int64(t.Partitions)), messages(f), text(f.Bytes, format.Bytes), safetext.String(f.Policy),
		})
	}
	widest := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widest[i] = max(widest[i], safetext.Width(cell))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for i, cell := range r {
			pad := strings.Repeat(" ", widest[i]-safetext.Width(cell))
			switch i {
			case 0:
				b.WriteString(cell + pad)
			case len(r) - 1:
				b.WriteString("  " + cell)
			default:
				b.WriteString("  " + pad + cell)
			}
		}
		_, _ = fmt.Fprintln(w, strings.TrimRight(b.String(), " ")) // as above
	}
}

// messages writes an upper bound as such, and a figure of which partitions are
// missing with a plus.
func messages(f model.TopicFigures) string {
	n := text(f.Messages, format.Count)
	switch {
	case n == "":
	case f.Missing > 0:
		n += "+"
	case f.Compacted():
		n = "<=" + n
	}
	return n
}

func text(n int64, as func(int64) string) string {
	if n < 0 {
		return ""
	}
	return as(n)
}
