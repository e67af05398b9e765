package ui

// reread shows the open message anew where its bytes may be something else than
// when it was opened: a schema has come, or a format was set. The table looks
// by itself.
func (a *App) reread() {
	if v := a.session.Reader.Version(); v != a.readAt {
		a.readAt = v
		if a.detail != nil {
			a.detail.Reread()
		}
	}
}
