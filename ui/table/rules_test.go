package table

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The rows must be what a plain list of records and rules in their order is,
// and a row keeps its number when what stands before it is forgotten.
func TestRowsAreThePlainList(t *testing.T) {
	const records = 60
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var r rules
		var afters []int64
		for range rnd.IntN(12) {
			after := rnd.Int64N(records + 1)
			row := r.add(Rule{After: after})
			afters = append(afters, after)
			slices.Sort(afters)
			if rule, _, ok := r.at(row); !ok || rule.After != after {
				t.Fatalf("add(%d) gave row %d, which is not it", after, row)
			}
		}
		type row struct {
			rule bool
			at   int64
		}
		var want []row
		for seq := int64(0); seq <= records; seq++ {
			for _, a := range afters {
				if a == seq {
					want = append(want, row{true, a})
				}
			}
			if seq < records {
				want = append(want, row{false, seq})
			}
		}
		forgotten := rnd.Int64N(records)
		first := forgotten + r.before(forgotten)
		r.forget(forgotten)
		for n := first; n < int64(len(want)); n++ {
			rule, seq, isRule := r.at(n)
			got := row{isRule, seq}
			if isRule {
				got.at = rule.After
			}
			if got != want[n] {
				t.Fatalf("rules after %v, %d forgotten: row %d is %+v, want %+v", afters, forgotten, n, got, want[n])
			}
		}
	}
}

func TestRulesAreBounded(t *testing.T) {
	var r rules
	for i := range int64(3 * maxRules) {
		r.add(Rule{After: i})
	}
	if len(r.list) != maxRules {
		t.Errorf("%d rules are kept, want %d", len(r.list), maxRules)
	}
	if got := r.row(0); got != 2*maxRules+2*maxRules {
		t.Errorf("the oldest kept rule has row %d, want %d", got, 4*maxRules)
	}
}
