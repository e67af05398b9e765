package screen

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"github.com/kafkathreadmanager/ktm/.ci/bench/terminal"
)

const enter, leave = "\x1b[?1049h", "\x1b[?1049l"

// answering is a terminal that draws at once and answers every question.
type answering struct {
	*terminal.Screen
	to *Screen
}

func (a *answering) Write(p []byte) (int, error) {
	n, err := a.Screen.Write(p)
	for range strings.Count(string(p), question) {
		go a.to.Answered()
	}
	return n, err
}

// looks is what a terminal shows that gets a frame from the beginning.
func looks(width, height int, frame string) []string {
	fresh := terminal.NewScreen(width, height)
	for y, line := range strings.Split(frame, "\n") {
		fmt.Fprintf(fresh, "\x1b[%dH\x1b[m%s", y+1, line)
	}
	return rowsOf(fresh)
}

func rowsOf(s *terminal.Screen) (rows []string) {
	for y := range s.Height() {
		rows = append(rows, s.Looks(y))
	}
	return rows
}

// randomLine is a line as the panes make them: spans of text in colours, blanks
// between.
func randomLine(r *rand.Rand, width int) string {
	words := []string{"a", `{"id":`, "12:00:01", "    ", " ", "─────────────────", "äöü", "日本", "e\u0301", "☃", "              ", "xxxxxxxxxx"}
	styles := []string{"\x1b[m", "\x1b[0;1;38;2;1;2;3m", "\x1b[38;5;9m", "\x1b[7m", "\x1b[0;4;31m", "\x1b[0;38;2;9;9;9;48;2;5;5;5m", "\x1b[22;39m"}
	var b strings.Builder
	for cols := 0; r.IntN(12) > 0; {
		if cols += 17; cols > width {
			break
		}
		b.WriteString(styles[r.IntN(len(styles))])
		b.WriteString(words[r.IntN(len(words))])
	}
	b.WriteString("\x1b[0m")
	return b.String()
}

// Whatever frames come, and in whatever portions they are painted: in the end
// the terminal shows the last one.
func TestTheLastFrameIsShown(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		const width, height = 60, 14
		term := terminal.NewScreen(width, height)
		s := New(io.Discard)
		s.SetSize(width, height)
		s.on = true
		s.SetProfile(colorprofile.TrueColor)
		lines := make([]string, height)
		now := time.Now()
		for step := range 60 {
			switch r.IntN(4) {
			case 0: // rows move up, as in a table that follows
				n, top := 1+r.IntN(4), r.IntN(3)
				copy(lines[top:height-2], lines[top+n:height-2])
				for i := height - 2 - n; i < height-2; i++ {
					lines[i] = randomLine(r, width)
				}
			case 1: // and down
				n := 1 + r.IntN(4)
				copy(lines[2+n:], lines[2:])
				for i := 2; i < 2+n; i++ {
					lines[i] = randomLine(r, width)
				}
			case 2:
				lines[r.IntN(height)] = randomLine(r, width)
			default:
				at := r.IntN(height)
				lines[at] = strings.Replace(lines[at], "a", "bb", 1)
			}
			frame := strings.Join(lines, "\n")
			s.Show(frame, r.IntN(3) == 0)
			for range r.IntN(3) { // it may be replaced before it is painted
				now = now.Add(time.Second)
				p := &s.pen
				p.start(width)
				s.update(p, 1+r.IntN(200))
				p.finish()
				_, _ = term.Write(p.out)
			}
			if step%7 > 0 {
				continue
			}
			p := &s.pen
			p.start(width)
			s.update(p, endless)
			p.finish()
			_, _ = term.Write(p.out)
			for y, want := range looks(width, height, frame) {
				if got := term.Looks(y); got != want {
					t.Fatalf("seed %d, step %d, row %d is\n%q\nwanted\n%q", seed, step, y, term.Row(y), lines[y])
				}
			}
		}
	}
}

