package ui

import (
	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/table"
)

// placed is where the current run reads instead of where it was asked to.
type placed struct {
	partitions int    // that begin elsewhere
	begins     int64  // the last one of them
	missing    string // the topic that was found missing, or without what was asked for; "" = none
}

// place notes that a partition begins elsewhere, or that there is nothing of a
// topic to read, and draws a rule for the first; the header counts the others.
func (a *App) place(f *model.Fault, after int64) {
	switch {
	case f.Kind == model.FaultTopic:
		a.placed.missing = f.Topic
	case f.Kind == model.FaultNotice && f.Moved:
		a.placed.partitions++
		a.placed.begins = f.To
		if a.placed.partitions == 1 {
			a.table.AddRule(table.Rule{After: after, Kind: table.RunRule, Text: a.stage.hush(f.Text + ": reading begins at " + format.Count(f.To))})
		}
	}
}

// startText is where the session begins, as it was asked for, and where it does
// begin if that is elsewhere.
func (a *App) startText() string {
	text := a.session.Start.String()
	switch p := a.placed; {
	case p.partitions == 1:
		text += ", begins at " + format.Count(p.begins)
	case p.partitions > 1:
		text += ", " + format.Count(int64(p.partitions)) + " partitions begin elsewhere"
	}
	return text
}

// waiting is the topic that is waited for while nothing can be read; "" for none.
func (a *App) waiting() string {
	if len(a.status.Positions) > 0 {
		return ""
	}
	return a.placed.missing
}
