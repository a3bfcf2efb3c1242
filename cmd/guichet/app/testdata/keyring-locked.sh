# keyring-locked.sh EMAIL PASSWORD: what was stored cannot be had from a keyring
# that is locked, and that is never "not logged in".
email=$1 password=$2

printf %s "$password" | guichet auth login rdv --email "$email" --secret-stdin
dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
	org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null

run() {
	code=0
	printf %s "$password" | guichet "$@" -o json >"$HOME/out" 2>"$HOME/err" || code=$?
	if [ "$code" != 6 ] || ! grep -q '"code":"store_unreachable"' "$HOME/err"; then
		echo "guichet $* -> $code"
		cat "$HOME/out" "$HOME/err"
		exit 1
	fi
}

run rdv agent me
run auth status rdv
grep -q '"present":null,"readable":false,"accepted":null' "$HOME/out"
run auth login rdv --email "$email" --secret-stdin --take-over
run auth logout rdv
