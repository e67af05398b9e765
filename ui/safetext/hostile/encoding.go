package hostile

// encoding is bytes that are not UTF-8.
var encoding = []Item{
	{"not UTF-8", "a\xff\xfe\xc3(b"},
	{"UTF-16 with a mark", "\xff\xfeh\x00i\x00"},
	{"torn at the end", "日\xe6\x97"},
	{"torn in the middle", "a\xf0\x9f\x98b"},
	{"continuation alone", "a\x80\xbfb"},
	{"overlong ESC", "\xc0\x9b[2J"},
	{"overlong ESC of three", "\xe0\x80\x9b[2J"},
	{"overlong NUL and slash", "\xc0\x80\xc0\xaf\xf0\x80\x80\xaf"},
	{"surrogates", "\xed\xa0\x80\xed\xb0\x80"},
	{"beyond Unicode", "\xf4\x90\x80\x80\xf8\x88\x80\x80\x80"},
	{"Latin-1", "Gr\xfc\xdfe"},
	{"Avro, as it comes", "\x00\x00\x00\x00\x2a\x0aAlice\x02\xc8\x01"},
	{"bytes that hold 0x9b", "ś ě ƛ ț כ"},
}

// carriers are documents that bring hostile text.
var carriers = []Item{
	{"JSON with raw ESC", "{\"a\":\"\x1b[31m\",\"\x1b]0;x\a\":1}"},
	{"JSON with escaped ESC", `{"a":"\u001b[2J\u009b31m\u202e\u0000"}`},
	{"JSON with raw C1", "{\"a\":\"\u009b2J\",\"b\":[\"\u202e\u2028\"]}"},
	{"JSON with marks", "{\"\u0301\":\"\u0301\u0301\u0301\u0301\",\"e\":\"\u200d\"}"},
	{"JSON that is not UTF-8", "{\"a\":\"\xff\x9b2J\"}"},
	{"JSON cut short", "{\"a\":[[[[[{\"b\":\"\\"},
	{"JSON of many levels", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"},
	{"log line with colours", "\x1b[1;31mERROR\x1b[0m db\x1b[K: \x1b[4mfailed\x1b[24m\r\n\tat x.y(z.go:1)\r\n"},
	{"format verbs", "%s%n%x%!d(MISSING)${PATH}`id`$(id)"},
	{"spaces at both ends", "   a   "},
	{"backslashes", `\x1b[2J \n \u202e \`},
	{"quotes", "\"'`\\\"<script>&amp;"},
	{"spreadsheet formula", "=cmd|' /C calc'!A0"},
	{"path", "../../../../etc/passwd\x00.json"},
}
