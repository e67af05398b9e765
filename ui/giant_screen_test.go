//go:build unix

package ui_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// A giant's end, read again from its broker.
func TestTerminalLoadsAGiant(t *testing.T) {
	t.Parallel()
	at := model.TopicPartition{Topic: hostileTopic}
	value := append(bytes.Repeat([]byte("a giant's value "), 6<<16), "and its end"...)
	address := hostileBroker(t, []model.Record{{
		TopicPartition: at, Value: value, Timestamp: time.Now().UnixMilli(), Headers: []model.Header{{Key: []byte("h")}},
	}})
	term := shell(t, 100, 30)
	term.starts("", fmt.Sprintf("-b %s -o start --lifetime 0 %s", address, hostileTopic))
	term.until("the giant", func(s string) bool { return received(s) == 1 })
	term.press("Enter")
	term.waits(`1 MiB of 6.0 MiB  L loads it all`)
	term.press("L")
	term.waits(`text 6.0 MiB`)
	term.press("G")
	term.waits(`and its end`)
	term.press("q", "q")
	term.leaves(0)
}
