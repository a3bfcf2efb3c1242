package gopaas

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// saved is what is told of a file that was written.
type saved struct {
	_ incomparable.Field

	Path        string `json:"path"`
	Name        string `json:"name"`
	ContentType string `json:"content_type"`
	Bytes       int64  `json:"bytes"`
}

func fileGet() *object {
	var path string
	return &object{
		Name: "get", Short: message.GoPaaSFileGet, Args: []command.Arg{arg("TABLE"), arg("KEY"), arg("FIELD")}, ID: []string{"path"},
		Flags: func(f *command.Flags) {
			f.Short(&path, "output-file", "O", message.FlagOutputFile)
			f.Require("output-file")
		},
		Call: func(ctx context.Context, c client, in command.Input, _ ...guichet.CallOption) (json.RawMessage, error) {
			if err := c.mayReadFiles(); err != nil {
				return nil, err
			}
			open := func() (*gopaas.File, error) { return c.Files.Open(ctx, in.Text(0), in.Text(1), in.Text(2)) }
			if path == "-" {
				return nil, c.pour(open)
			}
			file, err := save(path, open)
			if err != nil {
				return nil, err
			}
			return json.Marshal(file)
		},
	}
}

// mayReadFiles refuses the credential that the service documents no files for.
func (c *Client) mayReadFiles() error {
	if !c.oauth {
		return nil
	}
	return exit.Usage.New(message.ErrFilesNeedKey).WithHint(message.HintFilesNeedKey)
}

// pour copies the file to standard output.
func (c *Client) pour(open func() (*gopaas.File, error)) error {
	if c.run.OutTerminal {
		return exit.Usage.New(message.ErrBinaryOnTerminal).WithHint(message.HintRedirectOutput)
	}
	file, err := open()
	if err != nil {
		return err
	}
	defer func() { _ = file.Body.Close() }()
	_, err = io.Copy(c.run.Out, file.Body)
	return err
}

// save downloads a file to a path. The path shows the file only when it is complete.
func save(path string, open func() (*gopaas.File, error)) (saved, error) {
	told := saved{Path: path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return told, exit.Usage.New(message.ErrFileUnwritable, path, syscall.EISDIR)
	}
	err := atomicfile.WriteFrom(path, func(w io.Writer) error {
		file, err := open()
		if err != nil {
			return err
		}
		defer func() { _ = file.Body.Close() }()
		told.Name, told.ContentType = file.Name, file.ContentType
		told.Bytes, err = io.Copy(w, file.Body)
		return err
	})
	if failed, ok := errors.AsType[*fs.PathError](err); ok && !errors.Is(err, syscall.ENOSPC) {
		return told, exit.Usage.New(message.ErrFileUnwritable, path, failed.Err)
	}
	return told, err
}

func fileUpload() *object {
	var given []string
	return &object{
		Name: "upload", Short: message.GoPaaSFileUpload, Args: []command.Arg{arg("TABLE"), arg("FILE")}, Writes: true,
		Flags: func(f *command.Flags) {
			f.Each("field", message.PlaceCondition, message.FlagUploadField, func(text string) error {
				given = append(given, text)
				return nil
			})
		},
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			if err := c.mayReadFiles(); err != nil {
				return nil, err
			}
			upload := gopaas.FileUpload{Name: filepath.Base(in.Text(1)), Fields: map[string]string{}}
			for _, text := range given {
				name, value, ok := strings.Cut(text, "=")
				if !ok || name == "" {
					return nil, exit.Usage.New(message.ErrUploadField, text)
				}
				if before, twice := upload.Fields[name]; twice && before != value {
					return nil, exit.Usage.New(message.LineTwice, "--field "+name, before, value)
				}
				upload.Fields[name] = value
			}
			file, err := os.Open(in.Text(1))
			if err != nil {
				return nil, exit.Usage.New(message.ErrFileUnreadable, in.Text(1), err)
			}
			defer func() { _ = file.Close() }()
			upload.Content = file
			c.run.Notice(message.NoticeUploadExperimental)
			return c.Files.Upload(ctx, in.Text(0), upload, options...)
		},
	}
}
