package pipe

import (
	"context"
	"sync/atomic"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decode"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/model/doubt"
	"github.com/kafkathreadmanager/ktm/model/format"
	"github.com/kafkathreadmanager/ktm/model/query"
)

// Filter says which messages are written, and at the end what it could not say.
type Filter struct {
	is       *query.Filter
	filter   *decoded.Filter
	unmet    *doubt.Sample // of what it did not match
	unjudged atomic.Int64  // messages that it failed on
}

// NewFilter makes a filter of messages as reader reads them. A message waits for its
// schemas as it does for being written, and until ctx ends.
func NewFilter(ctx context.Context, is *query.Filter, reader *decoded.Reader) *Filter {
	await := func(r *model.Record, part decoded.Part) decode.Result {
		return reader.Await(ctx, r, part, SchemaPatience)
	}
	return &Filter{is: is, filter: decoded.NewFilter(is, reader, await), unmet: doubt.NewSample(reader)}
}

// Match says whether a message is to be written; one that cannot be judged is not.
// It is called by one goroutine.
func (f *Filter) Match(r *model.Record) bool {
	matched := f.filter.Match(r)
	if !matched {
		f.unmet.Add(r)
	}
	if f.filter.Undecided() {
		f.filter.GiveUp()
	}
	n, _ := f.filter.Failures()
	f.unjudged.Store(n)
	return matched
}

// Remarks is what a reader should know of a filter that so many messages were
// written by, a sentence each. They may hold foreign text. It is called when Match
// is not any more.
func (f *Filter) Remarks(written int64) (remarks []string) {
	if written == 0 {
		if text := f.unmet.Doubt(f.is); text != "" {
			remarks = append(remarks, "the filter matched nothing: "+text)
		}
	}
	if n := f.unjudged.Load(); n > 0 {
		remarks = append(remarks, "the filter could not judge "+format.Plural(n, "message")+", which it left out")
	}
	return remarks
}
