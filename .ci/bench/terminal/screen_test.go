package terminal_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	kafkatest "github.com/kafkathreadmanager/ktm/.ci/kafka"

	"github.com/kafkathreadmanager/ktm/.ci/bench/terminal"
)

func draw(width, height int, written string) *terminal.Screen {
	s := terminal.NewScreen(width, height)
	_, _ = s.Write([]byte(written))
	return s
}

func TestScreen(t *testing.T) {
	for name, c := range map[string]struct{ written, want string }{
		"text":             {"ab\r\ncd", "ab\ncd\n"},
		"wraps late":       {"abcdefgh\r\nx", "abcdefgh\nx\n"},
		"wraps":            {"abcdefghi", "abcdefgh\ni\n"},
		"scrolls":          {"1\r\n2\r\n3\r\n4", "2\n3\n4"},
		"moves":            {"\x1b[2;3Hx\x1b[1;1Hy\x1b[3Cz", "y   z\n  x\n"},
		"erases":           {"abcdef\x1b[3G\x1b[2X\x1b[2;1Hzzz\x1b[1K", "ab  ef\n\n"},
		"erases the rest":  {"abc\r\ndef\x1b[2D\x1b[J", "abc\nd\n"},
		"inserts":          {"abcd\x1b[2G\x1b[2@", "a  bcd\n\n"},
		"deletes":          {"abcd\x1b[2G\x1b[2P", "ad\n\n"},
		"inserts lines":    {"1\r\n2\r\n3\x1b[2;1H\x1b[L", "1\n\n2"},
		"deletes lines":    {"1\r\n2\r\n3\x1b[2;1H\x1b[M", "1\n3\n"},
		"scrolls a region": {"1\r\n2\r\n3\x1b[1;2r\x1b[S", "2\n\n3"},
		"scrolls back":     {"1\r\n2\r\n3\x1b[H\x1bM", "\n1\n2"},
		"repeats":          {"-\x1b[3b", "----\n\n"},
		"wide":             {"世界x", "世界x\n\n"},
		"styles":           {"\x1b[1;38;2;1;2;3mab\x1b[mc", "abc\n\n"},
		"alternate screen": {"abc\x1b[?1049hx", "x\n\n"},
		"titles":           {"\x1b]2;title\ax", "x\n\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := draw(8, 3, c.written).Text(); got != c.want {
				t.Errorf("%q stands as\n%s\nwant\n%s", c.written, got, c.want)
			}
		})
	}
}

// What a frame takes is the characters that changed, a movement for each stretch
// of them, and their colours.
func TestFrames(t *testing.T) {
	s := draw(8, 3, "\x1b[?2026habcdefgh\x1b[?2026l")
	_, _ = s.Write([]byte("\x1b[?2026h\x1b[HabXXefgX\x1b[?2026l\x1b[?2026h\x1b[?2026l"))
	_, _ = s.Write([]byte("\x1b[?2026h\x1b[2;1H\x1b[1;38;2;10;20;30mab\x1b[mc\x1b[?2026l"))
	want := []terminal.Frame{{Bytes: 24, Changed: 16}, {Bytes: 27, Changed: 19}, {Bytes: 16, Changed: 0}, {Bytes: 46, Changed: 8 + 18 + 2 + 3 + 1}}
	if got := terminal.Frames(s); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("frames %v, want %v", got, want)
	}
}

// Whatever is written, tmux and we draw the same.
func TestScreenIsAsInTmux(t *testing.T) {
	kafkatest.Require(t, "tmux")
	const width, height = 40, 12
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for range 3000 {
		n, m := 1+random.IntN(14), 1+random.IntN(44)
		switch random.IntN(12) {
		case 0:
			fmt.Fprintf(&b, "\x1b[%d;%dH", n, m)
		case 1:
			fmt.Fprintf(&b, "\x1b[%d%c", n, "ABCDEFGId"[random.IntN(9)])
		case 2:
			fmt.Fprintf(&b, "\x1b[%d%c", random.IntN(3), "JK"[random.IntN(2)])
		case 3:
			fmt.Fprintf(&b, "\x1b[%d%c", 1+n/4, "LMSTXP@"[random.IntN(7)])
		case 4:
			if top := random.IntN(6); random.IntN(8) == 0 {
				fmt.Fprintf(&b, "\x1b[%d;%dr", 1+top, top+3+random.IntN(6))
			}
		case 5:
			b.WriteString([]string{"\n", "\r", "\b", "\r\n", "\x1bM", "\x1b7", "\x1b8"}[random.IntN(7)])
		default:
			for range m / 3 {
				b.WriteByte(byte('a' + random.IntN(26)))
			}
		}
	}
	written := "\x1b[r\x1b[H\x1b[J" + b.String()
	dir := t.TempDir()
	file, socket := filepath.Join(dir, "written"), filepath.Join(dir, "tmux")
	if err := os.WriteFile(file, []byte(written), 0o600); err != nil {
		t.Fatal(err)
	}
	tmux := func(args ...string) string {
		t.Helper()
		out, err := exec.Command("tmux", append([]string{"-S", socket, "-f", "/dev/null"}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	tmux("new-session", "-d", "-x", fmt.Sprint(width), "-y", fmt.Sprint(height),
		"stty raw; cat '"+file+"'; tmux -S '"+socket+"' wait-for -S drawn; exec sleep 60", ";", "set-option", "-g", "status", "off")
	t.Cleanup(func() { tmux("kill-server") })
	tmux("wait-for", "drawn")
	want := ""
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		// tmux may still be drawing what it was told of in order.
		now := strings.TrimRight(tmux("capture-pane", "-p"), "\n")
		if now == want && want != "" {
			break
		}
		want = now
	}
	if got := strings.TrimRight(draw(width, height, written).Text(), "\n"); got != want {
		t.Errorf("we draw\n%s\ntmux draws\n%s", got, want)
	}
}
