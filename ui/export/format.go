package export

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Format is the form of a file.
type Format uint8

// The formats.
const (
	NDJSON Format = iota // a JSON object a line
	JSON                 // an array of them
	CSV
)

var endings = map[string]Format{".ndjson": NDJSON, ".jsonl": NDJSON, ".json": JSON, ".csv": CSV}

// FormatOf tells the format by the ending of a file's name. Its error is a
// sentence for a reader.
func FormatOf(name string) (Format, error) {
	if f, ok := endings[strings.ToLower(filepath.Ext(name))]; ok {
		return f, nil
	}
	base := filepath.Base(name)
	if name == "" || strings.HasSuffix(name, string(filepath.Separator)) {
		return 0, fmt.Errorf("the name of the file is missing")
	}
	return 0, fmt.Errorf("the ending of %q is no format", base)
}

// Name proposes a name for the messages of topics that are exported at a time.
func Name(topics []string, at time.Time) string {
	topic := "messages"
	if len(topics) == 1 {
		topic = strings.Map(func(r rune) rune {
			if r == '.' || r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				return r
			}
			return '_'
		}, topics[0])
	}
	topic = topic[:min(len(topic), 100)]
	if strings.HasPrefix(topic, "-") || strings.HasPrefix(topic, ".") {
		topic = "_" + topic[1:]
	}
	return topic + at.Format("-20060102-150405") + ".ndjson"
}

// Free is a name like path that no file has yet.
func Free(path string) string {
	ext := filepath.Ext(path)
	stem := strings.TrimSuffix(path, ext)
	for i := 2; i < 1000; i++ {
		other := fmt.Sprintf("%s-%d%s", stem, i, ext)
		if _, err := os.Lstat(other); os.IsNotExist(err) {
			return other
		}
	}
	return path
}
