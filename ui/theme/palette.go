package theme

// palette is the colours of a theme, as "rrggbb".
type palette struct {
	accent, ink, dim, faint, ok, warn, bad, sel, null, badge, number, match, matchSel string
	keys                                                                              []string
}

// Contrast of the usual palettes against the usual dark background (#16161e): ink 11:1, dim 6:1,
// faint 3:1; against white the light palette reaches the same. Those of high
// contrast reach 7:1 with all that is read, on the selection too; what is bright
// stays apart by its hue and by its word.
var (
	darkPalette = palette{
		accent: "7aa2f7", ink: "c8d0e8", dim: "8b96b8", faint: "606b92", ok: "73d0a0", warn: "e6b450", bad: "f2777a",
		sel: "252b40", null: "b48ead", badge: "10131c", number: "d7c07a", match: "4a3f1c", matchSel: "5c4d1f",
		keys: []string{"8fbcdb", "a8c77f", "d8a070", "c39ac9", "7fc7bd", "d7c07a", "e09090", "9fa8e0"},
	}
	lightPalette = palette{
		accent: "2557c7", ink: "1c2030", dim: "525c78", faint: "858ea8", ok: "14713f", warn: "8a5a00", bad: "b3262d",
		sel: "dde5f6", null: "7d4178", badge: "ffffff", number: "7a5600", match: "ffe9a8", matchSel: "ffdc80",
		keys: []string{"1f6390", "47691a", "95511a", "7a3f86", "17695e", "75600f", "9d3b3b", "414d9e"},
	}
	contrastDark = palette{
		accent: "8cc8ff", ink: "ffffff", dim: "e0e0e0", faint: "b4b4b4", ok: "7dff9a", warn: "ffd75f", bad: "ffabab",
		sel: "262640", null: "f0b0ff", badge: "000000", number: "ffe08a", match: "4a3500", matchSel: "4a3500",
		keys: []string{"9fd8ff", "c8f080", "ffc090", "f0b8f8", "90f0e0", "ffe080", "ffb8b8", "c8ccff"},
	}
	contrastLight = palette{
		accent: "00339c", ink: "000000", dim: "2b2b2b", faint: "4a4a4a", ok: "004d1a", warn: "5c3a00", bad: "8a0011",
		sel: "e4ecff", null: "5c0f5c", badge: "ffffff", number: "523800", match: "ffe89a", matchSel: "ffe07a",
		keys: []string{"0a3f66", "2e4700", "6b3200", "5a1a66", "00473d", "4f3d00", "7a1414", "2a2f80"},
	}
)
