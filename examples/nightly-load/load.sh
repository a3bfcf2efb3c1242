#!/usr/bin/env bash
# load.sh DIR [FLAG…]
#
# Pulls the rdvs into DIR, then loads them into the tables rdv_rdvs, rdv_rdvs_users,
# rdv_rdvs_participations and rdv_rdvs_agents of the PostgreSQL database that the PG…
# variables name. The flags go to "guichet pull run", such as --from -30d --to +90d.
#
# It is meant for cron: run again after an interruption, it goes on where it was. It
# changes the tables in one transaction. Rows that the service no longer has are
# deleted; rows outside the window stay.
set -euo pipefail

if [ $# -eq 0 ]; then
	echo 'usage: load.sh DIR [FLAG…]' >&2
	exit 2
fi
dir=$1
shift

guichet pull run rdv.rdvs --format tables --out "$dir" --resume --quiet "$@"
cd "$dir"
psql --no-psqlrc --quiet --file load.sql
