package state

// What is remembered of a topic.
const (
	KeyFormat   Item[string]   = "key-format"   // as -k takes it
	ValueFormat Item[string]   = "value-format" // as -d takes it
	Columns     Item[[]string] = "columns"
)

// What is remembered for all of them.
const (
	TimeFormat Item[string] = "time-format"

	Filters   History = "filter-history"
	Positions History = "position-history"

	SavedFilters Named = "saved-filters"
)
