package columns

import (
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model"
)

func TestDaysOtherThanTodayAreSaid(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.Local)
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{now.Add(-time.Hour), "11:00:00.000"},
		{now.AddDate(0, 0, -1), "11-22 12:00:00"},
		{now.AddDate(-1, 0, 0), "2025-11-23 12:00"},
	} {
		main, rest := LocalTime.text(&model.Record{Timestamp: tt.at.UnixMilli()}, now)
		if main+rest != tt.want {
			t.Errorf("%v: %q, want %q", tt.at, main+rest, tt.want)
		}
	}
	if main, _ := LocalTime.text(&model.Record{Timestamp: -1}, now); main != "-" {
		t.Errorf("no timestamp is shown as %q", main)
	}
}
