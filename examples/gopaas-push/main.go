// Command gopaas-push writes the rows of a CSV file into a table of a GoPaaS
// application. The first line names the fields, cle among them. When a batch
// fails, the rows that are not certainly written are left in a file beside the
// first one, to be pushed in its place.
//
//	GUICHET_GOPAAS_BASE_URL=https://main.gopaas.net/crm GUICHET_GOPAAS_CLIENT_ID=… GUICHET_GOPAAS_CLIENT_SECRET=… \
//		go run ./examples/gopaas-push compte comptes.csv
package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, env func(string) string, out io.Writer) error {
	if len(args) != 2 {
		return errors.New("usage: gopaas-push TABLE FILE.csv")
	}
	client, err := gopaas.New(
		gopaas.ClientCredentials(env("GUICHET_GOPAAS_CLIENT_ID"), env("GUICHET_GOPAAS_CLIENT_SECRET")),
		guichet.WithBaseURL(env("GUICHET_GOPAAS_BASE_URL")))
	if err != nil {
		return err
	}
	lines, rows, err := read(args[1])
	if err != nil {
		return err
	}
	options := gopaas.PushOptions{OnBatch: func(b gopaas.Batch) error {
		_, err := fmt.Fprintf(out, "rows %d to %d: %s\n", b.Rows[0].Number, b.Rows[len(b.Rows)-1].Number, b.Outcome)
		return err
	}}
	report, pushErr := client.Items.Push(ctx, args[0], rows, options)
	_, err = fmt.Fprintf(out, "%d written, %d not written, %d unknown\n", len(report.Written), len(report.NotWritten), len(report.Unknown))
	if pushErr == nil {
		return err
	}
	rest := args[1] + ".rest.csv"
	if err := keep(rest, lines, report); err != nil {
		return errors.Join(pushErr, err)
	}
	return fmt.Errorf("%w\npush %s to go on", pushErr, rest)
}

// read returns the lines of a CSV file, the header first, and their rows. A
// line with too many or too few fields is an error that names it.
func read(path string) (lines [][]string, rows []gopaas.Row, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	lines, err = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(lines) == 0 || !slices.Contains(lines[0], "cle") {
		return nil, nil, fmt.Errorf("%s: the first line must name the fields, cle among them", path)
	}
	for _, line := range lines[1:] {
		fields := map[string]string{}
		for i, value := range line {
			fields[lines[0][i]] = value
		}
		row, err := gopaas.NewRow(fields)
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, row)
	}
	return lines, rows, nil
}

// keep writes the lines that are not certainly written.
func keep(path string, lines [][]string, report *gopaas.PushReport) error {
	rest := [][]string{lines[0]}
	for _, row := range slices.Concat(report.Unknown, report.NotWritten) {
		rest = append(rest, lines[row.Number])
	}
	var content bytes.Buffer
	if err := csv.NewWriter(&content).WriteAll(rest); err != nil {
		return err
	}
	return os.WriteFile(path, content.Bytes(), 0o600)
}
