#!/usr/bin/env bash
# session.sh
#
# Signs an agent in at RDV-Solidarités and prints the session as three variables, such as
# GUICHET_RDV_CLIENT=…, for every process of a pull. The service allows one session per
# agent: a process that signed in by itself would end the session of the others.
#
# It reads GUICHET_RDV_EMAIL, GUICHET_RDV_PASSWORD and, for another instance,
# GUICHET_RDV_BASE_URL. A session lasts two weeks at most. Keep the output as you keep
# the password: in a file that only its reader can read, or in a store of secrets.
set -euo pipefail

: "${GUICHET_RDV_EMAIL:?is not set}" "${GUICHET_RDV_PASSWORD:?is not set}"
base=${GUICHET_RDV_BASE_URL:-https://www.rdv-solidarites.fr}

# The password is never an argument: other users can see those.
jq --null-input '{email: env.GUICHET_RDV_EMAIL, password: env.GUICHET_RDV_PASSWORD}' |
	curl --silent --show-error --fail --max-time 60 --dump-header - --output /dev/null \
		--header 'Content-Type: application/json' --data-binary @- "${base%/}/api/v1/auth/sign_in" |
	tr -d '\r' | awk -F': ' '
		tolower($1) == "access-token" { print "GUICHET_RDV_ACCESS_TOKEN=" $2; found++ }
		tolower($1) == "client" { print "GUICHET_RDV_CLIENT=" $2; found++ }
		tolower($1) == "uid" { print "GUICHET_RDV_UID=" $2; found++ }
		END { if (found != 3) { print "session.sh: no session in the response" > "/dev/stderr"; exit 1 } }'
