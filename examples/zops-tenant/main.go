// Zops-tenant lives the life of a tenant: it registers an organisation, logs its
// admin in, lets a consumer use a service, and deletes everything again. The
// server is GUICHET_ZOPS_BASE_URL; the approve code of the mail is asked for.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
)

func main() {
	ask := func(address string) (code string, err error) {
		fmt.Printf("The approve code mailed to %s: ", address)
		_, err = fmt.Scanln(&code)
		return code, err
	}
	if err := live(context.Background(), os.Getenv("GUICHET_ZOPS_BASE_URL"), ask); err != nil {
		log.Fatal(err)
	}
}

func live(ctx context.Context, baseURL string, approveCode func(address string) (string, error)) error {
	anyone, err := zops.New(zops.Anonymous(), guichet.WithBaseURL(baseURL))
	if err != nil {
		return err
	}
	tenant, err := anyone.Registrations.Create(ctx, zops.RegistrationCreate{OrganizationName: "Commune d'Exemple", Email: "mairie@exemple.fr"})
	if err != nil {
		return err
	}
	admin := zops.RegistrationApprove{Email: "ada@exemple.fr", Password: guichet.NewSecret("mot de passe"), FirstName: "Ada", LastName: "Lefèvre"}
	if admin.ApproveCode, err = approveCode(tenant.Email); err != nil {
		return err
	}
	if _, err := anyone.Registrations.Approve(ctx, tenant.RegistrationID, admin); err != nil {
		return err
	}
	client, err := zops.New(zops.Login(admin.Email, admin.Password.Reveal()), guichet.WithBaseURL(baseURL))
	if err != nil {
		return err
	}
	err = work(ctx, client)
	if gone := client.Account.Delete(ctx); err == nil {
		err = gone // with it go its users, projects, services and consumers
	}
	return err
}

// work lets a consumer use a service of a project, and ends it.
func work(ctx context.Context, client *zops.Client) error {
	project, err := client.Projects.Create(ctx, zops.ProjectCreate{Name: "Alertes", Description: "Les alertes de la commune"})
	if err != nil {
		return err
	}
	if _, err := client.ProjectServices.Attach(ctx, project.ID, zops.ProjectServiceAttach{ServiceCatalogCode: zops.ServicePush, Name: "Alertes"}); err != nil {
		return err
	}
	consumer, err := client.Consumers.Create(ctx)
	if err != nil {
		return err
	}
	if _, err := client.ProjectConsumers.Attach(ctx, project.ID, consumer.ID); err != nil {
		return err
	}
	token, err := client.ConsumerTokens.Create(ctx, zops.ConsumerTokenCreate{ConsumerID: consumer.ID, ProjectID: project.ID, ServiceCatalogCode: zops.ServicePush})
	if err != nil {
		return err
	}
	fmt.Printf("The consumer %s may use %s of %s.\n", consumer.ID, token.ServiceCatalogCode, project.Name)
	if err := client.ConsumerTokens.Delete(ctx, token.Token, project.ID, zops.ServicePush); err != nil {
		return err
	}
	return client.ProjectServices.Detach(ctx, project.ID, zops.ServicePush)
}
