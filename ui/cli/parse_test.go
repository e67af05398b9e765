package cli

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kafkathreadmanager/ktm/model/history"
)

func TestParsePartitions(t *testing.T) {
	for in, want := range map[string][]int32{
		"0":                     {0},
		"0,2-5":                 {0, 2, 3, 4, 5},
		"5,1,3-3, 2":            {1, 2, 3, 5},
		"1,1,0-2":               {0, 1, 2},
		"2147483647":            {math.MaxInt32},
		"2147483646-2147483647": {math.MaxInt32 - 1, math.MaxInt32},
	} {
		if got, err := parsePartitions(in); err != nil || !slices.Equal(got, want) {
			t.Errorf("parsePartitions(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"":             "empty place",
		"1,,2":         "empty place",
		"a":            "neither a number nor a range",
		"-1":           "neither a number nor a range",
		"3-":           "neither a number nor a range",
		"1-2-3":        "neither a number nor a range",
		"+1":           "neither a number nor a range",
		"5-2":          "runs backwards",
		"2147483648":   "0 to 2147483647",
		"0-2147483647": "more than 10000",
		"0-9999,10000": "more than 10000",
	} {
		if got, err := parsePartitions(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parsePartitions(%q) = %d partitions, %v; want an error with %q", in, len(got), err, want)
		}
	}
	if got, err := parsePartitions("0-9999"); err != nil || len(got) != 10_000 {
		t.Errorf("the most partitions: %d, %v", len(got), err)
	}
}

func FuzzParsePartitions(f *testing.F) {
	for _, s := range []string{"0,2-5", "5-2", "0-2147483647", "0-9999,0-9999", ",", "1-", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, err := parsePartitions(s)
		if err != nil {
			return
		}
		if len(list) == 0 || list[0] < 0 || !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
			t.Fatalf("parsePartitions(%q) = %v", s, list)
		}
	})
}

func TestParseLifetime(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"0":     0,
		"0s":    0,
		"40":    40 * time.Second,
		"0.3":   300 * time.Millisecond,
		"1e3":   1000 * time.Second,
		"40s":   40 * time.Second,
		"1h30m": 90 * time.Minute,
		"8760h": maxLifetime,
		"1e-30": 1, // never rounded to no limit
	} {
		if got, err := parseLifetime(in); err != nil || got != want {
			t.Errorf("parseLifetime(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"":                    "no duration",
		"forever":             "no duration",
		"NaN":                 "no duration",
		"40 s":                "no duration",
		"1d":                  "no duration",
		"-1":                  "outside",
		"-1s":                 "outside",
		"-0.000001":           "outside",
		"inf":                 "outside",
		"1e300":               "outside",
		"8761h":               "outside",
		"31536001":            "outside",
		"9223372036854775808": "outside",
	} {
		if got, err := parseLifetime(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parseLifetime(%q) = %v, %v; want an error with %q", in, got, err, want)
		}
	}
}

func FuzzParseLifetime(f *testing.F) {
	for _, s := range []string{"0", "40", "NaN", "-inf", "1e400", "1h", "-1ns", "1e-300"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := parseLifetime(s); err == nil && (d < 0 || d > maxLifetime) {
			t.Fatalf("parseLifetime(%q) = %v", s, d)
		}
	})
}

