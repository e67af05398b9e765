package account

import (
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

// MaxFaults is how many distinct faults a Faults keeps. Texts can quote a
// broker, so a hostile one must not be able to fill the memory with them.
const MaxFaults = 200

// Folded is one distinct fault and how often it happened. The embedded fault
// is the latest occurrence; its own Count and Time are superseded by the
// outer fields.
type Folded struct {
	model.Fault
	Count       int // occurrences, at least 1
	First, Last time.Time
}

// Faults is a list of distinct faults in the order they first happened. The
// zero value is an empty list. It is not safe for concurrent use.
type Faults struct {
	list  []Folded
	index map[string]int
	rest  int
}

// Add counts f with its like, or appends it when it is new. It gives the number
// for [Faults.At], or -1 where the list is full and f is not in it.
func (fs *Faults) Add(f *model.Fault) int {
	n := max(1, f.Count)
	key := f.Key()
	if i, ok := fs.index[key]; ok {
		old := &fs.list[i]
		old.Fault = *f
		old.Count += n
		old.Last = f.Time
		return i
	}
	if len(fs.list) == MaxFaults {
		fs.rest += n
		return -1
	}
	if fs.index == nil {
		fs.index = make(map[string]int)
	}
	fs.index[key] = len(fs.list)
	fs.list = append(fs.list, Folded{Fault: *f, Count: n, First: f.Time, Last: f.Time})
	return len(fs.list) - 1
}

// Len is the number of distinct faults kept.
func (fs *Faults) Len() int { return len(fs.list) }

// At is the fault number i, from 0. It is valid until the next Add.
func (fs *Faults) At(i int) *Folded { return &fs.list[i] }

// Rest counts the occurrences of faults that came when the list was full and
// are not in it.
func (fs *Faults) Rest() int { return fs.rest }
