package ui

import (
	"bytes"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestFollowingAKeyShowsItAloneAndEscReturns(t *testing.T) {
	d := filteredDriver(t).press("g", "j", "j", "j", "j", "j")
	before, selected := d.body(), d.selected()
	d.press("K").searched().sees("key:=user-5", "28 of 200 match", "matched 28").seesNot("user-4")
	if d.selected() != selected {
		t.Errorf("the cursor was on %q and is on %q", selected, d.selected())
	}
	d.record(func(r *model.Record) { r.Key = []byte("user-55") })
	d.record(func(r *model.Record) { r.Key = []byte("user-5") }).frame().sees("29 of 202 match").seesNot("user-55")
	d.press("esc").seesNot("key:=").sees("shown 202")
	if d.selected() != selected {
		t.Errorf("back, the cursor is on %q, want %q; before:\n%s", d.selected(), selected, before)
	}
}

func TestFollowingGoesBackToTheFilterBefore(t *testing.T) {
	d := filteredDriver(t).press("/").types("Lyon").press("enter").searched().press("g")
	d.press("K").searched().sees("key:=user-3", "esc goes back")
	d.press("esc").searched().sees("/ Lyon", "esc shows all").press("esc").sees("shown 200")
	// The key that follows also ends it.
	d.press("K").searched().sees("key:=").press("K").sees("shown 200").seesNot("key:=")
}

func TestTheFilterOfAFollowedKeyCanBeEdited(t *testing.T) {
	d := filteredDriver(t).press("g", "K").searched().press("/").sees("/ key:=user-0")
	d.types(" Lyon").press("enter").searched().sees("key:=user-0 Lyon", "esc shows all")
	d.press("esc").sees("shown 200")
}

func TestKeysOfAnyBytesAreFollowed(t *testing.T) {
	d := newDriver(t, 120, 36)
	for _, key := range [][]byte{nil, {}, {0, 0, 0, 42}, []byte("a b"), []byte("a\x1b[2Jb\xff")} {
		d.record(func(r *model.Record) { r.Key = key }).record(func(r *model.Record) { r.Key = append(bytes.Clone(key), '!') })
	}
	d.frame(d.status(model.Running)).press("g")
	for range 5 {
		d.press("K").searched().sees("1 of 10 match").press("esc", "j", "j")
	}
}

func TestAFollowedKeyKeepsFollowingTheNewest(t *testing.T) {
	d := filteredDriver(t).press("K").searched().sees("29 of 200 match")
	d.records(70).frame()
	if !d.app.rows().Following() {
		t.Error("the newest is not followed any more")
	}
}

func TestTheKeyOfTheOpenMessageIsFollowed(t *testing.T) {
	d := filteredDriver(t).press("g", "j", "enter").sees("orders/1@10,001")
	d.press("K").searched().sees("key:=user-1", "29 of 200 match").seesNot("orders/1@10,001")
}

func TestKeysThatCannotBeFollowedSayWhy(t *testing.T) {
	d := newDriver(t, 120, 36).press("K").sees("no message is selected")
	d.record(func(r *model.Record) { r.Key = bytes.Repeat([]byte("k"), 5000) }).frame().press("K").sees("too long for a filter")
	d.record(func(r *model.Record) { r.Key = bytes.Repeat([]byte("k"), 2<<20) }).frame().press("K").sees("only the beginning of this key is kept")
}
