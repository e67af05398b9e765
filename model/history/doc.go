// Package history is the bounded memory of the records a session has received.
//
// # Model
//
// A History is filled by one goroutine, the manager's callback, and looked at
// by another, the screen. Neither waits for the other: the callback copies a
// record to the end, the screen takes a [Window], an unchanging view of all
// that is kept at that moment.
//
// Records lie in pages. A page is a slab of 256 KiB for the bytes of keys,
// values and headers, and up to 2,048 entries of 40 bytes without pointers for
// the rest. Nothing of a record's own memory is kept, and the garbage
// collector has nothing to scan. A page is only ever written behind what was
// written before, so a Window that knows how many records there were can read
// them while the callback writes the next ones. Looking closes no page: at a
// few records a second one page serves many windows.
//
// What a record's batch was is written once, before the bytes of the first of its
// records in a page, and the others there refer to that one.
//
// A record that does not fit into an ordinary page gets one of its own size.
//
// # Giants
//
// Of a record larger than [Options.KeepRecordBytes] only the beginning is kept,
// and [model.Record.Whole] says how large it was. The room is shared out fairly
// between its key, its value and its headers: the smallest of the three takes
// what it needs, at most a third; the next one at most half of what is left; the
// largest has the rest. So a large key cannot push out the value, nor the other
// way round. Of the headers the first ones are kept, at most [MaxHeaders], and
// the last of these may be cut. A cut does not tear a character of UTF-8.
//
// # Bounds
//
// A History keeps at most [Options.KeepRecords] records and at most
// [Options.KeepBytes] bytes of pages; the newest record is always kept. Over a
// bound it forgets its oldest records. The bound by count is exact; the bound
// by bytes forgets whole pages. Every record has a sequence number, counted
// from 0 over the session, and each one received is kept, forgotten or
// cleared: Received = Len + Forgotten + Cleared, in every Window.
//
// A page is used again when neither the history nor a window holds it. So a
// window costs memory once what it shows was pushed out: a history of KeepBytes
// takes as much again while a frozen window is held, and as much a third time
// while a flood replaces everything between one frame's window and the next.
// Every window must be released; nothing else gives its pages back.
//
// # Memory
//
// Where the platform allows, slabs are mapped outside the Go heap. They would
// be the largest part of it, and the collector lets a heap grow in proportion
// to what is alive: a kept history of 24 MiB would cost 48 MiB and more. Free
// slabs that were not needed for a while give their memory back to the system,
// but their addresses stay mapped for good and are used again. A reader that
// goes on after Release breaks its contract; it then sees other bytes, or
// zeros, but it cannot crash the program and leave the terminal in a bad state.
package history
