package ui

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/files"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/ui/export"
	"github.com/kafkathreadmanager/ktm/ui/latest"
	"github.com/kafkathreadmanager/ktm/ui/paint"
	"github.com/kafkathreadmanager/ktm/ui/prompt"
)

// maxPath is how long the name of a file is at most.
const maxPath = 4096

// exporter writes messages to files, one file at a time. What is written is a
// view of the memory that is held until the end, so the stream goes on.
type exporter struct {
	question *question
	choices  []exportable // of what is written
	chosen   int

	job  *export.Job // under way; nil = none
	give context.CancelFunc
	// writing is closed at its end; for the end of the program, which may be on
	// another goroutine.
	writing atomic.Pointer[underway]
}

// underway is an export that somebody may wait for.
type underway struct {
	begun chan struct{} // closed when it begins
	ended chan struct{}
	give  context.CancelFunc
}

// exportable is what may be written.
type exportable struct {
	name string
	fill func(j *export.Job)
}

// exportedMsg is the end of an export.
type exportedMsg struct {
	job *export.Job
	res export.Result
	err error
	// free is a name to write to instead, where a file is there already.
	free string
}

// exportTickMsg moves the percent.
type exportTickMsg struct{}

// exportTick is how often it moves.
const exportTick = 100 * time.Millisecond

// askExport makes the question for the file.
func (a *App) askExport() *question {
	e := &a.exporter
	return &question{
		prompt:   prompt.New(a.theme, a.glyphs, "export", maxPath),
		examples: []string{".ndjson", ".json", ".csv"},
		keys:     []key.Binding{named(a.keys.Keep, "write"), a.keys.Undo, a.keys.What},
		press: func(msg tea.KeyPressMsg) bool {
			if !key.Matches(msg, a.keys.What) {
				return false
			}
			e.choose((e.chosen + 1) % len(e.choices))
			return true
		},
		take: func(text string) (tea.Cmd, *prompt.Mistake) {
			f, err := export.FormatOf(text)
			if err != nil {
				return nil, &prompt.Mistake{Pos: len(text), Text: err.Error(), Hint: "It ends in .ndjson, .json or .csv."}
			}
			j := &export.Job{Path: files.AtHome(text), Format: f, Reader: a.session.Reader}
			e.choices[e.chosen].fill(j)
			return a.export(j), nil
		},
	}
}

// named is a key that does something else here.
func named(b key.Binding, desc string) key.Binding {
	b.SetHelp(b.Help().Key, desc)
	return b
}

// choose sets what is written.
func (e *exporter) choose(i int) {
	e.chosen = i
	e.question.prompt.SetSign("export " + e.choices[i].name + " to")
}

// openExport asks where to write what there is: the most likely choice first.
func (a *App) openExport() {
	e := &a.exporter
	if e.job != nil {
		a.say("an export is under way; esc gives it up")
		return
	}
	e.choices = a.exports()
	if len(e.choices) == 0 {
		a.say("there are no messages to export")
		return
	}
	e.choose(0)
	a.ask(e.question, export.Name(a.session.Topics, a.now()))
}

// exports is what there is to write.
func (a *App) exports() (all []exportable) {
	r, selected := a.message() // as it is now: the cursor moves on with the stream
	one := exportable{name: "this message", fill: func(j *export.Job) { j.Record = &r }}
	if a.opens() {
		all = append(all, one)
	}
	if w := a.matches.Window(); w != nil && a.matches.Table() != nil && w.Len() > 0 {
		all = append(all, exportable{name: "matches", fill: func(j *export.Job) {
			if w := a.matches.Window(); w != nil {
				j.Window = w.Share()
			}
		}})
	}
	if w := a.window(); w != nil && w.Len() > 0 {
		fill := func(j *export.Job) {
			j.Window = a.window().Share()
			j.Markers = append(j.Markers, a.marks.list...)
		}
		all = append(all, exportable{name: "all", fill: fill})
		if n := len(a.marks.list); n > 0 && a.marks.list[n-1].After >= w.First() {
			all = append(all, exportable{name: "since marker", fill: func(j *export.Job) {
				fill(j)
				j.From = a.marks.list[len(a.marks.list)-1].After
			}})
		}
	}
	if selected && !a.opens() {
		all = append(all, one)
	}
	return all
}

