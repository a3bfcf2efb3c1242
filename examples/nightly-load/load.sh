#!/usr/bin/env bash
# load.sh DIR [FLAG…]
#
# Pulls the rdvs into DIR, then loads them into the table rdvs of the PostgreSQL
# database that the PG… variables name. The flags go to "guichet pull run", such
# as --from -30d --to +90d.
#
# It is meant for cron: run again after an interruption, it goes on where it was;
# run again after success, it replaces the table by what the service has now, in
# one transaction, so that readers see the one or the other.
set -euo pipefail

if [ $# -eq 0 ]; then
	echo 'usage: load.sh DIR [FLAG…]' >&2
	exit 2
fi
dir=$1
shift

guichet pull run rdv.rdvs --out "$dir" --resume --quiet "$@"
psql --no-psqlrc --quiet --single-transaction --set ON_ERROR_STOP=1 \
	--file "$(dirname "${BASH_SOURCE[0]}")/load.sql" <"$dir/rdv.rdvs.ndjson"
