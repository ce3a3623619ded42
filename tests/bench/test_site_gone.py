"""PostgreSQL goes away under a running installation, and comes back: nothing is started again."""

import time
from pathlib import Path

import pytest

from bench.cluster import DURABLE, postmaster
from bench.site import Browser, Site

SIGN_IN = "/account/login/"


@pytest.mark.full
@pytest.mark.timeout(900)
def test_pages_say_so_while_postgresql_is_gone_and_all_goes_on_when_it_is_back(tmp_path):
    with postmaster(DURABLE) as database:
        site = Site(tmp_path, database=database.address)
        site.prepare()
        web, worker = site.web(processes=1), site.worker()
        browser = Browser(web.host, web.port)
        web.start()
        worker.start()
        try:
            web.wait_until_ready()
            assert browser.get(SIGN_IN).status == 200

            database.stop()
            time.sleep(60)
            gone, ready, live = (
                browser.get(path) for path in (SIGN_IN, "/health/ready", "/health/live")
            )
            database.start()
            web.wait_until_ready()
            back = browser.get(SIGN_IN)
            worker_is_running = worker.is_running
            since = site.run("manage.py", "shell", "-c", COUNT)
            time.sleep(90)
            later = site.run("manage.py", "shell", "-c", COUNT)
        finally:
            browser.close()
            web.stop()
            worker.stop()

    assert (gone.status, ready.status, live.status) == (503, 503, 200)
    assert "The database does not answer" in gone.text
    assert '"gone"' in ready.text
    assert back.status == 200
    assert worker_is_running
    assert int(later.split()[-1]) > int(since.split()[-1])
    told = Path(worker.log).read_text()
    assert "The database cannot be reached." in told
    assert "Traceback" not in told, told[-2000:]


COUNT = (
    "from django_tasks_db.models import DBTaskResult; "
    "print(DBTaskResult.objects.filter(status='SUCCESSFUL').count())"
)
