package pull

import (
	"bufio"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/tables"
)

// createTables begins the files of the tables of a dataset, and writes the SQL that loads
// them: none for a view without rows, whose columns and key nobody knows.
func (j *job) createTables(c *collected, o *output, e *result.Entry) error {
	d := &c.dataset
	s := &shape{key: d.Key}
	if err := s.flat(c, j.place.Previous.Find(d.Name)); err != nil {
		return err
	}
	if d.Open {
		e.Key = s.key
	}
	o.changed, o.tables = s.sent, tables.New(d.Name, s.key, s.schema)
	var files []*bufio.Writer
	for _, name := range o.tables.Files() {
		f, err := o.create(j.place.Next(), name)
		if err != nil {
			return err
		}
		files = append(files, f.buffer)
	}
	o.tables.Begin(files)
	script, err := o.create(j.place.Next(), o.tables.SQL())
	if err == nil && s.schema != nil {
		complete := c.completeness() == result.Complete && !d.Open
		_, err = script.buffer.Write(o.tables.Load(complete, d.Organisation, &c.query.Filters))
	}
	return err
}

// flat finds the shape of the rows in tables. A view keeps the digest as its key, as its
// table in a database does.
func (s *shape) flat(c *collected, before *result.Entry) error {
	rules := rulesFor(c.rules, &c.dataset)
	s.changer = row.NewChanger(rules)
	if c.dataset.Open {
		if before != nil && before.Key == tables.DigestKey {
			s.key = tables.DigestKey
		}
		return s.view(c.each, &rules)
	}
	s.schema = c.dataset.Schema.Map(func(path string, f *dataset.Schema) *dataset.Schema {
		switch {
		case !s.changer.Keeps(path):
			return nil
		case row.Named(c.query.Pseudonyms, path):
			return pseudonymous(f)
		}
		return f
	})
	return nil
}

// writeLoad writes the SQL that loads all tables of the result, if it has some.
func (j *job) writeLoad(m *result.Manifest) error {
	var scripts []string
	for i := range m.Datasets {
		if e := &m.Datasets[i]; e.Format == "tables" {
			scripts = append(scripts, e.More[len(e.More)-1].Name)
		}
	}
	if scripts == nil {
		return nil
	}
	o := new(output)
	f, err := o.create(j.place.Next(), tables.LoadName)
	if err != nil {
		return err
	}
	_, _ = f.buffer.Write(tables.LoadAll(scripts)) // the closing returns the error
	files, err := o.close()
	m.Load = &files[0]
	return err
}
