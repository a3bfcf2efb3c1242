package command

// pageSize is how many rows a page of RDV-Solidarités has.
const pageSize = 100

// Prefetch is the number of pages in flight: no more than --limit can use.
func (r *Run) Prefetch() int {
	if limit := r.Settings.Limit; limit > 0 {
		return min(r.Settings.Concurrency, (limit+pageSize-1)/pageSize)
	}
	return r.Settings.Concurrency
}
