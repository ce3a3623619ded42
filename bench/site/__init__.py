"""A whole installation for a measurement: real servers, an agency of people, and their browsers.

    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), database="postgres://...")   # "" for SQLite
        site.prepare()
        world = site.make_world(Wanted(assessors=20, cases=10))
        web, worker = site.web(port), site.worker()
        try:
            web.start()
            worker.start()
            web.wait_until_ready()
            asha = Assessor(web.host, web.port, world.assessors[0].session)
            sheet = asha.open_case(world.assessors[0].cases[0])
            sheet.revisions["i1"] = asha.save(sheet, "i1", "0").revision
        finally:
            web.stop()
            worker.stop()

Everything listens on this machine only. `python -m bench.site` is not a measurement by itself.
"""

from bench.site.assessor import Assessor, RefusedError, Saved, Sheet
from bench.site.browser import Answer, Browser, CutError
from bench.site.people import Person, Right, Wanted, World
from bench.site.servers import Service, Site, free_port

__all__ = [
    "Answer",
    "Assessor",
    "Browser",
    "CutError",
    "Person",
    "RefusedError",
    "Right",
    "Saved",
    "Service",
    "Sheet",
    "Site",
    "Wanted",
    "World",
    "free_port",
]
