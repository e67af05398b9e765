// Package clip makes the texts that a reader takes along from a message: its
// key, its value, the whole of it as JSON, and a command that reads it again.
//
// # What is copied
//
// Text is copied as the bytes that it is. What is decoded for the screen (Avro,
// numbers …) is copied as what it was read as. What is no text to whoever pastes
// it comes in hex, and the name of the copy says so: that is also what holds control
// characters, since a terminal that gets them pasted may obey them. A field of which only the beginning is here is not copied at all.
//
// # How much
//
// The text reaches the clipboard in one sequence of the terminal (OSC 52).
// Many terminals take no more than 100,000 bytes of one, which are [Most] bytes
// of text in base64; what is larger is refused rather than cut or lost.
package clip
