# keyring-day.sh EMAIL PASSWORD: every command that reads, in the session that a
# login keeps in the keyring. Prints each command line and its exit code.
email=$1 password=$2

run() {
	wanted=$1
	shift
	code=0
	guichet "$@" >"$HOME/out" 2>"$HOME/err" </dev/null || code=$?
	echo "guichet $* -> $code"
	if [ "$code" != "$wanted" ] || grep -q "$password" "$HOME/out" "$HOME/err"; then
		cat "$HOME/out" "$HOME/err"
		exit 1
	fi
}

run 4 auth status rdv
run 4 rdv agent me
printf %s "$password" | guichet auth login rdv --email "$email" --secret-stdin
run 0 auth status rdv -o json
grep -q '"source":"keyring","present":true,"readable":true,"accepted":true' "$HOME/out"
secret-tool lookup service guichet username default/rdv | grep -q "\"password\":\"$password\""
run 0 rdv organisation list
run 0 rdv organisation get 101
run 0 rdv agent list
run 0 rdv agent me
run 0 rdv team list
run 0 rdv user list -o id
user=$(head -n 1 "$HOME/out")
run 0 rdv user get "$user"
run 0 rdv user find --name e
run 0 rdv rdv list
run 0 rdv motif list --organisation-id 101
run 0 rdv absence list -o id
run 0 rdv absence get "$(head -n 1 "$HOME/out")"
run 0 rdv plan create --first-name Ada --last-name Lovelace -o id
run 0 rdv plan get "$(cat "$HOME/out")"
run 0 rdv lieu list -o id
run 0 rdv webhook list --organisation-id 101
run 0 api rdv GET /api/v1/organisations
run 4 rdv agent me --base-url http://127.0.0.1:1
run 2 rdv agent me -p Mairie.Prod
run 0 profile create Mairie.Prod
run 4 rdv agent me -p Mairie.Prod
run 0 auth status rdv --offline
run 0 auth logout rdv
run 4 auth status rdv
if secret-tool search --all service guichet 2>/dev/null | grep -q secret; then
	echo 'the keyring still holds a secret'
	exit 1
fi