func TestParseSize(t *testing.T) {
	for in, want := range map[string]int64{
		"67108864": 64 << 20,
		"64M":      64 << 20,
		"64m":      64 << 20,
		"64MiB":    64 << 20,
		"64 MiB":   64 << 20,
		"64MB":     64_000_000,
		"65536k":   64 << 20,
		"65536KiB": 64 << 20,
		"3000kB":   3_000_000,
		"1G":       1 << 30,
		"1GB":      1e9,
		"3000000B": 3_000_000,
		"16GiB":    maxKeepBytes,
		"2MiB":     minKeepBytes,
	} {
		if got, err := parseMemory(in); err != nil || got != want {
			t.Errorf("parseMemory(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"":                     "no size",
		"M":                    "no size",
		"64T":                  "no size",
		"-64M":                 "no size",
		"6.4M":                 "no size",
		"0":                    "2MiB to 16GiB",
		"2MB":                  "2MiB to 16GiB",
		"17G":                  "2MiB to 16GiB",
		"9223372036854775807G": "2MiB to 16GiB",
		"9223372036854775808":  "2MiB to 16GiB",
	} {
		if got, err := parseMemory(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parseMemory(%q) = %d, %v; want an error with %q", in, got, err, want)
		}
	}
}

func TestNoMemoryIsRaisedSilently(t *testing.T) {
	if minKeepBytes < history.MinKeepBytes {
		t.Errorf("--keep-bytes takes %d, and the history makes %d of it", minKeepBytes, history.MinKeepBytes)
	}
}

func FuzzParseMemory(f *testing.F) {
	for _, s := range []string{"64MiB", "9223372036854775807G", "1e6", "ſ", "64K"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := parseMemory(s); err == nil && (n < minKeepBytes || n > maxKeepBytes) {
			t.Fatalf("parseMemory(%q) = %d", s, n)
		}
	})
}

// A list of brokers; what one may be is tested in model/names.
func TestParseBrokers(t *testing.T) {
	for in, want := range map[string]string{
		"kafka:9093":       "kafka:9093",
		"a:1,b:2 , c":      "a:1 b:2 c:9092",
		"[::1], localhost": "[::1]:9092 localhost:9092",
	} {
		if got, err := parseBrokers(in); err != nil || strings.Join(got, " ") != want {
			t.Errorf("parseBrokers(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"":                         "empty place",
		"a:1,":                     "empty place",
		"a:1,host:0":               "1 to 65535",
		"a:1,u:hunter2@host:9092":  "a user's name has no place",
		"SASL_SSL://host:9092,b:1": "leave out SASL_SSL:// and set security.protocol to SASL_SSL",
		"http://host:9092":         "leave out what is before the host",
	} {
		got, err := parseBrokers(in)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parseBrokers(%q) = %q, %v; want an error with %q", in, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error of %q shows the password: %v", in, err)
		}
	}
}

func FuzzParseBrokers(f *testing.F) {
	for _, s := range []string{"localhost:9092", "[::1]", "[:]", "]:1", "a:1,b", "::", "%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, err := parseBrokers(s)
		if err != nil {
			return
		}
		again, err := parseBrokers(strings.Join(list, ","))
		if err != nil || !slices.Equal(list, again) {
			t.Fatalf("parseBrokers(%q) = %q, and of that %q, %v", s, list, again, err)
		}
	})
}

func TestParseTopics(t *testing.T) {
	for in, want := range map[string]string{
		"orders":                 "orders",
		"orders, payments":       "orders payments",
		"A.b_c-9":                "A.b_c-9",
		"...":                    "...",
		strings.Repeat("x", 249): strings.Repeat("x", 249),
	} {
		if got, err := parseTopics(in); err != nil || strings.Join(got, " ") != want {
			t.Errorf("parseTopics(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"":                       "empty",
		"orders,":                "empty",
		".":                      "no topic's name",
		"..":                     "no topic's name",
		"a b":                    "letters, digits",
		"straße":                 "letters, digits",
		"orders*":                "letters, digits",
		"a\x1b[2J":               `"a\x1b[2J" is no topic's name`,
		strings.Repeat("x", 250): "at most 249",
	} {
		if got, err := parseTopics(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parseTopics(%q) = %q, %v; want an error with %q", in, got, err, want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"brokers", "topic", "offset", "lifetime", "json", "fps"}
	for word, want := range map[string]string{
		"borkers":  "brokers",
		"broker":   "brokers",
		"ofset":    "offset",
		"life":     "lifetime",
		"topics":   "topic",
		"jsno":     "json",
		"":         "",
		"x":        "",
		"password": "",
		"frames":   "",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q) = %q; want %q", word, got, want)
		}
	}
}
