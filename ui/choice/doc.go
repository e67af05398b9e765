// Package choice is a list to choose from, narrowed by typing.
//
// # Model
//
// A [List] holds the names of what can be chosen, in the order that its owner
// gives; what was typed, and which names match that; a cursor; and the names
// that were marked, where several can be chosen. It knows nothing else of what
// the names stand for: the owner paints each visible row and adds what it knows
// ([List.View]).
//
// What is typed need not stand together in a name: "pay1" finds
// dev.payments.v1. Matching and ranking are fzf's own, so the best match comes
// first and habits carry over; capitals count if one was typed. The cursor
// belongs to a name: new names and another order leave it where it is, once it
// was moved.
//
// Names may come from outside. They are painted through ui/paint only.
package choice