// message is the open message, or the selected one, to be kept.
func (a *App) message() (r model.Record, ok bool) {
	if p, is := a.pane.(*latest.Pane); is {
		return p.Selected()
	}
	if a.detail != nil {
		return *a.detail.Record(), true // it never changes
	}
	if _, ok = a.rows().Selected(&r); ok {
		r = r.Clone() // rows move on
	}
	return r, ok
}

// export writes a file off the program's loop.
func (a *App) export(j *export.Job) tea.Cmd {
	e := &a.exporter
	if j.Record == nil && j.Window == nil {
		a.say("there is nothing to export any more")
		return nil
	}
	ctx, give := context.WithCancel(a.load.ctx)
	u := &underway{begun: make(chan struct{}), ended: make(chan struct{}), give: give}
	e.job, e.give = j, give
	e.writing.Store(u)
	return tea.Batch(guarded(func() tea.Msg {
		defer close(u.ended)
		close(u.begun)
		msg := exportedMsg{job: j}
		msg.res, msg.err = j.Run(ctx)
		if open, ok := errors.AsType[*export.OpenError](msg.err); ok && open.Exists {
			msg.free = export.Free(j.Path)
		}
		return msg
	}), a.tickExport())
}

func (a *App) tickExport() tea.Cmd {
	return guarded(tea.Tick(exportTick, func(time.Time) tea.Msg { return exportTickMsg{} }))
}

// exporting draws the percent while there is an export.
func (a *App) exporting() tea.Cmd {
	if a.exporter.job == nil {
		return nil
	}
	return a.tickExport()
}

// exported tells how an export ended. Where the file could not be made, the
// question is asked again.
func (a *App) exported(msg exportedMsg) {
	e := &a.exporter
	e.give()
	e.job = nil
	open, unmade := errors.AsType[*export.OpenError](msg.err)
	switch {
	case msg.err == nil:
		a.sayFor(6*time.Second, "exported "+msg.res.String()+" to "+msg.job.Path)
	case errors.Is(msg.err, context.Canceled):
		a.say("the export is given up; nothing is kept of it")
	case unmade && a.asked == nil:
		text, hint := msg.job.Path, ""
		if open.Exists && msg.free != msg.job.Path {
			text, hint = msg.free, "This name is free."
		}
		if hint == "" {
			hint = "Write the path of a new file in a folder that you may write to, such as ~/" + filepath.Base(text) + "."
		}
		a.ask(e.question, text)
		e.question.prompt.Wrong(&prompt.Mistake{Pos: len(text), Text: open.Error(), Hint: hint})
	default:
		f := model.NewFault(model.FaultConfig, msg.err.Error(), nil)
		f.Hint = "The messages are still here: e exports them elsewhere."
		a.faults.Add(f)
	}
}

// drawExport tells how far the export is.
func (a *App) drawExport(l *paint.Line) {
	j := a.exporter.job
	l.Text(a.theme.Accent, "   exporting ").Text(a.theme.Bold, format.Count(j.Percent())+" %")
	l.Text(a.theme.Dim, "  to ").Foreign(a.theme.Dim, []byte(filepath.Base(j.Path)), l.Room()-20)
	l.Text(a.theme.AccentBold, "   "+a.keys.Back.Help().Key).Text(a.theme.Dim, " gives it up")
}

// The program does not end in the middle of an export: it may take so long, then
// it is given up and removed.
const (
	exportPatience = 3 * time.Second
	removePatience = time.Second
)

// finish waits for the export that is under way. It may be called when the
// program's loop has ended, or hangs.
func (e *exporter) finish() {
	u := e.writing.Load()
	if u == nil {
		return
	}
	select {
	case <-u.begun:
	default:
		return
	}
	select {
	case <-u.ended:
		return
	case <-time.After(exportPatience):
	}
	u.give()
	select {
	case <-u.ended:
	case <-time.After(removePatience):
	}
}
