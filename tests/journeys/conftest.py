"""A real browser, a real server, and people at work: what every journey shares."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django_scopes import scopes_disabled

from tests.factories import PASSWORD
from tests.training.factories import assign
from tests.vignettes.factories import make_version

SCREENSHOTS = Path(settings.BASE_DIR) / "var" / "screenshots"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
FLAGSHIP = "heron-bridge"
"""A contact offence against a niece, and CSEM: the images are no victims of items 8 to 10."""


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def case(transactional_db, asha):
    """Asha's first practice case, its notice not yet read."""
    return assign(asha, make_version(FLAGSHIP), seen=False)


@pytest.fixture
def console() -> list[str]:
    """What the browser complains of: a journey ends with none."""
    return []


@pytest.fixture
def open_page(browser, live_server, console):
    """Makes pages in contexts of their own: `open_page(viewport=NARROW, color_scheme="dark")`."""
    contexts = []

    def make(**options):
        usual = {"base_url": live_server.url, "viewport": WIDE, "locale": "en-CA"}
        context = browser.new_context(**{**usual, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: console.append(str(error)))
        page.on(
            "console",
            lambda message: console.append(message.text) if message.type == "error" else None,
        )
        page.set_default_timeout(30_000)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def look() -> Callable[..., None]:
    """Scan the page with axe, and keep a picture of it; `look(page, "02-feedback")`."""

    def scan(page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0, f"{name} is {too_wide} px wider than the screen"

    return scan


def sign_in(page, person) -> None:
    """By the form, as everybody does."""
    page.goto("/")
    page.locator("input[name=login]").fill(person.user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state()


def choose(page, question: str, value: object) -> None:
    """One answer, by pointer, and wait until the server has it."""
    open_item(page, question)
    with page.expect_response(lambda response: "/autosave/" in response.url):
        page.locator(f"input[name='{question}-value'][value='{value}']").check()


def open_item(page, question: str) -> None:
    """Unfold an item that shows as one line."""
    if page.locator(f"#item-{question}:not([open]) > summary").count():
        page.locator(f"#item-{question} > summary").click()
