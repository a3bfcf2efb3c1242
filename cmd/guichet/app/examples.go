package app

import (
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// example is a command line without the name of the program.
type example struct {
	line string
	note message.Key
}

// examplesOf returns the examples of a page: the lines that begin with the path of a command.
// A group shows the first line of up to three of its commands, in the order of this
// table.
func examplesOf(path string, group bool) (found []example) {
	var shown []string
	for _, e := range examples {
		rest, ok := strings.CutPrefix(e.line, path+" ")
		if !ok && e.line != path {
			continue
		}
		child, _, _ := strings.Cut(rest, " ")
		if group && (len(found) == 3 || slices.Contains(shown, child)) {
			continue
		}
		shown, found = append(shown, child), append(found, e)
	}
	return found
}

// firstSteps are what somebody new does first.
var firstSteps = [...]example{
	{"--sandbox rdv rdv list --limit 10", message.ExampleSandbox},
	{"auth login rdv", message.ExampleLogin},
	{"help rdv rdv list", message.ExampleHelp},
}

// examples are constant data: they cost nothing before a page shows them. Ids are
// those of the sandbox.
var examples = [...]example{
	{"rdv rdv list --sandbox --organisation-id 101 --from today --to today", ""},
	{"rdv rdv list --sandbox --user-id 1048 --columns id,participations.id", message.ExampleParticipation},
	{"rdv rdv list --sandbox --organisation-id 101 -o csv", ""},
	{"rdv rdv get 10001 --sandbox", ""},
	{"rdv rdv agenda --sandbox --organisation-id 101", ""},
	{"rdv agenda --sandbox --organisation-id 101 --week", ""},
	{"rdv agenda --sandbox --mine -o ics --out agenda.ics", message.ExampleCalendar},
	{"rdv rdv update-status 10001 --sandbox --status seen", ""},
	{"rdv user find --sandbox --phone '01 99 00 84 04'", ""},
	{"rdv user find --sandbox --name colin --organisation-id 102", ""},
	{"rdv user list --sandbox --organisation-id 101 --limit 20", ""},
	{"rdv user get 1048 --sandbox", ""},
	{"rdv user duplicates --sandbox", ""},
	{"rdv user create --sandbox --first-name Ada --last-name Durand --organisation-ids 101", ""},
	{"rdv user create --sandbox --first-name Ada --last-name Durand --organisation-ids 101 --email ada@example.fr --unless-known email", message.ExampleUnlessKnown},
	{"rdv user update 1048 --sandbox --phone-number '01 99 00 84 05'", ""},
	{"rdv user update 1048 --sandbox --email '' --dry-run", message.ExampleDryRun},
	{"rdv user invitation-token 1048 --sandbox", ""},
	{"rdv participation update 160016 --sandbox --status seen", ""},
	{"rdv participation update 160016 --sandbox --status excused --yes", ""},
	{"rdv absence list --sandbox --limit 10", ""},
	{"rdv absence get 601 --sandbox", ""},
	{"rdv absence create --sandbox --agent-id 201 --title Formation --first-day tomorrow --start-time 09:00 --end-time 17:00", ""},
	{"rdv absence update 601 --sandbox --title Formation", ""},
	{"rdv absence update 601 --sandbox --end-time 23:00 --dry-run", message.ExampleDryRun},
	{"rdv absence delete 601 --sandbox --yes", ""},
	{"rdv organisation list --sandbox", ""},
	{"rdv organisation list --sandbox --jq '.[].name' --raw", ""},
	{"rdv organisation get 101 --sandbox", ""},
	{"rdv organisation update 101 --sandbox --phone-number '01 99 00 11 12'", ""},
	{"rdv agent list --sandbox", ""},
	{"rdv agent me --sandbox", ""},
	{"rdv team list --sandbox", ""},
	{"rdv user-profile create --sandbox --organisation-id 101 --user-id 1048", ""},
	{"rdv user-profile delete --sandbox --organisation-id 102 --user-id 1048 --dry-run", message.ExampleDryRun},
	{"rdv referent create --sandbox --agent-id 201 --user-id 1048", ""},
	{"rdv referent delete --sandbox --agent-id 201 --user-id 1048 --dry-run", message.ExampleDryRun},
	{"rdv lieu list --sandbox --organisation-id 101", ""},
	{"rdv lieu create --sandbox --organisation-id 101 --name Mairie --address '1 place de la Mairie, Lens, 62300' --latitude 50.43 --longitude 2.83", ""},
	{"rdv motif list --sandbox --organisation-id 101", ""},
	{"rdv plan create --sandbox --user-id 1048", ""},
	{"rdv plan get 901 --sandbox", ""},
	{"rdv public-link list --territory 62", ""},
	{"rdv webhook list --sandbox --organisation-id 101", ""},
	{"rdv webhook ensure --sandbox --organisation-id 101 --target-url https://example.fr/rdv --subscriptions rdv,user --secret-stdin --yes < secret.txt", message.ExampleSecret},

	{"zops project list --sandbox", ""},
	{"zops project get 921b68b1f64b4b7ba070e66fff6f06e3 --sandbox", ""},
	{"zops project create --sandbox --name Accueil --description 'Accueil en ligne'", ""},
	{"zops project update 7413af2e1dcb447ca3861151d28d0347 --sandbox --name Essais", ""},
	{"zops consumer list --sandbox", ""},
	{"zops consumer create --sandbox", ""},
	{"zops consumer attach 1e701e25ad384712a9baff748a6982e0 42b51711ef164a8fa9f4b970eb72c583 --sandbox", ""},
	{"zops consumer detach 921b68b1f64b4b7ba070e66fff6f06e3 42b51711ef164a8fa9f4b970eb72c583 --sandbox --yes", ""},
	{"zops me --sandbox", ""},
	{"zops ping --sandbox", ""},
	{"zops account get --sandbox", ""},
	{"zops account update --sandbox --phone 33199000000", ""},
	{"zops account delete --sandbox --organization-name \"Métropole de l'Aubrac\" --yes", ""},
	{"zops register create --sandbox --organization-name 'Mairie de Lens' --email ada@example.fr", ""},
	{"zops register approve 42b51711ef164a8fa9f4b970eb72c583 --sandbox --approve-code 123456 --email ada@example.fr --first-name Ada --last-name Durand --password-stdin --dry-run < secret.txt", message.ExampleDryRun},
	{"zops register resend-code --sandbox --email ada@example.fr --dry-run", message.ExampleDryRun},
	{"zops password forgot --sandbox --email claire.fontaine@example.fr", ""},
	{"zops password reset --sandbox --reset-token-stdin --password-stdin --dry-run < reset.txt", message.ExampleFromSecret},
	{"zops admin list --sandbox", ""},
	{"zops admin get 179bc18353fc4bb0a4a0ff48bd67c3da --sandbox", ""},
	{"zops admin create --sandbox --email ada@example.fr --first-name Ada --last-name Durand --password-stdin < secret.txt", message.ExampleSecret},
	{"zops admin update 179bc18353fc4bb0a4a0ff48bd67c3da --sandbox --first-name Ada --password-stdin < secret.txt", message.ExampleSecret},
	{"zops admin delete 179bc18353fc4bb0a4a0ff48bd67c3da --sandbox --dry-run", message.ExampleDryRun},
	{"zops developer list --sandbox", ""},
	{"zops developer get 10c69c54fb664b99a254ae6d49640697 --sandbox", ""},
	{"zops developer create --sandbox --email ada@example.fr --first-name Ada --last-name Durand --password-stdin < secret.txt", message.ExampleSecret},
	{"zops developer update 10c69c54fb664b99a254ae6d49640697 --sandbox --first-name Ada --password-stdin < secret.txt", message.ExampleSecret},
	{"zops developer delete 10c69c54fb664b99a254ae6d49640697 --sandbox --yes", ""},
	{"zops billing list --sandbox", ""},
	{"zops billing get d0967d2e28af47c0a018545936b2c8fe --sandbox", ""},
	{"zops billing create --sandbox --email ada@example.fr --first-name Ada --last-name Durand --password-stdin --dry-run < secret.txt", message.ExampleDryRun},
	{"zops billing update d0967d2e28af47c0a018545936b2c8fe --sandbox --first-name Ada --password-stdin < secret.txt", message.ExampleSecret},
	{"zops billing delete d0967d2e28af47c0a018545936b2c8fe --sandbox --yes", ""},
	{"zops project-key get 921b68b1f64b4b7ba070e66fff6f06e3 --sandbox", ""},
	{"zops project-key update 921b68b1f64b4b7ba070e66fff6f06e3 --sandbox --fcm-project-number 104730", ""},
	{"zops service list --sandbox", ""},
	{"zops service create --sandbox --code-name mail --name Mail --description Courriels --dry-run", message.ExampleDryRun},
	{"zops project-service attach 7413af2e1dcb447ca3861151d28d0347 --sandbox --service-catalog-code push --name Push --description Essais", ""},
	{"zops project-service get 921b68b1f64b4b7ba070e66fff6f06e3 push --sandbox", ""},
	{"zops project-service token 921b68b1f64b4b7ba070e66fff6f06e3 --sandbox --show-secret --yes", ""},
	{"zops project-service detach 921b68b1f64b4b7ba070e66fff6f06e3 push --sandbox --yes", ""},
	{"zops consumer-token create --sandbox --consumer-id 42b51711ef164a8fa9f4b970eb72c583 --project-id 921b68b1f64b4b7ba070e66fff6f06e3 --service-catalog-code push", ""},
	{"zops consumer-token exchange --sandbox --token-stdin --show-secret --dry-run < secret.txt", message.ExampleDryRun},
	{"zops consumer-token delete --sandbox --project-id 921b68b1f64b4b7ba070e66fff6f06e3 --service-catalog-code push --token-stdin --dry-run < secret.txt", message.ExampleDryRun},

	{"gopaas list 1167 --sandbox --limit 20", ""},
	{"gopaas list 1167 --sandbox --where ville=Lille", ""},
	{"gopaas item compte 1 --sandbox", ""},
	{"gopaas item compte 1711385366000_mgoo --sandbox -o json", ""},
	{"gopaas push compte --sandbox --data @comptes.csv", ""},
	{"gopaas file get compte 1711385366000_mgoo contrat --sandbox -O contrat.pdf", ""},
	{"gopaas file upload compte contrat.pdf --sandbox", ""},
	{"gopaas token", ""},

	{"astor operation list --sandbox", ""},
	{"astor operation show 'Who am I' --sandbox", ""},
	{"astor call 'Who am I' --sandbox", ""},
	{"astor import collection.json", ""},
	{"astor diff collection.json new.json", ""},
	{"astor generate --sandbox --package astorclient --out astorclient", ""},
	{"astor generate --sandbox --types --package astortyped --out astortyped", ""},

	{"api rdv GET /api/v1/organisations --sandbox", ""},
	{"api zops GET /api/v1/me --sandbox", ""},
	{"api gopaas GET /api/item/compte/1/ --sandbox", ""},
	{"api astor GET /me --sandbox", ""},

	{"pull run rdv.rdvs --sandbox --from -30d --to +30d --out rdvs", message.ExamplePull},
	{"pull run rdv.users rdv.agents --sandbox --format csv --out tables", ""},
	{"pull run rdv.rdvs --sandbox --partition 1/2 --out share-1", message.ExampleShare},
	{"pull plan rdv.rdvs --sandbox --from -30d", ""},
	{"pull merge share-1 share-2 --out rdvs", ""},
	{"pull status rdvs", ""},
	{"pull verify rdvs --sandbox", ""},
	{"pull datasets", ""},
	{"schema", ""},
	{"schema rdv.rdvs", ""},

	{"auth login rdv", ""},
	{"auth login rdv --email camille.moreau@example.fr --secret-stdin < secret.txt", message.ExampleSecret},
	{"auth login rdv --oauth --client-id ID --redirect-uri http://127.0.0.1:8080/", message.ExampleOAuth},
	{"auth login zops --email claire.fontaine@example.fr --secret-stdin < secret.txt", message.ExampleSecret},
	{"auth login gopaas --secret-stdin < secret.txt", message.ExampleSecret},
	{"auth login astor --secret-stdin < secret.txt", message.ExampleSecret},
	{"auth status rdv --sandbox", ""},
	{"auth status zops --sandbox", ""},
	{"auth status gopaas --sandbox", ""},
	{"auth status astor --sandbox", ""},
	{"auth logout rdv --sandbox", ""},
	{"auth logout zops --sandbox --others", ""},
	{"auth logout gopaas --sandbox", ""},
	{"auth logout astor --sandbox", ""},

	{"profile create recette", ""},
	{"profile list", ""},
	{"profile show recette", ""},
	{"profile use default", ""},
	{"profile delete recette", ""},
	{"config set output json", ""},
	{"config set rdv.base_url https://recette.example.fr -p recette", ""},
	{"config list --show-origin", ""},
	{"config get output", ""},
	{"config unset output", ""},
	{"config path", ""},
	{"sandbox", ""},
	{"sandbox --rdvs 50 --chaos", ""},
	{"doctor --sandbox", ""},
	{"doctor rdv --sandbox -o json", ""},
	{"completion bash", ""},
	{"completion zsh", ""},
	{"completion fish", ""},
	{"completion powershell", ""},
	{"help rdv rdv list", ""},
	{"help flags", ""},
	{"man share/man", ""},
	{"version", ""},
	{"version -o json", ""},
}
