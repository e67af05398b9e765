package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kafkathreadmanager/ktm/model/decoded"
)

// reread shows anew what the same bytes may be now: a schema has come, or a
// format was set. The table looks by itself.
func (a *App) reread() tea.Cmd {
	if v := a.session.Reader.Version(); v != a.readAt {
		a.readAt = v
		if a.detail != nil {
			a.detail.Reread()
		}
	}
	return a.retry()
}

// retryAfter is how long what the filter could not judge waits at most for the
// next look: it may have been put aside just when its schema came.
const retryAfter = time.Second

// retry has the filter look again at what it could not judge, once the schema
// registry has answered something.
func (a *App) retry() tea.Cmd {
	f, now, settled := &a.filter, a.now(), a.session.Reader.Settled()
	if f.busy || !f.current() || f.found.Undecided == 0 || settled == f.settled && now.Sub(f.retried) < retryAfter {
		return nil
	}
	f.retried, f.settled, f.busy = now, settled, true
	s, again := a.session.Sieve, decoded.NewFilter(f.is, a.session.Reader, nil)
	return guarded(func() tea.Msg { s.Retry(again); return filteredMsg{} })
}
