package table

// ManyTopics adds the topic column, or takes it away.
func (t *Table) ManyTopics(many bool) {
	t.columns.manyTopics = many
	t.columns.reset()
}
