"""What the tests of the app share: a person at a known hour, and the made-up person."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from charley.db.repository import PersonStore, local_person, store_for
from charley.services.sample import SAMPLE_PROFILE, sample_entries
from charley.web import clock
from support.phone import Phone, a_phone
from support.serving import FLAGS, Served, chromium, served

BERLIN = ZoneInfo("Europe/Berlin")


class Hands:
    """The hands of the clock in a test; they can be turned."""

    def __init__(self, wall: datetime) -> None:
        self.wall = wall

    def __call__(self) -> datetime:
        return self.wall.replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """It is ten past three in the morning of Saturday the 14th: the night of Friday the 13th."""
    turned = Hands(datetime(2026, 11, 14, 3, 10))
    monkeypatch.setattr(clock, "world_clock", turned)
    return turned


@pytest.fixture
def person(db: None, hands: Hands) -> Client:
    """A browser without scripts, in Berlin."""
    browser = Client(headers={"accept-language": "en"})
    browser.cookies[clock.ZONE_COOKIE] = "Europe/Berlin"
    return browser


@pytest.fixture
def store(db: None) -> PersonStore:
    """The diary behind the pages."""
    return store_for(local_person(made_at=datetime.now(UTC)))


@pytest.fixture
def sample(store: PersonStore, person: Client) -> Client:
    """The same browser with the made-up diary, up to the night before."""
    now = datetime(2026, 11, 13, tzinfo=UTC)
    store.append(entries=sample_entries(until=date(2026, 11, 13)), received_at=now)
    store.keep_profile(document=SAMPLE_PROFILE, made_at=now)
    return person


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Charley with an empty diary, served for real."""
    with served(tmp_path_factory.mktemp("diary") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Charley with the made-up person, served for real."""
    with served(tmp_path_factory.mktemp("demo") / "data", command="demo") as running:
        yield running


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium_browser: Browser) -> Iterator[Phone]:
    """A phone in Berlin, with nothing kept on it; see :func:`support.phone.a_phone`."""
    with a_phone(chromium_browser) as held:
        yield held
