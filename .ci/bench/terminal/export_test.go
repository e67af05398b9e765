package terminal

// Frames gives a screen's complete frames.
func Frames(s *Screen) []Frame { return s.frames.done }
