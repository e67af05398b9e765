package jsonscan

// Walk goes over the members of an object or the elements of an array, one a
// call of Next.
type Walk struct {
	b      []byte
	read   int // bytes gone over so far
	object bool
	state  state

	name, nameEnd int // the quoted name of a member
	escaped       bool
	value         int // where the value begins
}

type state uint8

const (
	opened state = iota // before the first
	within              // at a value
	done
)

// Members walks over the object that b begins with; over nothing where there
// is none.
func Members(b []byte) Walk { return walk(b, '{') }

// Elements walks over the array that b begins with; over nothing where there
// is none.
func Elements(b []byte) Walk { return walk(b, '[') }

func walk(b []byte, opening byte) Walk {
	i := Space(b, 0)
	if i >= len(b) || b[i] != opening {
		return Walk{state: done}
	}
	return Walk{b: b, read: i + 1, object: opening == '{'}
}

// Next goes to the next one. It is false at the end of the object or array, and
// where the text breaks off or is no JSON.
func (w *Walk) Next() bool {
	switch w.state {
	case done:
		return false
	case within:
		end := skip(w.b, w.value)
		if end < 0 {
			w.read, w.state = len(w.b), done
			return false
		}
		if w.read = Space(w.b, end); w.read >= len(w.b) || w.b[w.read] != ',' {
			w.state = done
			return false
		}
		w.read++
	}
	w.state = done
	w.read = Space(w.b, w.read)
	w.value = w.read
	if w.object && !w.named() {
		return false
	}
	if w.value >= len(w.b) || w.b[w.value] == '}' || w.b[w.value] == ']' {
		return false
	}
	w.read, w.state = w.value, within
	return true
}

// named reads the name before a value.
func (w *Walk) named() bool {
	w.name = w.read
	w.nameEnd, w.escaped = String(w.b, w.read)
	if w.nameEnd < 0 {
		return false
	}
	colon := Space(w.b, w.nameEnd)
	if colon >= len(w.b) || w.b[colon] != ':' {
		return false
	}
	w.value = Space(w.b, colon+1)
	return true
}

// Read is the number of bytes gone over so far.
func (w *Walk) Read() int { return w.read }

// Rest is the text from where the value begins, to be cut by Value where only
// that is wanted. It is there after Next was true.
func (w *Walk) Rest() []byte { return w.b[w.value:] }

// Name is the name of a member, its escapes resolved.
func (w *Walk) Name() []byte {
	name := w.b[w.name:w.nameEnd]
	if content, ok := Unquote(name); ok {
		return content
	}
	return name[1 : len(name)-1] // an escape that JSON does not have
}

// Is says that the member has this name.
func (w *Walk) Is(name string) bool {
	if w.escaped {
		return string(w.Name()) == name
	}
	return string(w.b[w.name+1:w.nameEnd-1]) == name
}
