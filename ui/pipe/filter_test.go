package pipe

import (
	"slices"
	"testing"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/query"
)

func TestWhatAFilterRemarks(t *testing.T) {
	for text, want := range map[string]struct {
		matches int64
		remarks []string
	}{
		"paid":               {matches: 1},
		"value.totl > 1":     {remarks: []string{"the filter matched nothing: no message has a field totl; did you mean value.total?"}},
		"1 / value.zero > 0": {remarks: []string{"the filter could not judge 2 messages, which it left out"}},
		"value.total > 5":    {matches: 2},
	} {
		is, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		f, n := NewFilter(t.Context(), is, decoded.New()), int64(0)
		for _, value := range []string{`{"status":"paid","total":9,"zero":0}`, `{"status":"new","total":8,"zero":0}`} {
			if f.Match(&model.Record{Value: []byte(value)}) {
				n++
			}
		}
		if got := f.Remarks(n); n != want.matches || !slices.Equal(got, want.remarks) {
			t.Errorf("%s: %d match, %q; want %d, %q", text, n, got, want.matches, want.remarks)
		}
	}
}
