package main

// tableFile is where -write puts the results.
const tableFile = ".github/FAULTS.md"

func writeRow(outcome) error { return nil }
