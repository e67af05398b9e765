package detail

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kafkathreadmanager/ktm/model"
	"github.com/kafkathreadmanager/ktm/model/decoded"
	"github.com/kafkathreadmanager/ktm/ui/theme"
)

func TestTheBatchIsToldWhereItIsKnown(t *testing.T) {
	for want, b := range map[string]model.Batch{
		"":                                    {},
		"1 message  not compressed 96 B":      {Records: 1, Size: 96, Unpacked: 96},
		"12 messages  not compressed 3.1 KiB": {Records: 12, Size: 3170, Unpacked: 3170},
		"12 messages  lz4 3.1 KiB → 1.2 KiB  39 %":             {Records: 12, Size: 1240, Unpacked: 3170, Compression: model.Lz4},
		"1 message  gzip 90 B → 113 B  126 %":                  {Records: 1, Size: 113, Unpacked: 90, Compression: model.Gzip},
		"1,000,000 messages  zstd 128 MiB → 12 KiB  under 1 %": {Records: 1_000_000, Size: 12 << 10, Unpacked: 128 << 20, Compression: model.Zstd},
	} {
		got := ""
		for _, l := range lines(open(model.Record{Value: []byte("v"), Batch: b}, 80, 20)) {
			if rest, ok := strings.CutPrefix(l, "   batch"); ok {
				got = strings.TrimSpace(rest)
			}
		}
		if got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}

func TestTheBatchInASCII(t *testing.T) {
	p := New(theme.New(true), &theme.ASCII, decoded.New(), true)
	p.SetSize(80, 20)
	p.Show(&model.Record{Batch: model.Batch{Records: 2, Size: 100, Unpacked: 200, Compression: model.Snappy}})
	await(p)
	if view := ansi.Strip(strings.Join(p.View(), "\n")); !strings.Contains(view, "2 messages  snappy 200 B -> 100 B  50 %") {
		t.Error(view)
	}
}
