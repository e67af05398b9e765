package consumer

import (
	"bytes"
	"runtime"
	"strconv"
)

// goroutineID gives the number of the calling goroutine, from 1.
//
// Stop must know whether it is called from inside the callback, which it
// cannot wait for, and the callback has no parameter that could tell. Go hides
// the number but for the first line of a stack, "goroutine 7 [running]:". If
// that ever changes the number is 0, and a Stop from inside the callback
// returns ErrStillRunning after 2 s.
func goroutineID() uint64 {
	var buf [64]byte
	line := buf[:runtime.Stack(buf[:], false)]
	_, rest, _ := bytes.Cut(line, []byte(" "))
	number, _, _ := bytes.Cut(rest, []byte(" "))
	id, err := strconv.ParseUint(string(number), 10, 64)
	if err != nil {
		return 0
	}
	return id
}
