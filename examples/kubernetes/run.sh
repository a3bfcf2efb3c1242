#!/usr/bin/env bash
# run.sh
#
# Pulls in three pods on one session, then merges: for cron or a CI job that may use
# kubectl. It reads GUICHET_RDV_EMAIL and GUICHET_RDV_PASSWORD as session.sh does.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
clean() { kubectl delete --ignore-not-found secret/guichet-session; }
trap clean EXIT
clean
kubectl delete --ignore-not-found job/guichet-shares job/guichet-merge

# The days are counted here, once: shares of two windows cannot be merged.
{
	"$here/../session.sh"
	echo "FROM=$(date --date '-30 days' +%F)"
	echo "TO=$(date --date '+90 days' +%F)"
	echo "GUICHET_RDV_BASE_URL=${GUICHET_RDV_BASE_URL:-https://www.rdv-solidarites.fr}"
} | kubectl create secret generic guichet-session --from-env-file=/dev/stdin

for job in shares merge; do
	kubectl create --filename "$here/$job.yaml"
	kubectl wait --for=condition=complete --timeout=2h "job/guichet-$job"
done
