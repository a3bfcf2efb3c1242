package command

// Progress shows how work that is no list comes along: show draws a line, when a
// person sees stderr and after a second only, and end clears it. Neither is safe
// for concurrent use.
func (r *Run) Progress() (show func(done, total int), end func()) {
	// The work writes files: what stdout is does not matter.
	env := *r.Env
	env.OutTerminal = false
	own := *r
	own.Env = &env
	p := own.progress()
	return p.show, p.end
}
