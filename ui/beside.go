package ui

import (
	"time"

	"github.com/kafkathreadmanager/ktm/ui/paint"
)

// besideGap is what stands between the table and a message at its right.
const besideGap = 1

// tableWidth is the width of the table with a message at its right: as much as it
// needs to tell messages apart.
func (a *App) tableWidth() int { return a.width * 2 / 5 }

// drawOpen draws the table and the open message, below it or at its right.
func (a *App) drawOpen(h heights, now time.Time) []string {
	rows, open := a.rows().View(now), a.detail.View()
	if !h.beside {
		return append(append(rows, make([]string, h.gap)...), open...)
	}
	return paint.Beside(rows, open, a.tableWidth()+besideGap)
}

// overDetail says that a place on the screen belongs to the open message.
func (a *App) overDetail(x, y int) bool {
	return y >= a.detailTop() && (!a.share().beside || x >= a.tableWidth())
}
