package cli

// checkState reads KTM_STATE, which stands for --no-state.
func (in *input) checkState(variable string) error {
	switch variable {
	case "off":
		in.NoState = true
	case "", "on":
	default:
		return &UsageError{Text: "KTM_STATE is neither on nor off", Hint: "Set it to off to have nothing remembered, or leave it out."}
	}
	return nil
}
