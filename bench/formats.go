package main

// formats compares the processor time of "rdv rdv list" in each format, and with a
// filter that runs row by row, with that of ndjson, over all pages.
func formats(got *report, dir, guichet string) error {
	cache, err := renderPages()
	if err != nil {
		return err
	}
	s, err := cache.serve(false)
	if err != nil {
		return err
	}
	defer s.web.Close()
	in := func(name string, options ...string) *contest {
		args := append([]string{"rdv", "rdv", "list", "--strict", "--concurrency", "8"}, options...)
		c := s.contest("`rdv rdv list "+name+"`, processor time", nil, guichet, args...)
		c.processor = true
		return c
	}
	ndjson, table, csv := in("-o ndjson", "-o", "ndjson"), in("-o table", "-o", "table"), in("-o csv", "-o", "csv")
	id, yaml, filter := in("-o id", "-o", "id"), in("-o yaml", "-o", "yaml"), in("--jq '.[].id'", "--jq", ".[].id")
	if err := compete(dir, ndjson, table, csv, id, yaml, filter); err != nil {
		return err
	}
	got.times = append(got.times, against(table, ndjson, 1.6), against(csv, ndjson, 1.6), against(id, ndjson, 1.3),
		against(yaml, ndjson, 5), against(filter, ndjson, 0))
	return filter.memory(got, dir, "`rdv rdv list --jq '.[].id'`, peak memory of its own", 40)
}
