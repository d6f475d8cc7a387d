"""Pages of a large office under many users: `python -m benchmarks.pages --rows 100000`.

Makes an installation with so many remains and persons sought, keeps it for the next time, serves it as
the product does, and lets persons who are signed in ask for the pages of a working day.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection  # noqa: TID251 - asks our own server
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.random import default_rng

from tools import debian
from tools.postgresql import account, call
from tools.steps import ROOT

KEPT = ROOT / "build" / "benchmarks"
TOKEN = "b" * 32
BARE = "/sign-in/"
"""A page that asks the database for nothing: what this machine and this server can do at most."""

OPTIONS = "-c listen_addresses='' -c unix_socket_directories='{folder}' -c shared_buffers=512MB"
PATIENCE_S = 120.0

Figures = dict[str, Any]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--rows", type=int, default=100_000, help="remains; as many are sought")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=3.0, help="mean seconds between two pages")
    parser.add_argument("--workers", type=int, help="processes that serve pages, if not as usual")
    parser.add_argument("--only-queries", action="store_true", help="no load: queries by page")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    chosen = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
    for database in chosen:
        with installation(database, asked.rows) as environment:
            figures = {"database": database, **measured(asked, environment)}
        print(json.dumps(figures) if asked.json else as_table(figures), flush=True)
    return 0


def measured(asked: argparse.Namespace, environment: Mapping[str, str]) -> Figures:
    """All figures of one database."""
    figures: Figures = {"rows": asked.rows, "load_average_before": os.getloadavg()[0]}
    figures["queries"] = inside(environment, "queries")
    if asked.only_queries:
        return figures
    work = inside(environment, "begin", str(asked.users))
    with served(environment, asked.workers) as server:
        figures["first"] = first_time(server, work)
        figures["bare"] = bare(server, asked.seconds / 6)
        for name, think in (("thinking", asked.think), ("at once", 0.0)):
            seconds = asked.seconds if think else asked.seconds / 3
            figures[name] = under_load(server, work, seconds, think)
    return figures | {"think_mean_s": asked.think, "users": asked.users}


# The installation: made once for so many rows, and kept.


@contextmanager
def installation(database: str, rows: int) -> Iterator[dict[str, str]]:
    """The environment of an installation that holds so many cases."""
    folder = KEPT / f"pages-{database}-{rows}"
    complete = folder / "complete"
    if not complete.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ANTIGONE_", "DJANGO_"))}
    environment = kept | {"ANTIGONE_DATA": str(folder / "data"), "PYTHONUNBUFFERED": "1"}
    with running_postgresql(folder) if database == "postgresql" else _nothing() as address:
        if address:
            environment["ANTIGONE_DATABASE_URL"] = address
        if not complete.exists():
            print(f"Making {rows} cases in {folder} …", file=sys.stderr)
            print(inside(environment, "fill", str(rows)), file=sys.stderr)
            complete.touch()
        else:
            _migrate(environment)
        yield environment


@contextmanager
def _nothing() -> Iterator[str]:
    yield ""


def _migrate(environment: Mapping[str, str]) -> None:
    """A database of an earlier version of the program becomes one of this version."""
    command = [sys.executable, "-m", "antigone.cli", "manage", "migrate", "-v", "0"]
    subprocess.run(command, env=dict(environment), check=True, cwd=ROOT)


@contextmanager
def running_postgresql(folder: Path) -> Iterator[str]:
    """A server whose files lie in a folder and stay there; durable, as an installation's is."""
    programs = debian.postgresql_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed here")
    user, data = account(), folder / "postgresql"
    if user:
        shutil.chown(folder, user)
    if not data.exists():
        settings = ["-U", "antigone", "-A", "trust", "-E", "UTF8", "--locale=C"]
        call([programs / "initdb", "-D", data, *settings], user, folder)
    options, log = OPTIONS.format(folder=folder), folder / "log"
    start: list[str | Path] = [programs / "pg_ctl", "-D", data, "-l", log, "-o", options]
    start += ["-w", "start"]
    call(start, user, folder)
    try:
        yield f"postgresql://antigone@/postgres?host={quote(str(folder), safe='')}"
    finally:
        call([programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"], user, folder)


def inside(environment: Mapping[str, str], *what: str) -> Any:  # noqa: ANN401 - JSON
    """What `benchmarks.office_at_work` says."""
    command = [sys.executable, "-m", "benchmarks.office_at_work", *what]
    done = subprocess.run(
        command, env=dict(environment), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


# The server, as the product starts it.


@dataclass(frozen=True)
class Served:
    """A server that runs: where it listens, and its process."""

    port: int
    process: int


@contextmanager
def served(environment: Mapping[str, str], workers: int | None) -> Iterator[Served]:
    """`antigone serve`, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "antigone.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, *(("--workers", str(workers)) if workers else ())],
        env=dict(environment),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield Served(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", BARE)
            connection.getresponse().read()
            connection.close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not start")


def cpu_seconds(process: int) -> float:
    """Processor time of a process and its children so far."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    children = [int(number) for task in tasks for number in task.read_text().split()]
    stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = sum(int(ticks) for ticks in stat[11:13]) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(cpu_seconds, children))


# The users.


@dataclass
class Log:
    """How long each answer took, in seconds, by page; and answers that were none."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, page: str, seconds: float, status: int) -> None:
        """One answer."""
        with self.lock:
            if status == 200:
                self.times[page].append(seconds)
            else:
                self.refused[f"{page}: {status}"] += 1


def bare(server: Served, seconds: float) -> Figures:
    """The bare page, asked for by one after the other."""
    connection, times = HTTPConnection("127.0.0.1", server.port, timeout=60), []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.perf_counter()
        connection.request("GET", BARE)
        connection.getresponse().read()
        times.append(time.perf_counter() - start)
    return _quantiles(times)


def first_time(server: Served, work: Figures) -> Figures:
    """Each page once by the first person, after the start: seconds of those that took longest."""
    person, connection = work["persons"][0], HTTPConnection("127.0.0.1", server.port, timeout=120)
    cookie, took = f"sessionid={person['session']}", {}
    for page in work["pages"]:
        start = time.perf_counter()
        address = quote(page["addresses"][0], safe="/?=+&")
        connection.request("GET", address, headers={"Cookie": cookie})
        connection.getresponse().read()
        took[page["name"]] = time.perf_counter() - start
    return dict(sorted(took.items(), key=lambda one: -one[1])[:3])


def under_load(server: Served, work: Figures, seconds: float, think: float) -> Figures:
    """All users at once, each with pauses of a random length; `think` 0: without any."""
    log, begun = Log(), cpu_seconds(server.process)
    end = time.monotonic() + seconds
    users = [
        threading.Thread(target=_use, args=(server, person, work["pages"], log, end, think, at))
        for at, person in enumerate(work["persons"])
    ]
    for user in users:
        user.start()
    for user in users:
        user.join()
    answers = sum(map(len, log.times.values()))
    every = [one for times in log.times.values() for one in times]
    return {
        "seconds": seconds,
        "answers_per_second": answers / seconds,
        "server_cpu_share": (cpu_seconds(server.process) - begun) / seconds,
        "all": _quantiles(every),
        "pages": {page: _quantiles(times) for page, times in sorted(log.times.items())},
        "refused": dict(log.refused),
    }


def _use(
    server: Served,
    person: Figures,
    pages: Sequence[Figures],
    log: Log,
    end: float,
    think: float,
    seed: int,
) -> None:
    rng, connection = default_rng(seed), HTTPConnection("127.0.0.1", server.port, timeout=120)
    own = [page for page in pages if page["needs"] in person["permissions"]]
    shares = np.array([page["share"] for page in own])
    cookie = f"sessionid={person['session']}; csrftoken={TOKEN}"
    writes = "take_requests" in person["permissions"]
    time.sleep(think * float(rng.random()))
    while time.monotonic() < end:
        if writes and rng.random() < WRITES:
            _write(connection, cookie, log)
        page = own[int(rng.choice(len(own), p=shares / shares.sum()))]
        address = page["addresses"][int(rng.integers(len(page["addresses"])))]
        start = time.perf_counter()
        connection.request("GET", quote(address, safe="/?=+&"), headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        log.note(page["name"], time.perf_counter() - start, answer.status)
        if think:
            time.sleep(min(float(rng.exponential(think)), max(0.0, end - time.monotonic())))


WRITES = 0.1
"""Of those who take requests: how often one begins a draft beside a page, and discards it."""


def _write(connection: HTTPConnection, cookie: str, log: Log) -> None:
    headers = {"Cookie": cookie, "X-CSRFToken": TOKEN, "Content-Length": "0"}
    start = time.perf_counter()
    connection.request("POST", "/i/large-office/requests/new/", headers=headers)
    answer = connection.getresponse()
    answer.read()
    status = 200 if answer.status == 302 else answer.status
    log.note("an act: begin a draft", time.perf_counter() - start, status)
    where = answer.headers.get("Location", "")
    if where:
        connection.request("POST", f"{where}discard/", headers=headers)
        connection.getresponse().read()


def _quantiles(times: Sequence[float]) -> Figures:
    if not times:
        return {"answers": 0}
    p50, p95 = np.quantile(times, [0.5, 0.95])
    return {
        "answers": len(times),
        "p50_ms": 1000 * float(p50),
        "p95_ms": 1000 * float(p95),
        "max_ms": 1000 * max(times),
    }


def as_table(figures: Figures) -> str:
    """The figures as they stand in the README."""
    lines = [f"### {figures['database']}, {figures['rows']:,} remains and as many sought", ""]
    if "thinking" not in figures:
        lines += ["| Page | Queries | in them, ms | in all, ms |", "| --- | ---: | ---: | ---: |"]
        for page, of in figures["queries"].items():
            lines.append(
                f"| {page} | {of['queries']} | {of['queries_ms']:.0f} | {of['all_ms']:.0f} |"
            )
        return "\n".join([*lines, ""])
    thinking, at_once = figures["thinking"], figures["at once"]
    bare_ms = figures["bare"]["p50_ms"]
    lines += [
        f"{figures['users']} users, {figures['think_mean_s']} s between two pages on average: "
        f"{thinking['answers_per_second']:.1f} answers/s, server {thinking['server_cpu_share']:.0%} "
        f"of one core, p50 {thinking['all']['p50_ms']:.0f} ms, p95 {thinking['all']['p95_ms']:.0f} "
        f"ms. Without pauses {at_once['answers_per_second']:.1f} answers/s. The bare page: "
        f"{bare_ms:.1f} ms. After the start each page was asked for once; the longest took: "
        + ", ".join(f"{page} {1000 * took:.0f} ms" for page, took in figures["first"].items())
        + ".",
        "",
        "| Page | Queries | p50 ms | p95 ms | max ms | p50 / bare page |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for page, of in thinking["pages"].items():
        queries = figures["queries"].get(page, {}).get("queries", "")
        lines.append(
            f"| {page} | {queries} | {of['p50_ms']:.0f} | {of['p95_ms']:.0f} | {of['max_ms']:.0f} "
            f"| {of['p50_ms'] / bare_ms:.0f} |"
        )
    refused = {**thinking["refused"], **at_once["refused"]}
    return "\n".join([*lines, "", *(f"Refused: {what}, {n}" for what, n in refused.items())])


if __name__ == "__main__":
    sys.exit(main())
