package history

import "testing"

// counted makes a history that keeps about five pages and says how many slabs
// it has asked for.
func counted(t *testing.T) (h *History, slabs *int) {
	t.Helper()
	h = newHistory(t, Options{KeepBytes: int64(5 * pageMemory)}, false)
	slabs = new(int)
	h.pool.newSlab = func() slab {
		*slabs++
		return newSlab()
	}
	return h, slabs
}

// flood appends enough to push out everything that was kept.
func flood(h *History) {
	r := of100()
	for range 6 * pageEntries {
		h.Append(r)
	}
}

// The screen holds the last frame's window while the history is replaced many
// times over. Pages go back and forth, none is made or cooled.
func TestFloodUsesTwiceTheBound(t *testing.T) {
	h, slabs := counted(t)
	var frame *Window
	for range 2*coolAfter + 2 {
		flood(h)
		w := h.Window()
		frame.Release()
		frame = w
		if n := len(h.pool.cold); n > 0 {
			t.Fatalf("%d pages were cooled in a flood that needs them all", n)
		}
	}
	frame.Release()
	if *slabs > 2*5+1 {
		t.Errorf("%d pages were made for 5 kept and 5 in a window", *slabs)
	}
}

// A window held for long costs its own pages and no more; once it is released
// their memory goes back, and their addresses serve again.
func TestFrozenWindow(t *testing.T) {
	h, slabs := counted(t)
	flood(h)
	frozen := h.Window()
	for range 10 {
		flood(h)
	}
	if *slabs > 2*5+1 {
		t.Errorf("%d pages were made for 5 kept and 5 frozen", *slabs)
	}
	made := *slabs
	frozen.Release()
	frozen.Release()
	(*Window)(nil).Release()

	for range 2 * coolAfter { // a quiet topic
		h.Append(of100())
		h.Window().Release()
	}
	if len(h.pool.warm) > sparePages || len(h.pool.cold) == 0 {
		t.Errorf("%d pages stay warm and %d are cold after a while", len(h.pool.warm), len(h.pool.cold))
	}
	if n := len(h.pages) + len(h.pool.warm) + len(h.pool.cold); n != made {
		t.Errorf("%d pages are known of %d that were made", n, made)
	}

	frozen = h.Window()
	flood(h)
	frozen.Release()
	if *slabs != made {
		t.Errorf("%d more pages were made while there were cold ones", *slabs-made)
	}
}

func TestClearGivesPagesBack(t *testing.T) {
	h, slabs := counted(t)
	flood(h)
	made := *slabs
	h.Clear()
	if len(h.pages) != 1 {
		t.Errorf("%d pages are held after Clear, want the open one", len(h.pages))
	}
	flood(h)
	if *slabs != made {
		t.Errorf("%d more pages were made after Clear", *slabs-made)
	}
}
