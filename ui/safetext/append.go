package safetext

// Append writes src to dst as one line of at most width columns. It returns
// the longer slice, the columns written, and the part of src that did not fit,
// which is empty when all did.
//
// A character or an escape is never split, so the line may end before width.
// Below 10 columns an escape may not fit at all; then rest is src and a caller
// who tries again makes no progress.
func Append(dst, src []byte, width int) (out []byte, cols int, rest []byte) {
	return AppendStyled(dst, src, width, "", "")
}

// AppendStyled is Append with a style for text and another one for escapes:
// control sequences that are written where the one or the other begins. Nothing
// is written to end them; either may be in force at the end. A caller gives
// both or none, and a style must bring all of its own, not build on the other.
func AppendStyled(dst, src []byte, width int, text, esc string) (out []byte, cols int, rest []byte) {
	return AppendMarked(dst, src, width, text, esc, Marks{})
}

// AppendMarked is AppendStyled with places that stand out from the text around
// them. Escapes keep their own style there.
func AppendMarked(dst, src []byte, width int, text, esc string, m Marks) (out []byte, cols int, rest []byte) {
	s := scanner{src: src, width: width}
	dst = appendPieces(dst, &s, text, esc, m)
	return dst, s.col, s.src
}

// appendPieces writes what s gives.
func appendPieces(dst []byte, s *scanner, text, esc string, m Marks) []byte {
	style := ""
	for {
		src := s.src
		marked, most := m.next()
		s.most = most
		p, ok := s.next()
		if !ok {
			return dst
		}
		m.at(p.size)
		want := text
		switch {
		case p.kind == drop:
			continue
		case p.kind == escape:
			want = esc
		case p.kind == keep && p.cols == 0 && style != "":
			want = style // a combining mark is part of the character before it
		case marked:
			want = m.Style
		}
		if want != style {
			dst, style = append(dst, want...), want
		}
		switch p.kind {
		case escape:
			dst = appendEscape(dst, src[:p.size])
		case keep:
			dst = append(dst, src[:p.size]...)
		default:
			for range p.cols {
				dst = append(dst, ' ')
			}
		}
	}
}
