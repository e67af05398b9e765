package program

import (
	"bytes"
	"os"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/ui/screen"
)

// escapeTimeout is how long more may be on its way after a byte that is the key
// escape as well as the beginning of most other keys. tmux waits for 10 ms.
const escapeTimeout = 25 * time.Millisecond

// answersTimeout is how long keys are waited for after answers only. Bubble Tea
// takes 50 ms without any input for the end of a key that it knows no end of,
// such as alt+[; a Read that gives nothing would begin them anew.
const answersTimeout = 60 * time.Millisecond

// escapeKey is the key escape as terminals with the Kitty keyboard protocol send
// it: no other key begins so.
const escapeKey = "\x1b[27u"

// keyboard is the terminal as Bubble Tea's input. It takes out the answers to the
// screen's questions, see [screen.Screen]. Bubble Tea waits for 50 ms without any
// input before it takes a single escape for the key; while the screen changes,
// answers come more often than that, and neither escape nor a key after it would
// ever arrive. So a single escape is told apart here: it is one when an answer or
// nothing comes after it.
type keyboard struct {
	*os.File
	answered func()                           // called for every answer
	ready    func(timeout time.Duration) bool // there is something to read
	pasting  bool                             // the end of a paste is to come; it begins with an escape, too
	tail     []byte                           // the last bytes that were read
}

// leastRoom is how many bytes a Read asks for at least. A single escape takes more
// bytes than it came as.
const leastRoom = 64

// Read waits for keys. It may give nothing when only answers came.
func (k *keyboard) Read(p []byte) (int, error) {
	if len(p) < leastRoom {
		return k.File.Read(p)
	}
	room := len(p) - 2*len(escapeKey)
	alone := false // an escape at the end, with nothing after it
	n, err := k.File.Read(p[:room])
	for end := time.Now().Add(answersTimeout); err == nil; {
		var answers int
		n, answers = sift(p[:n])
		for range answers {
			k.answered()
		}
		left := time.Until(end)
		open := n > 0 && p[n-1] == '\x1b'
		if open {
			left = escapeTimeout
		}
		if n > 0 && !open || n >= room {
			break // of a whole buffer more may come at once
		}
		if !k.ready(max(0, left)) {
			alone = open
			break
		}
		var more int
		more, err = k.File.Read(p[n:room])
		n += more
	}
	k.follow(p[:n])
	if alone && !k.pasting {
		n += copy(p[n-1:], escapeKey) - 1
	}
	if n > 0 {
		return n, nil // an error comes again
	}
	return 0, err
}

// sift takes answers out of what was read, and makes an escape before one the key.
// What is left stands at the beginning of b.
func sift(b []byte) (n, answers int) {
	in := bytes.Clone(b)
	out := b[:0]
	for len(in) > 0 {
		if rest, ok := bytes.CutPrefix(in, []byte(screen.Answer)); ok {
			answers++
			in = rest
			continue
		}
		alone := in[0] == '\x1b' && (bytes.HasPrefix(in[1:], []byte(screen.Answer)) ||
			len(in) > 1 && len(bytes.Trim(in, "\x1b")) == 0) // pressed more than once
		if alone && len(out)+len(escapeKey)+len(in) <= cap(b) {
			out = append(out, escapeKey...)
		} else {
			out = append(out, in[0])
		}
		in = in[1:]
	}
	return len(out), answers
}

// follow notes whether a paste goes on after what was read; its end may come in
// parts.
func (k *keyboard) follow(b []byte) {
	seen := append(k.tail, b...)
	begin, end := bytes.LastIndex(seen, []byte(ansi.BracketedPasteStart)), bytes.LastIndex(seen, []byte(ansi.BracketedPasteEnd))
	k.pasting = begin > end || k.pasting && end < 0
	k.tail = bytes.Clone(seen[max(0, len(seen)-len(ansi.BracketedPasteEnd)+1):])
}
