package table

import "sort"

// maxRules bounds what is remembered between records: far more than anyone
// sets by hand, and a flapping topic cannot fill the memory with gaps.
const maxRules = 1000

// rules are the lines between records, in order. dropped counts those that were
// forgotten: rows keep their numbers.
type rules struct {
	list    []Rule
	dropped int64
}

// row is the number of the i-th rule in the list.
func (r *rules) row(i int) int64 { return r.list[i].After + r.dropped + int64(i) }

// upTo counts the rules of the session that stand before record seq.
func (r *rules) upTo(seq int64) int64 {
	return r.dropped + int64(sort.Search(len(r.list), func(i int) bool { return r.list[i].After > seq }))
}

// before counts the rules that are forgotten together with the records before seq.
func (r *rules) before(seq int64) int64 {
	return r.dropped + int64(sort.Search(len(r.list), func(i int) bool { return r.list[i].After >= seq }))
}

// at tells what a row is: a rule, or the record with that sequence number.
func (r *rules) at(row int64) (rule Rule, seq int64, isRule bool) {
	i := sort.Search(len(r.list), func(i int) bool { return r.row(i) >= row })
	if i < len(r.list) && r.row(i) == row {
		return r.list[i], 0, true
	}
	return Rule{}, row - r.dropped - int64(i), false
}

// add inserts a rule behind those of the same place and gives its row.
func (r *rules) add(rule Rule) int64 {
	i := sort.Search(len(r.list), func(i int) bool { return r.list[i].After > rule.After })
	r.list = append(r.list, Rule{})
	copy(r.list[i+1:], r.list[i:])
	r.list[i] = rule
	row := r.row(i)
	if len(r.list) > maxRules {
		r.drop(1)
	}
	return row
}

// forget drops the rules that stand before record seq is reached.
func (r *rules) forget(seq int64) {
	r.drop(sort.Search(len(r.list), func(i int) bool { return r.list[i].After >= seq }))
}

func (r *rules) drop(n int) {
	r.list = append(r.list[:0], r.list[n:]...)
	r.dropped += int64(n)
}
