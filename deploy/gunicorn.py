"""How the web process is served. The address is named on the command line: --bind HOST:PORT."""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# In memory: a heartbeat must not wait for a disk
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a file without a name
# A thread may take long over a large spreadsheet; this is about processes that hang as a whole.
timeout = 60
# What is under way at a restart is finished; the proxy has read the request by then.
graceful_timeout = 330
# The proxies of deploy/ keep no connection for the next request; others may, for a while.
keepalive = 75
# A process is replaced after so many requests, not all in the same moment.
max_requests = 20_000
max_requests_jitter = 2_000
# It would be a file in the home folder, which cannot be written.
control_socket_disable = True
limit_request_line = 8190
limit_request_field_size = 8190
