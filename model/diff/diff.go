package diff

// JSON compares two JSON texts. Its errors are ErrJSON, ErrLarge and ErrDeep.
func JSON(before, after []byte) (*Node, error) {
	a, err := parse(before)
	if err != nil {
		return nil, err
	}
	b, err := parse(after)
	if err != nil {
		return nil, err
	}
	n := compare(&a, &b)
	return &n, nil
}

func compare(a, b *value) Node {
	n := Node{Name: b.name, Old: a.text, New: b.text}
	switch {
	case same(a, b):
		n.Kind = Same
	case a.open == 0 || a.open != b.open:
		n.Kind = Changed
	case a.open == '{':
		n.Kind, n.Parts = Within, objects(a, b)
	default:
		n.Kind, n.Parts = Within, arrays(a, b)
	}
	return n
}

func removed(v *value) Node { return Node{Kind: Removed, Name: v.name, Old: v.text} }
func added(v *value) Node   { return Node{Kind: Added, Name: v.name, New: v.text} }

// objects compares fields by their names.
func objects(a, b *value) (parts []Node) {
	in := fields(a)
	partner := make([]int, len(b.parts))
	kept := make([]bool, len(a.parts))
	for i := range b.parts {
		if partner[i] = in.take(nameOf(&b.parts[i])); partner[i] >= 0 {
			kept[partner[i]] = true
		}
	}
	told := 0 // of the old fields, those before are told
	for i := range b.parts {
		old := partner[i]
		if old < 0 {
			for ; told < len(a.parts) && !kept[told]; told++ {
				parts = append(parts, removed(&a.parts[told]))
			}
			parts = append(parts, added(&b.parts[i]))
			continue
		}
		for ; told < old; told++ {
			if !kept[told] {
				parts = append(parts, removed(&a.parts[told]))
			}
		}
		parts = append(parts, compare(&a.parts[old], &b.parts[i]))
		told = max(told, old+1)
	}
	for ; told < len(a.parts); told++ {
		if !kept[told] {
			parts = append(parts, removed(&a.parts[told]))
		}
	}
	return parts
}

// arrays compares items by their order. Of what lies between the same items, the
// first ones are taken for changed, the others for removed or added.
func arrays(a, b *value) (parts []Node) {
	classes := classes{known: map[uint64][]class{}}
	before, after := classes.of(a.parts), classes.of(b.parts)
	i, j := 0, 0
	gap := func(toI, toJ int) {
		for ; i < toI && j < toJ; i, j = i+1, j+1 {
			parts = append(parts, compare(&a.parts[i], &b.parts[j]))
		}
		for ; i < toI; i++ {
			parts = append(parts, removed(&a.parts[i]))
		}
		for ; j < toJ; j++ {
			parts = append(parts, added(&b.parts[j]))
		}
	}
	for _, m := range common(before, after) {
		gap(m.a, m.b)
		parts = append(parts, Node{Kind: Same, Old: a.parts[i].text, New: b.parts[j].text})
		i, j = i+1, j+1
	}
	gap(len(a.parts), len(b.parts))
	return parts
}

// classes numbers values, equal ones alike.
type classes struct {
	known map[uint64][]class
	n     int
}

type class struct {
	v  *value
	id int
}

func (c *classes) of(parts []value) []int {
	ids := make([]int, len(parts))
	for i := range parts {
		ids[i] = c.id(&parts[i])
	}
	return ids
}

func (c *classes) id(v *value) int {
	for _, k := range c.known[v.hash] {
		if same(k.v, v) {
			return k.id
		}
	}
	c.n++
	c.known[v.hash] = append(c.known[v.hash], class{v, c.n})
	return c.n
}
