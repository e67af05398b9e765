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
	s := scanner{src: src, width: width}
	dst = appendPieces(dst, &s, text, esc)
	return dst, s.col, s.src
}

// appendPieces writes what s gives.
func appendPieces(dst []byte, s *scanner, text, esc string) []byte {
	const (
		none = iota
		inText
		inEscape
	)
	style := none
	for {
		src := s.src
		p, ok := s.next()
		if !ok {
			return dst
		}
		if p.kind == drop {
			continue
		}
		if p.kind == escape {
			if style != inEscape {
				dst, style = append(dst, esc...), inEscape
			}
			dst = appendEscape(dst, src[:p.size])
			continue
		}
		if style != inText {
			dst, style = append(dst, text...), inText
		}
		if p.kind == keep {
			dst = append(dst, src[:p.size]...)
			continue
		}
		for range p.cols {
			dst = append(dst, ' ')
		}
	}
}
