package hostile

// sequences are commands to terminals.
var sequences = []Item{
	// ESC and one or two characters.
	{"ESC reset", "a\x1bcb"},
	{"ESC line drawing", "\x1b(0lqqk\x1b(B"},
	{"ESC save, move, restore", "\x1b7\x1bM\x1bD\x1bE\x1b8"},
	{"ESC alignment test", "\x1b#8"},
	{"ESC keypad", "\x1b=\x1b>"},
	{"ESC UTF-8 off", "\x1b%@\x1b%G"},
	{"ESC twice", "\x1b\x1b[2J"},
	{"ESC at the end", "text\x1b"},
	{"shift out", "\x0eqqq\x0f"},

	// CSI.
	{"CSI clear and home", "\x1b[2J\x1b[3J\x1b[H"},
	{"CSI move and overwrite", "safe\x1b[4Devil\x1b[K\x1b[1A"},
	{"CSI leave the alternate screen", "\x1b[?1049l"},
	{"CSI modes", "\x1b[?25l\x1b[?1003h\x1b[?2004h\x1b[?7l\x1b[4h"},
	{"CSI ask for the position", "\x1b[6n\x1b[?6n"},
	{"CSI ask who it is", "\x1b[c\x1b[>c\x1b[=c"},
	{"CSI ask for the title", "\x1b[21t"},
	{"CSI resize the window", "\x1b[8;1;1t"},
	{"CSI scroll region", "\x1b[5;6r\x1b[99S\x1b[99T"},
	{"CSI colours", "\x1b[31;47mred\x1b[8mhidden\x1b[0m"},
	{"CSI repeat", "a\x1b[9999b"},
	{"CSI soft reset", "\x1b[!p"},
	{"CSI keyboard protocol", "\x1b[>31u\x1b[>4;2m"},
	{"CSI cut short", "a\x1b[38;5"},
	{"CSI of many parameters", "\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33m"},
	{"CSI raw C1", "\x9b2J\x9b31mred"},
	{"CSI as UTF-8 C1", "\u009b2J\u009b31mred"},

	// OSC, ended by BEL, by ST, by a raw C1, or not at all.
	{"OSC 0 title", "\x1b]0;owned\a"},
	{"OSC 2 title", "\x1b]2;owned\x1b\\"},
	{"OSC 4 palette", "\x1b]4;0;rgb:ff/00/00\x1b\\\x1b]4;0;?\a"},
	{"OSC 7 folder", "\x1b]7;file://evil/tmp\x1b\\"},
	{"OSC 8 link", "\x1b]8;;https://evil.example\x1b\\good.example\x1b]8;;\x1b\\"},
	{"OSC 9 notification", "\x1b]9;pay now\a\x1b]9;4;1;50\a"},
	{"OSC 10 ask for the colour", "\x1b]10;?\a\x1b]11;?\x1b\\"},
	{"OSC 52 clipboard", "\x1b]52;c;cm0gLXJmIH4=\a"},
	{"OSC 52 ask for the clipboard", "\x1b]52;c;?\x1b\\"},
	{"OSC 133 prompt", "\x1b]133;A\x1b\\\x1b]133;C\a"},
	{"OSC 777 notification", "\x1b]777;notify;a;b\a"},
	{"OSC 1337 file", "\x1b]1337;File=name=eA==;inline=1:aGk=\a"},
	{"OSC cut short", "\x1b]0;never ended"},
	{"OSC cut short by text", "\x1b]8;;https://evil.example"},
	{"OSC with a line feed", "\x1b]0;one\ntwo\a"},
	{"OSC raw C1", "\x9d0;owned\x9c"},
	{"OSC as UTF-8 C1", "\u009d0;owned\u009c"},

	// The other strings.
	{"DCS sixel", "\x1bPq#0;2;100;0;0#0~~@@vv$-\x1b\\"},
	{"DCS request", "\x1bP$qm\x1b\\\x1bP+q544e\x1b\\"},
	{"DCS through tmux", "\x1bPtmux;\x1b\x1b]52;c;aGk=\a\x1b\\"},
	{"DCS through screen", "\x1bP\x1b[2J\x1b\\"},
	{"DCS cut short", "\x1bPq#0"},
	{"DCS raw C1", "\x90q#0~\x9c"},
	{"APC graphics", "\x1b_Gf=24,s=1,v=1;AAAA\x1b\\"},
	{"APC cut short", "\x1b_Ga=d"},
	{"PM", "\x1b^private\x1b\\"},
	{"SOS", "\x1bXstart\x1b\\"},
	{"SOS cut short", "\x1bXall that follows"},
	{"APC, PM, SOS raw C1", "\x9fG\x9c\x9ep\x9c\x98s\x9c"},

	// Deceits that need no ESC.
	{"CR overwrites", "the truth\rnothing  "},
	{"BS overwrites", "yes\b\b\bno "},
	{"CR LF", "one\r\ntwo\r\nthree"},
	{"line feed draws a row", "value\n12:00:00.000    0      9,999  forged  row"},
	{"tab", "a\tb\t\tc"},
	{"form feed and vertical tab", "a\fb\vc"},
}

// Splits gives texts that become one only where two fields meet. The slice is
// the caller's.
func Splits() []Split {
	return []Split{
		{"ESC apart from its bracket", "\x1b", "[2J"},
		{"CSI apart from its end", "\x1b[3", "1mred"},
		{"OSC apart from its text", "\x1b]52;c;", "aGk=\a"},
		{"OSC apart from its end", "\x1b]0;own", "ed\x1b\\"},
		{"ST in two halves", "\x1b]0;owned\x1b", "\\after"},
		{"DCS apart from its end", "\x1bP", "q#0~\x1b\\"},
		{"C1 in two bytes", "\xc2", "\x9b2J"},
		{"character in two bytes", "\xe6\x97", "\xa5"},
		{"mark apart from its letter", "e", "\u0301\u0302"},
		{"joiner apart from its emoji", "👩\u200d", "👩"},
		{"flag in two halves", "🇩", "🇪"},
		{"override apart from its text", "\u202e", "abc"},
		{"CR apart from LF", "one\r", "\ntwo"},
	}
}