func frameOf(text string, n int) string {
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf("%s %d", text, i))
	}
	return strings.Join(lines, "\n")
}

// opened is a screen on a terminal of the test.
func opened(t *testing.T, width, height int) (*Screen, *answering) {
	t.Helper()
	term := &answering{Screen: terminal.NewScreen(width, height)}
	s := New(term)
	term.to = s
	go s.Run()
	t.Cleanup(func() { s.Close() })
	s.SetSize(width, height)
	return s, term
}

func TestOnlyTheAlternateScreenIsPainted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, term := opened(t, 20, 4)
		s.Show(frameOf("one", 4), false)
		synctest.Wait()
		if text := strings.TrimSpace(term.Text()); text != "" {
			t.Errorf("before it began: %q", text)
		}
		_, _ = s.Pass([]byte(enter))
		synctest.Wait()
		if term.Row(3) != "one 3" {
			t.Errorf("it shows %q", term.Text())
		}
		_, _ = s.Pass([]byte(leave))
		s.Show(frameOf("two", 4), true)
		<-s.Settled() // nobody waits for what is not painted
		synctest.Wait()
		if strings.Contains(term.Text(), "two") {
			t.Errorf("after its end: %q", term.Text())
		}
		s.Close()
	})
}

// Bubble Tea erases the screen when it comes back from a stop, and for ctrl+l.
func TestAnErasedScreenIsPaintedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, term := opened(t, 20, 4)
		_, _ = s.Pass([]byte(enter))
		s.Show(frameOf("one", 4), false)
		synctest.Wait()
		_, _ = s.Pass([]byte("\x1b[H\x1b[2J"))
		time.Sleep(leastGap)
		synctest.Wait()
		if term.Row(0) != "one 0" || term.Row(3) != "one 3" {
			t.Errorf("it shows %q", term.Text())
		}
		s.Close()
	})
}

// stuck is a terminal that takes nothing until it is let go.
type stuck struct{ free chan struct{} }

func (s stuck) Write(p []byte) (int, error) {
	<-s.free
	return len(p), nil
}

// A terminal that takes nothing holds up whoever makes frames of news, and
// nobody else.
func TestATerminalThatTakesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := stuck{make(chan struct{})}
		s := New(out)
		s.on = true
		go s.Run()
		s.SetSize(20, 4)
		s.Show(frameOf("one", 4), false)
		synctest.Wait()
		s.Show(frameOf("two", 4), true) // does not wait
		settled := false
		go func() {
			<-s.Settled()
			settled = true
		}()
		time.Sleep(time.Minute)
		synctest.Wait()
		if settled {
			t.Error("it was settled before the terminal took anything")
		}
		close(out.free)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !settled {
			t.Error("it is not settled when all is painted")
		}
		s.Close()
	})
}

// Whoever leaves waits for an answer that is under way, and not for ever.
func TestTheLastAnswerIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(io.Discard) // it does not answer by itself
		s.on = true
		go s.Run()
		s.SetSize(20, 4)
		s.Show(frameOf("one", 4), false)
		synctest.Wait()
		if !s.Close() {
			t.Fatal("no answer is waited for")
		}
		go func() {
			time.Sleep(50 * time.Millisecond)
			for s.Close() { // one at the beginning, one at the end
				s.Answered()
			}
		}()
		began := time.Now()
		s.Rest(time.Second)
		if took := time.Since(began); took != 50*time.Millisecond {
			t.Errorf("it was waited %v", took)
		}
		if s.Close() {
			t.Error("it is still waited for after it came")
		}
	})
}

func TestAnAnswerThatDoesNotCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(io.Discard)
		s.on = true
		go s.Run()
		s.SetSize(20, 4)
		s.Show(frameOf("one", 4), false)
		synctest.Wait()
		s.Close()
		began := time.Now()
		s.Rest(time.Second)
		if took := time.Since(began); took != time.Second {
			t.Errorf("it was waited %v", took)
		}
		if s.Close() {
			t.Error("it is still waited for")
		}
	})
}

