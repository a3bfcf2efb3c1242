"""Pulls the shares of one export side by side every night, and merges them.

The connection "rdv_solidarites" has the e-mail of an agent as its login, and the
password. One task signs in; all shares use that session, because the service allows one
session per agent. It is kept as a variable, which Airflow encrypts: an XCom would not be.
The workers share the folder DATA, and have guichet and session.sh.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pendulum
from airflow.sdk import BaseHook, Variable, dag, task

SHARES = 3
DATA = Path(os.environ.get("GUICHET_DATA", "/var/lib/guichet"))
SESSION = "guichet_session_secret"
DATASETS = ["rdv.rdvs", "rdv.users", "rdv.motifs"]


def guichet(*words: str, state: str, variables: dict[str, str] | None = None) -> None:
    """Runs a command. One that fails fails the task: its exit code is in the log."""
    own = {"GUICHET_STORE": "none", "GUICHET_STATE_DIR": str(DATA / "state" / state)}
    subprocess.run(["guichet", *words], env=os.environ | own | (variables or {}), check=True)


@dag(
    dag_id="guichet_pull",
    schedule="17 3 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Europe/Paris"),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": pendulum.duration(minutes=10)},
)
def guichet_pull() -> None:
    @task
    def session() -> None:
        agent = BaseHook.get_connection("rdv_solidarites")
        signed_in = subprocess.run(
            [str(Path(__file__).parent.parent / "session.sh")],
            env=os.environ | {"GUICHET_RDV_EMAIL": agent.login, "GUICHET_RDV_PASSWORD": agent.password},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        Variable.set(SESSION, signed_in.stdout)

    @task
    def share(number: int, ds: str | None = None) -> str:
        lines = Variable.get(SESSION).splitlines()
        variables = dict(line.split("=", 1) for line in lines)
        day = pendulum.parse(ds)  # the same window for all shares, on every attempt
        out = str(DATA / "shares" / str(number))
        guichet(
            "pull", "run", *DATASETS,
            "--from", day.subtract(days=30).to_date_string(),
            "--to", day.add(days=90).to_date_string(),
            "--partition", f"{number}/{SHARES}", "--out", out, "--resume", "--strict",
            state=f"share-{number}", variables=variables,
        )  # fmt: skip
        return out

    @task
    def merge(shares: list[str]) -> None:
        guichet("pull", "merge", *shares, "--out", str(DATA / "out"), "--metrics", str(DATA / "guichet.prom"), state="merge")

    shares = share.expand(number=list(range(1, SHARES + 1)))
    session() >> shares
    merge(shares)


guichet_pull()
