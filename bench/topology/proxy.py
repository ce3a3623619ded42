"""The shipped configuration of nginx, with other ports, folders and upstreams in it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.command import MeasurementError
from bench.site import Service

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx"
WHOLE = """
daemon off;
worker_processes 1;
error_log {folder}/error.log warn;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/limits.conf;
    access_log {folder}/access.log plumbline;
    {upstream}
    server {{
        listen {host}:{port} ssl;
        server_name _;
        ssl_certificate     {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
        include {folder}/site.conf;
    }}
}}
"""


def upstream(shipped: str, servers: Sequence[str]) -> str:
    """The shipped group of web processes with these addresses in place of its own.

    Everything else of it is kept: when a process counts as gone, and how connections are kept.
    """
    found = re.search(r"upstream plumbline \{.*?\n\}", shipped, re.DOTALL)
    line = re.search(r"server 127\.0\.0\.1:\d+([^;]*);", shipped)
    if found is None or line is None:
        raise MeasurementError("deploy/nginx/plumbline.conf has no upstream to fill in.")
    kept = re.sub(r"\n    server [^;]*;", "", found.group(0))
    own = "".join(f"\n    server {server}{line.group(1)};" for server in servers)
    return kept.replace("{", "{" + own, 1)


def nginx(folder: Path, host: str, port: int, servers: Sequence[str], static: Path) -> Service:
    """The proxy, not started: HTTPS with a certificate of its own, made for this run."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        raise MeasurementError("nginx is not installed here. Install Debian's nginx-light.")
    folder.mkdir(parents=True)
    # Its processes give up root's rights, and must still come to their files.
    folder.chmod(0o777)
    shutil.copy(SHIPPED / "limits.conf", folder)
    site = (SHIPPED / "site.conf").read_text()
    (folder / "site.conf").write_text(site.replace("/var/lib/plumbline/static/", f"{static}/"))
    _certificate(folder)
    group = upstream((SHIPPED / "plumbline.conf").read_text(), servers)
    told = WHOLE.format(folder=folder, host=host, port=port, upstream=group)
    (folder / "nginx.conf").write_text(told)
    command = [program, "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    return Service("proxy", command, {}, folder / "said.log", host, port)


def _certificate(folder: Path) -> None:
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=measured", "-keyout", str(folder / "key.pem")]
    words += ["-out", str(folder / "certificate.pem")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise MeasurementError(f"openssl failed: {done.stderr[-500:]}")