// What stood in a row goes where a wide character does not fit at its end.
func TestAWideCharacterThatDoesNotFit(t *testing.T) {
	r, want := newRow(5), newRow(5)
	r.read("abcdX", &palette{})
	r.read("abcd日", &palette{})
	want.read("abcd", &palette{})
	if !r.equals(&want) {
		t.Errorf("the row is %v", r.cells)
	}
}

// A frame has nothing but text and styles for the terminal.
func TestNothingElseGetsThrough(t *testing.T) {
	for _, line := range []string{"\x1b[2Ja", "a\x1b[?1049l", "\x1b]0;x\aa", "\ra\n", "a\x1bc", "\u009ba", "a\x9b", "a\x1b[6n", "a\x1b[", "a\x1b", "\x1b[>4ma", "a\x00\x7f"} {
		r := newRow(8)
		r.read(line, &palette{})
		p := pen{}
		p.start(8)
		old := newRow(8)
		p.update(0, &old, &r)
		p.finish()
		for _, bad := range []string{"2J", "1049", "\x1b]", "\x1bc", "6n", "\u009b", "\x9b", ">4", "\x00", "\x7f", "\a", "\n"} {
			if strings.Contains(string(p.out), bad) {
				t.Errorf("%q is written as %q", line, p.out)
			}
		}
	}
}

// all is a terminal that keeps what is written to it.
type all struct {
	*terminal.Screen
	text strings.Builder
}

func (a *all) Write(p []byte) (int, error) {
	a.text.Write(p)
	return a.Screen.Write(p)
}

// The first frame does not wait for Bubble Tea, and is not erased by it when it
// begins the screen that is there.
func TestTheScreenIsEnteredOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := &all{Screen: terminal.NewScreen(20, 4)}
		s := New(term)
		go s.Run()
		s.SetSize(20, 4)
		s.Enter()
		s.Show(frameOf("one", 4), false)
		time.Sleep(leastGap)
		synctest.Wait()
		if term.Row(3) != "one 3" {
			t.Errorf("it shows %q", term.Text())
		}
		_, _ = s.Pass([]byte("\x1b[?2004h" + enter + "\x1b[H\x1b[2J"))
		s.Enter()
		if n := strings.Count(term.text.String(), enter); n != 1 {
			t.Errorf("it is entered %d times", n)
		}
		if !strings.Contains(term.text.String(), "\x1b[?2004h") {
			t.Error("modes do not get through")
		}
		if term.Row(3) != "one 3" {
			t.Errorf("then it shows %q", term.Text())
		}
		s.Close()
		s.Leave()
		s.Leave()
		if n := strings.Count(term.text.String(), leave); n != 1 {
			t.Errorf("it is left %d times", n)
		}
		s.Enter()
		if n := strings.Count(term.text.String(), enter); n != 1 {
			t.Error("it is entered after its end")
		}
	})
}

// holding is a terminal that takes nothing until it is let go.
type holding struct{ taken, release chan struct{} }

func (h holding) Write(p []byte) (int, error) {
	h.taken <- struct{}{}
	<-h.release
	return len(p), nil
}

// Sizes come on the program's loop, which must not wait for the terminal: not
// where the first one begins the screen, and not while something is written.
func TestASizeWaitsForNoWrite(t *testing.T) {
	h := holding{make(chan struct{}, 9), make(chan struct{})}
	s := New(h)
	go s.Run()
	defer s.Close()
	defer close(h.release)
	for _, width := range []int{20, 30} {
		sized := make(chan struct{})
		go func() {
			s.SetSize(width, 5)
			s.Enter()
			close(sized)
		}()
		select {
		case <-sized:
		case <-time.After(10 * time.Second):
			t.Fatalf("a width of %d waits for the terminal", width)
		}
		if width == 20 {
			<-h.taken // the beginning is being written
		}
	}
}
