package gopaas_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http/httptest"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// A first program reads the rows of a view, a hundred at a time, and decodes each
// into a struct. The service writes every value as text.
func Example() {
	server := httptest.NewServer(gopaastest.New(gopaastest.Options{Accounts: 3}))
	defer server.Close()

	client, err := gopaas.New(gopaas.APIKey(gopaastest.APIKey), guichet.WithBaseURL(server.URL+"/crm"))
	if err != nil {
		log.Fatal(err)
	}
	for row, err := range client.Lists.Rows(context.Background(), gopaastest.AccountView, gopaas.ListQuery{RowsPerPage: 100}) {
		if err != nil {
			log.Fatal(err)
		}
		var account struct {
			Name    string  `json:"nom"`
			Revenue float64 `json:"chiffre_affaires,string"`
		}
		if err := row.Decode(&account); err != nil {
			log.Fatal(err)
		}
		fmt.Println(row.Cle(), account.Name, account.Revenue)
	}
	// Output:
	// 1711385366000_mgoo Boulangerie Bérenger 164319.35
	// 1711385379000_mgoo Serrurerie Thévenin 362120
	// 1711385392000_mgoo Ateliers Quéméneur 133804.23
}

// RowsAs decodes each row into a struct. The report says how many came, and
// whether they can be shown to be all: the service documents no total.
func ExampleRowsAs() {
	server := httptest.NewServer(gopaastest.New(gopaastest.Options{}))
	defer server.Close()
	client, err := gopaas.New(gopaas.APIKey(gopaastest.APIKey), guichet.WithBaseURL(server.URL+"/crm"))
	if err != nil {
		log.Fatal(err)
	}

	type account struct {
		Name string `json:"nom"`
		Town string `json:"ville"`
	}
	var report gopaas.Report
	query := gopaas.ListQuery{Search: gopaas.Equals("ville", "Lille"), RowsPerPage: 100, Report: &report}
	for account, err := range gopaas.RowsAs[account](context.Background(), client.Lists, gopaastest.AccountView, query) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(account.Name, account.Town)
	}
	fmt.Println(report.Unique, "rows; complete:", report.Completeness)
	// Output:
	// Serrurerie Thévenin Lille
	// Pépinière Guérin Lille
	// Boulangerie Chevallier Lille
	// Pépinière Rousselet Lille
	// Boulangerie Dufresnoy Lille
	// Pépinière Pelletier Lille
	// Ateliers Hébrard Lille
	// Pépinière Évrard Lille
	// 8 rows; complete: unknown
}

// Where the service counts its rows, a list that ends with another number of
// them ends with ErrIncomplete. The rows that were read are good.
func ExampleLists_Rows() {
	server := httptest.NewServer(gopaastest.New(gopaastest.Options{Total: true, TotalOff: 2}))
	defer server.Close()
	client, err := gopaas.New(gopaas.APIKey(gopaastest.APIKey), guichet.WithBaseURL(server.URL+"/crm"))
	if err != nil {
		log.Fatal(err)
	}

	var report gopaas.Report
	for _, err := range client.Lists.Rows(context.Background(), gopaastest.AccountView, gopaas.ListQuery{RowsPerPage: 50, Report: &report}) {
		if errors.Is(err, guichet.ErrIncomplete) {
			fmt.Println("not all rows were read")
			break
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(report.Unique, "of", report.Total, report.Completeness)
	// Output:
	// not all rows were read
	// 60 of 62 partial
}

// A push writes records by their cle, in batches. Its report says of each row
// whether it was written; a batch that was sent and not answered is unknown.
// Pushing what is not certainly written once more is the way to go on: the same
// cle writes the same record.
func ExampleItems_Push() {
	fake := gopaastest.New(gopaastest.Options{Empty: true})
	server := httptest.NewServer(fake)
	defer server.Close()
	client, err := gopaas.New(gopaas.APIKey(gopaastest.APIKey), guichet.WithBaseURL(server.URL+"/crm"))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	var rows []gopaas.Row
	for i, name := range []string{"Boulangerie Noël", "Librairie Évrard", "Transports Vasseur"} {
		row, err := gopaas.NewRow(map[string]string{"cle": fmt.Sprintf("import-%d", i+1), "nom": name})
		if err != nil {
			log.Fatal(err)
		}
		rows = append(rows, row)
	}

	// The first batch is written, and its answer is lost.
	fake.Fault(gopaastest.Fault{Match: "POST /api/items/compte/", Cut: gopaastest.CutBeforeAnswer})
	report, err := client.Items.Push(ctx, "compte", rows, gopaas.PushOptions{Batch: 2})
	fmt.Println(len(report.Written), "written,", len(report.NotWritten), "not written,", len(report.Unknown), "unknown")
	if err != nil {
		report, err = client.Items.Push(ctx, "compte", report.Remaining(rows), gopaas.PushOptions{Batch: 2})
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(report.Written), "written")
	fmt.Println(fake.Count("compte"), "records")
	// Output:
	// 0 written, 1 not written, 2 unknown
	// 3 written
	// 3 records
}

// An OAuth2 client asks for a token when it first needs one and renews it before
// it ends.
func ExampleClientCredentials() {
	fake := gopaastest.New(gopaastest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	credential := gopaas.ClientCredentials(gopaastest.ClientID, gopaastest.ClientSecret)
	client, err := gopaas.New(credential, guichet.WithBaseURL(server.URL+"/crm"))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	for range 3 {
		if _, err := client.Items.Get(ctx, "compte", "1"); err != nil {
			log.Fatal(err)
		}
	}
	token, err := client.Auth.Token(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("tokens:", fake.TokensIssued(), "lifetime:", token.Lifetime)
	// Output:
	// tokens: 1 lifetime: 1m0s
}

// Open gives the file in a field of a record. Reading to the end shows that all
// of it came.
func ExampleFiles_Open() {
	fake := gopaastest.New(gopaastest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	client, err := gopaas.New(gopaas.APIKey(gopaastest.APIKey), guichet.WithBaseURL(server.URL+"/crm"))
	if err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	contact, err := client.Items.Get(ctx, "contact", "1")
	if err != nil {
		log.Fatal(err)
	}
	fake.PutFile("contact", contact.Cle(), "photo", "photo.txt", "text/plain", []byte("une photo"))

	file, err := client.Files.Open(ctx, "contact", contact.Cle(), "photo")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Body.Close()
	content, err := io.ReadAll(file.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(file.Name, file.ContentType, len(content))
	// Output:
	// photo.txt text/plain 9
}
