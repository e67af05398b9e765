// Package diff says what became of a value: which fields of a JSON text were
// added, removed and changed, or which lines of any other text.
//
// # Model
//
// [JSON] compares two texts and gives a [Node] for each part of them that is the
// same, was added, removed or changed, or has such parts within. The order of an
// object's fields does not count, the order of an array's items does; an item in
// the middle that was taken out leaves the others the same. Numbers are compared by
// their digits, so that 1.0 is not 1 and no digit is lost; strings by what they
// say. A name that comes twice in an object is two fields.
//
// [Lines] does the same for lines of text.
//
// # Bounds
//
// Texts are foreign. What is larger than [MaxSize] or nested deeper than
// [MaxDepth] is not compared, and arrays in which too much changed are compared
// item by item, in their order. Nothing of the texts is copied.
package diff

// Kind is what became of a part.
type Kind uint8

// The kinds.
const (
	Same Kind = iota
	Added
	Removed
	Changed
	Within // an object or array that has other parts now
)

// Node is a part of the old text, of the new one, or of both. The bytes belong to
// the texts.
type Node struct {
	Kind Kind
	Name []byte // of a field, with its quotes; nil for an item and for the whole
	Old  []byte // nil where it was added
	New  []byte // nil where it was removed

	// Parts are those within, in the order of the new text, what was removed where
	// it was.
	Parts []Node
}

// Equal says that nothing was added, removed or changed.
func (n *Node) Equal() bool { return n.Kind == Same }

// Count adds up what was added, removed and changed.
func (n *Node) Count() (added, removed, changed int) {
	switch n.Kind {
	case Added:
		added++
	case Removed:
		removed++
	case Changed:
		changed++
	}
	for i := range n.Parts {
		a, r, c := n.Parts[i].Count()
		added, removed, changed = added+a, removed+r, changed+c
	}
	return added, removed, changed
}

// Bounds of what is compared: the size of a text in bytes, and the number of
// objects and arrays that a value may be in.
const (
	MaxSize  = 4 << 20
	MaxDepth = 200
)
