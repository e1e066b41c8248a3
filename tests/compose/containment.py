"""What each container and each database login may do, and what the one address keeps to itself."""

import json
import os
from typing import Any

from tests.compose.address import Address
from tests.compose.engine import compose, containers, inside

SERVICES = {"catalogue": "", "registration": "/registration", "notifications": "/notifications"}
#: for each login, a table that another service writes
ANOTHERS_TABLE = {"catalogue": "registrations", "registration": "series", "notifications": "sessions"}
#: what the proxy's program file carries and needs to start at all
ALLOWED = {"proxy": {"NET_BIND_SERVICE", "CAP_NET_BIND_SERVICE"}}


def containers_are_contained() -> None:
    """No container runs as root, writes to its own file system, or can gain a right."""
    seen = set()
    for service, facts in containers():
        seen.add(service)
        host: dict[str, Any] = facts["HostConfig"]
        assert facts["Config"]["User"].partition(":")[0] not in ("", "0", "root"), f"{service} runs as root"
        assert host["ReadonlyRootfs"], f"{service} may write to its own file system"
        assert host["CapDrop"] == ["ALL"], f"{service} keeps capabilities: it drops {host['CapDrop']}"
        assert set(host["CapAdd"] or ()) <= ALLOWED.get(service, set()), f"{service} adds {host['CapAdd']}"
        assert "no-new-privileges:true" in host["SecurityOpt"], f"{service}: {host['SecurityOpt']}"
    assert seen >= {*SERVICES, "migrate", "clock", "database", "proxy", "mail"}, seen
    for service in (*SERVICES, "clock"):
        assert inside(service, "id", "-u") == "10001"
        assert "Read-only file system" in inside(service, "touch", "/opt/kierros/mark", fails=True)
        status = dict(line.split(":\t", 1) for line in inside(service, "cat", "/proc/1/status").splitlines())
        assert (status["CapEff"], status["NoNewPrivs"]) == ("0" * 16, "1"), status


def logins_write_their_own_tables_only() -> None:
    """Each service's login reads all, writes nothing of another's, and alters no line of the journal."""
    for login, table in ANOTHERS_TABLE.items():
        assert _sql(login, f"SELECT count(*) FROM {table}").isdigit()
        for forbidden in (
            f"INSERT INTO {table} DEFAULT VALUES",
            f"DELETE FROM {table}",
            "UPDATE journal SET kind = 'other'",
            "DELETE FROM journal",
        ):
            assert "permission denied" in _sql(login, forbidden, fails=True), f"{login} may {forbidden}"
        assert "permission denied" in _sql(login, "CREATE TABLE own (id integer)", fails=True)


def figures_stay_inside(address: Address) -> None:
    """Health is told outside, figures are not, however their path is written."""
    for service, prefix in SERVICES.items():
        for page in ("healthz", "readyz"):
            address.fetch(f"{prefix}/{page}").expect(200)
        for path in ("/metrics", "/metrics/", "//metrics", "/%6Detrics", "/METRICS", "/./metrics"):
            assert address.fetch(prefix + path).status == 404, prefix + path
        local = f"http://127.0.0.1:8000{prefix}/metrics"
        read = f"import urllib.request as u; print(u.urlopen('{local}').read().decode())"
        assert "# TYPE" in inside(service, "python", "-c", read)


def plain_requests_are_sent_to_tls(address: Address) -> None:
    """Without TLS there is nothing but the way to it."""
    answer = address.fetch(f"http://localhost:{os.environ.get('KIERROS_HTTP_PORT', '80')}/")
    assert answer.expect(301, 308).headers["Location"].startswith("https://"), answer


def large_bodies_are_refused_in_words(address: Address) -> None:
    """A body beyond the limit is answered, not cut off."""
    for size in (3_000_000, 11_000_000):
        for prefix in SERVICES.values():
            answer = address.fetch(f"{prefix}/api/v1/ring", "POST", bytes(size), Content_Type="application/json")
            assert json.loads(answer.expect(401, 404, 405, 413).text)["status"] == answer.status


def one_may_be_away(address: Address) -> None:
    """With registration stopped the rest is served, callers are told in their own form, and no log keeps the link."""
    compose("stop", "registration")
    try:
        address.fetch("/").expect(200)
        address.fetch("/registration/mine/a-personal-link").expect(503, text="hetken poissa")
        call = address.fetch("/registration/api/v1/offerings/x/availability").expect(503)
        assert call.headers["Content-Type"].startswith("application/problem+json"), call
        assert "a-personal-link" not in compose("logs", "--no-color", "proxy")
    finally:
        compose("start", "registration")


def _sql(login: str, statement: str, *, fails: bool = False) -> str:
    password = os.environ[f"KIERROS_DB_{login.upper()}_PASSWORD"]
    return inside(
        "database", "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
        "--host=127.0.0.1", f"--username={login}", "--dbname=kierros", f"--command={statement}",
        environment={"PGPASSWORD": password}, fails=fails,
    )  # fmt: skip
