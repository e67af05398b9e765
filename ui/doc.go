// Package ui is the screen: one Bubble Tea program that watches a thread
// manager.
//
// # How it flows
//
// Records go one way: broker → consumer → manager → callback → history → (once
// a frame) recordsMsg → App.Update → View. The callback appends to the history
// and never waits for the screen; a command asks the feed for what came and
// returns it as one tea.Msg a frame, which carries every record and every
// status change and fault since the last.
//
// Keys go the other way: key press → App (an open overlay first, then the
// global bindings, then the table) → a command that calls the [Controller] off
// the program's loop → manager → status through the feed → Update. The screen
// says "stopping" because the manager said so, never because a key was pressed.
//
// Frames go to the terminal through ui/screen, which writes what differs from what
// stands there, no faster than the terminal draws. Bubble Tea keeps what else
// there is to a terminal, and believes that all is blank: see ui/program.
//
// A filter goes a third way: what is typed in the prompt is parsed in Update and
// told to the sieve by a command; what matches comes back with the frames, into a
// table of its own (see ui/matches). Runs, markers and gaps are told in the stream
// only.
//
// # What stands over what
//
// The header, the errors and the footer always stay. Between them are the rows, or
// a pane in their place: a list to choose from, the latest message of each key. One
// pane is open at a time. Below the rows, or instead of them, is the open message;
// a pane hides it, and it is there again when the pane is closed. At the bottom is
// the prompt with one question: a filter, a position, a name. A menu takes the next
// key only. The help takes all between header and footer. A key goes to what stands in front:
// see press.
//
// # Lifetimes
//
// Rows are read from windows of the history, which App holds and releases: newest,
// frozen, and those of the filter. Whatever outlives the next message (an open
// message, what is copied, a preview) keeps a copy; a command that reads a window
// has a share of its own. What commands bring may come long after what asked for it
// is gone: it says what it belongs to, and is dropped where that is not there.
//
// On a stage (see [Session.Looks]) all that may name a broker goes through stage,
// and what is masked never leaves the reader of keys and values.
//
// # Rules
//
// There is one tea.Model, App. The panes are plain structs with methods; they
// do no I/O, start no goroutines and are touched by the program's loop only.
// Commands never touch state. The package does not know the manager or Kafka:
// it states the interface it needs and main hands it something that fits.
// Whatever comes from outside is painted through ui/paint, which sends it
// through ui/safetext.
package ui
