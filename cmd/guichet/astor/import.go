package astor

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/loopback"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/spf13/cobra"
)

// maxCollection is the largest collection that is read, in bytes.
const maxCollection = 64 << 20

// imported is the report of an import.
type imported struct {
	Name       string    `json:"name"`
	Form       string    `json:"form"`
	Operations int       `json:"operations"`
	Folders    int       `json:"folders"`
	Ignored    int       `json:"ignored"`
	Missing    []string  `json:"missing"`
	Findings   []finding `json:"findings"`
	// Kept is the file, "" with --dry-run.
	Kept string `json:"kept"`
}

type finding struct {
	Path    string `json:"path"`
	ID      string `json:"id"`
	Refused bool   `json:"refused"`
	Note    string `json:"note"`
}

func importCommand(e *command.Env) *cobra.Command {
	return (&object{
		Name: "import", Short: message.AstorImport, Args: []command.Arg{{Name: "FILE|URL|-", Text: true}},
		Call: func(ctx context.Context, c client, in command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
			return nil, importFrom(ctx, c.run, in.Text(0))
		},
	}).Command(e, func(_ context.Context, r *command.Run) (*Client, error) { return &Client{run: r}, nil })
}

// importFrom reads a collection, keeps it, and reports.
func importFrom(ctx context.Context, r *command.Run, from string) error {
	data, err := fetch(ctx, r, from)
	if err != nil {
		return err
	}
	c, err := parse(from, data)
	if err != nil {
		return err
	}
	report, refusals := reportOf(c)
	said := message.NoticeNothingKept
	if !r.Settings.DryRun {
		if report.Kept, err = keptPath(r); err != nil {
			return err
		}
		if err := keep(report.Kept, c); err != nil {
			return exit.Usage.New(message.ErrFileUnwritable, report.Kept, message.WithoutPath(err))
		}
		said = message.NoticeImported
	}
	r.Notice(said, report.Name, report.Operations, report.Folders, r.Settings.Profile)
	if refusals > 0 {
		r.Notice(message.NoticeImportRefused, refusals)
	}
	if len(report.Missing) > 0 {
		r.Notice(message.NoticeImportMissing, strings.Join(report.Missing, ", "))
	}
	if named(r) != "" {
		r.Notice(message.NoticeImportShadowed)
	}
	return showReport(r, report)
}

// reportOf is the report of a collection, and how many of its operations are
// refused as they are.
func reportOf(c *astor.Collection) (imported, int) {
	found := c.Report()
	report := imported{
		Name: found.Name, Form: found.Form, Operations: found.Operations, Folders: found.Folders, Ignored: found.Ignored,
		Missing: append([]string{}, found.Missing...), Findings: []finding{},
	}
	refused := map[string]bool{}
	for _, f := range found.Findings {
		report.Findings = append(report.Findings, finding{f.Path, f.ID, f.Refused, f.Text})
		if f.Refused {
			refused[f.ID] = true
		}
	}
	return report, len(refused)
}

// showReport shows the findings as rows to people, everything to programs.
func showReport(r *command.Run, report imported) error {
	out, err := r.Writer([]string{"path", "refused", "note"}, []string{"name", "kept"})
	if err != nil {
		return err
	}
	if forPeople(r) {
		return command.Print(out, report.Findings)
	}
	return command.PrintOne(out, report)
}

// fetch reads the bytes of a collection from a file, an address or standard
// input.
func fetch(ctx context.Context, r *command.Run, from string) ([]byte, error) {
	if scheme, _, isURL := strings.Cut(from, "://"); isURL && !strings.ContainsAny(scheme, `/\.`) {
		return download(ctx, r, from)
	}
	var data []byte
	var err error
	if from == "-" {
		data, err = input.All(r.Prompt.Context, "stdin", r.In, maxCollection)
	} else {
		data, err = r.ReadFile(from, maxCollection)
	}
	if err == nil && len(data) > maxCollection {
		return nil, exit.Usage.New(message.ErrBadField, from, "> 64 MiB")
	}
	return data, err
}

// download reads an address without any credential. Redirects are followed
// within its own origin only, so never from https to http.
func download(ctx context.Context, r *command.Run, from string) ([]byte, error) {
	u, err := url.Parse(from)
	switch {
	case err != nil || u.Hostname() == "":
		return nil, exit.Usage.New(message.ErrCollectionURL, from)
	case u.User != nil:
		return nil, exit.Usage.New(message.ErrCollectionUser)
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback.Host(u.Hostname())):
		return nil, exit.Usage.New(message.ErrCollectionURL, u.Scheme+"://"+u.Host)
	}
	transport, err := r.Transport(from)
	if err != nil {
		return nil, err
	}
	engine, err := rest.New(rest.Config{Service: name, BaseURL: u.Scheme + "://" + u.Host, MaxBody: maxCollection},
		guichet.WithHTTPClient(&http.Client{Transport: transport}), guichet.WithRetries(r.Settings.Retries), guichet.WithUserAgent("guichet"))
	if err != nil {
		return nil, err
	}
	call := rest.NewCall(rest.Read, "import", http.MethodGet+" /")
	call.Anonymous, call.URL = true, u
	u.Fragment = ""
	var data []byte
	if err := engine.Do(ctx, call, rest.Into(&data)); err != nil {
		return nil, err
	}
	return bytes.Clone(data), nil
}
