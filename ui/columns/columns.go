// Package columns is what stands side by side in a table of messages: which parts
// of a message, in which order and how wide, and the painting of one row.
//
// # Model
//
// A list of [Column] says what is wanted. A [Sheet] has it drawn: it is shown the
// rows that are on the screen ([Sheet.Measure]), settles how wide each column is,
// and paints their names and the rows. Widths grow with what is seen, a few cells
// at a time, and shrink only on [Sheet.Reset]: a column that follows every row up
// and down makes the whole table tremble. The value takes what the others leave.
// Where too little is left for it, the offset goes first, then the partition, then
// the last ones that were chosen; the head says how many.
//
// Fields of JSON are read for the rows on the screen only. That costs what is read
// of their values up to the field; a frame reads [frameWork] bytes at most, and
// cells that come too late for it show an ellipsis until the next one. What took
// much to find is remembered while its row is on the screen.
package columns

import (
	"strconv"
	"strings"

	"github.com/kafkathreadmanager/ktm/model/field"
)

// Column is a part of a message in a column of its own.
type Column struct {
	Field  field.Field
	Width  int // in cells; 0 = as wide as what is in it
	Hidden bool
}

// Bounds of a list, and of a width.
const (
	MaxColumns = 64
	MinWidth   = 3
	MaxWidth   = 200
)

// Default is what is shown while nothing else was asked for.
func Default(manyTopics bool) []Column {
	kinds := []field.Kind{field.Time, field.Topic, field.Partition, field.Offset, field.Key, field.Value}
	var list []Column
	for _, k := range kinds {
		list = append(list, Column{Field: field.Of(k), Hidden: k == field.Topic && !manyTopics})
	}
	return list
}

// own are the columns of Kafka's own topics, whose keys tell what a message is of.
var own = map[string]string{
	"__consumer_offsets":  "time,-topic,partition,offset,key.group,key.topic,key.partition,-key,value",
	"__transaction_state": "time,-topic,partition,offset,key.transactionalId,.transactionStatus,-key,value",
}

// For is what is shown of topics while nothing else was asked for.
func For(topics []string) []Column {
	if len(topics) == 1 && own[topics[0]] != "" {
		if list, err := Parse(own[topics[0]]); err == nil {
			return list
		}
	}
	return Default(len(topics) > 1)
}

// Forms says what may be typed for a list.
const Forms = "Type names with commas between them, as in time,partition,key,.total,header:trace,value; " +
	"they are " + field.Forms + ". A width goes behind =, as in .city=12."

// Parse reads a list: names with commas between them, each as field.Parse reads it,
// with =N behind it for a width in cells, and - before it where it is hidden. The
// error is a *field.Mistake.
func Parse(text string) ([]Column, error) {
	var list []Column
	for _, part := range split(text) {
		c, err := parseColumn(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		for _, other := range list {
			if other.Field == c.Field {
				return nil, &field.Mistake{Text: "the column " + c.Field.String() + " comes twice", Hint: "leave one out"}
			}
		}
		list = append(list, c)
	}
	if len(list) > MaxColumns {
		return nil, &field.Mistake{Text: "these are too many columns", Hint: "there may be 64"}
	}
	return list, nil
}

func parseColumn(s string) (Column, error) {
	var c Column
	s, c.Hidden = strings.CutPrefix(s, "-")
	if i := strings.LastIndexByte(s, '='); i >= 0 && !strings.ContainsAny(s[i:], `"]`) {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil || n < MinWidth || n > MaxWidth {
			return Column{}, &field.Mistake{Text: strconv.Quote(s[i+1:]) + " is no width of a column", Hint: "write .city=12, from 3 to 200"}
		}
		s, c.Width = s[:i], n
	}
	f, err := field.Parse(s)
	c.Field = f
	return c, err
}

// split cuts at commas, but not between quotes.
func split(text string) []string {
	var parts []string
	begin, quote := 0, byte(0)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'':
			quote = c
		case c == ',':
			parts = append(parts, text[begin:i])
			begin = i + 1
		}
	}
	return append(parts, text[begin:])
}

// Format writes a list as Parse reads it.
func Format(list []Column) string {
	var b strings.Builder
	for i, c := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		if c.Hidden {
			b.WriteByte('-')
		}
		b.WriteString(c.Field.String())
		if c.Width > 0 {
			b.WriteString("=" + strconv.Itoa(c.Width))
		}
	}
	return b.String()
}
