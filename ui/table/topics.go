package table

// ManyTopics shows the topic column, or hides it.
func (t *Table) ManyTopics(many bool) {
	t.sheet.ManyTopics(many)
	t.settle()
}
