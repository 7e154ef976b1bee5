"""The reading edition in a browser: what its search, notes and buttons do, and for whom."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Runner

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
AXE = Path(__file__).parent / "axe" / "axe.min.js"
PATIENCE = 60

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="there is no Chromium with its driver on this machine"
)


class Reader:
    """A person with a browser before the edition."""

    def __init__(self, browser: Chrome, address: str) -> None:
        self.browser = browser
        self.address = address

    def open(self, fragment: str = "", *, width: int = 1280, dark: bool = False) -> None:
        """Open the page anew on a screen of this width."""
        self.command(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", {"media": "", "features": [scheme]})
        self.browser.get("about:blank")
        self.browser.get(self.address + fragment)

    def command(self, name: str, parameters: dict[str, Any]) -> Any:  # noqa: ANN401 - CDP's answers
        """Send a command of the Chrome DevTools Protocol."""
        return self.browser.execute_cdp_cmd(name, parameters)

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 - the script's answer
        """Return what a script in the page returns."""
        return self.browser.execute_script(script, *arguments)

    def log(self, name: str) -> list[dict[str, Any]]:
        """Return what came to one of the browser's logs since it was last asked for."""
        return list(self.browser.get_log(name))  # type: ignore[no-untyped-call] # Selenium's

    def type(self, *keys: str) -> None:
        """Type into what has the focus."""
        ActionChains(self.browser).send_keys(*keys).perform()

    def type_with(self, held: str, key: str) -> None:
        """Type a key while another is held."""
        ActionChains(self.browser).key_down(held).send_keys(key).key_up(held).perform()

    def search(self, query: str) -> None:
        """Type a query into the search box."""
        self.browser.find_element(By.ID, "_query").clear()
        self.browser.find_element(By.ID, "_query").send_keys(query)

    def text(self, id_: str) -> str:
        """Return the text of an element, seen or only heard."""
        return str(self.run("return document.getElementById(arguments[0]).textContent", id_))

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait until `condition` holds."""
        WebDriverWait(self.browser, PATIENCE).until(lambda _: condition())

    @property
    def highlighted(self) -> list[str]:
        """What is highlighted as hits."""
        return list(self.run("return [...CSS.highlights.get('hit')].map(String)"))

    @property
    def focus(self) -> str:
        """The id or the class of what has the focus."""
        return str(self.run("return document.activeElement.id || document.activeElement.className"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    started = Chrome(options=options, service=Service(DRIVER))
    yield started
    started.quit()


@pytest.fixture(scope="module")
def address(run_wp8: Runner, tmp_path_factory: pytest.TempPathFactory) -> str:
    page = tmp_path_factory.mktemp("edition") / "edition.html"
    page.write_text(run_wp8("export", "--format", "html").stdout, encoding="utf-8")
    return page.as_uri()


@pytest.fixture
def reader(browser: Chrome, address: str) -> Reader:
    return Reader(browser, address)


def test_no_request_leaves_the_page_and_nothing_is_logged(reader: Reader) -> None:
    reader.log("performance")
    reader.log("browser")
    reader.open("#q=people&hit=3")
    messages = [json.loads(line["message"]) for line in reader.log("performance")]
    sent = [m["message"] for m in messages if m["message"]["method"] == "Network.requestWillBeSent"]
    asked = {message["params"]["request"]["url"] for message in sent}

    assert asked == {reader.address}
    assert reader.log("browser") == []


@pytest.mark.parametrize(
    ("query", "count", "found"),
    [
        ("CEMENT", 3, {"cement"}),
        ("self-reliance", 11, {"self-reliance", "Self-Reliance"}),
        ('"plan"', 28, {"plan", "Plan"}),
        (
            "“the people are god”",
            7,
            {"The people are god", "the People Are God", "The People Are God"},
        ),
        ("plenáry sess", 5, {"Plenary Sess"}),
        ("제8차 대회", 5, {"제8차대회", "제 8 차대회"}),
        ("U.S.", 8, {"U.S"}),
    ],
)
def test_a_search_finds_and_counts(reader: Reader, query: str, count: int, found: set[str]) -> None:
    reader.open()
    reader.search(query)

    assert (len(reader.highlighted), {*reader.highlighted}) == (count, found)
    assert reader.text("_count").endswith(f" of {count}")


def test_a_search_goes_from_hit_to_hit_is_heard_and_can_be_shared(reader: Reader) -> None:
    reader.open()
    reader.search("cement")
    assert (reader.text("_count"), reader.focus) == ("1 of 3", "_query")
    reader.type(Keys.ENTER)
    reader.wait(lambda: reader.text("_heard"))

    assert reader.text("_heard") == "2 of 3 in 3 passages; paper:7"
    assert reader.browser.current_url == f"{reader.address}#q=cement&hit=2"
    reader.type_with(Keys.SHIFT, Keys.ENTER)
    assert reader.text("_count") == "1 of 3"
    reader.open("#q=cement&hit=2")
    assert reader.text("_count") == "2 of 3"
    box = reader.run(
        "return [...CSS.highlights.get('current')][0].getBoundingClientRect().toJSON()"
    )
    assert 0 < box["top"] < box["bottom"] < 800


def test_escape_clears_the_search(reader: Reader) -> None:
    reader.open()
    reader.search("cement")
    reader.type(Keys.ESCAPE)

    assert (reader.highlighted, reader.text("_count")) == ([], "")
    assert reader.browser.current_url == reader.address


def test_a_search_without_a_hit_says_so(reader: Reader) -> None:
    reader.open()
    reader.search("zebra")
    reader.wait(lambda: reader.text("_heard"))

    assert (reader.text("_count"), reader.text("_heard")) == ("No hits", "No hits")


def test_a_note_opens_by_keyboard_and_escape_returns_to_its_mark(reader: Reader) -> None:
    reader.open("#paper:9")
    reader.run("document.getElementById('_mark:paper:9:paper:n8').focus()")
    reader.type(Keys.ENTER)
    popover = reader.browser.find_element(By.CLASS_NAME, "popover")

    assert popover.is_displayed()
    assert popover.accessible_name == "Note 8"
    assert "[North Korea] Foreign Investment" in popover.text
    assert reader.focus == "popover"
    reader.type(Keys.ESCAPE)
    assert not popover.is_displayed()
    assert reader.focus == "_mark:paper:9:paper:n8"


def test_without_scripts_a_mark_leads_to_its_note_and_back(reader: Reader) -> None:
    reader.command("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reader.open("#paper:9")
        reader.browser.find_element(By.ID, "_mark:paper:9:paper:n8").click()
        assert reader.browser.current_url.endswith("#paper:n8")
        reader.browser.find_element(By.CSS_SELECTOR, "[id='paper:n8'] .back").click()
        assert reader.browser.current_url.endswith("#_mark:paper:9:paper:n8")
        assert not reader.browser.find_element(By.ID, "_query").is_displayed()
    finally:
        reader.command("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_a_citation_is_copied_with_its_link_and_that_is_said(
    reader: Reader, has_clipboard: bool
) -> None:
    reader.open()
    if not has_clipboard:
        reader.run("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    reader.run("document.querySelector('[value=\"speech:12\"]').focus()")
    reader.type(Keys.ENTER)
    reader.wait(lambda: reader.text("_said"))
    said = reader.text("_said")
    assert reader.focus == "cite"
    reader.browser.find_element(By.ID, "_query").click()
    reader.type_with(Keys.CONTROL, "v")
    pasted = reader.run("return document.getElementById('_query').value")

    assert said.startswith("Copied: Kim Jong Un, Concluding Speech")
    assert pasted.startswith(said.removeprefix("Copied: "))
    assert pasted.endswith(f"{reader.address}#speech:12")


def test_the_theme_is_chosen_and_remembered(reader: Reader) -> None:
    reader.open()
    paper = "return getComputedStyle(document.body).backgroundColor"
    light = reader.run(paper)
    try:
        reader.browser.find_element(By.CLASS_NAME, "theme").click()
        dark = reader.run(paper)
        reader.open()
        assert reader.run(paper) == dark != light
    finally:
        reader.run("localStorage.clear()")


@pytest.mark.parametrize(
    ("typed", "id_"),
    [("speech:12-14", "speech:12"), ("Speech:12", "speech:12"), ("paper", "paper")],
)
def test_an_address_as_it_is_typed_in_wp8_leads_there(reader: Reader, typed: str, id_: str) -> None:
    reader.open(f"#{typed}")

    assert reader.run("return document.querySelector(':target').id") == id_


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 2560])
def test_nothing_is_wider_than_the_screen(reader: Reader, width: int) -> None:
    reader.open("#q=people", width=width)

    assert reader.run("return document.documentElement.scrollWidth") <= width


def test_on_paper_there_are_the_notes_and_no_buttons(reader: Reader) -> None:
    reader.open()
    reader.command("Emulation.setEmulatedMedia", {"media": "print"})
    shown = "return document.querySelector(arguments[0]).getClientRects().length > 0"

    assert [reader.run(shown, name) for name in (".bar", ".cite", ".back")] == [False] * 3
    assert [reader.run(shown, name) for name in (".note", ".paragraph .number", "nav")] == [
        True
    ] * 3


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)])
def test_axe_finds_no_barrier(reader: Reader, width: int, dark: bool) -> None:
    reader.open("#q=living%20standards", width=width, dark=dark)
    reader.run(AXE.read_text(encoding="utf-8"))
    check = (
        "const done = arguments[0]; axe.run().then(({violations}) => "
        "done(violations.map(({id, nodes}) => [id, nodes[0].html, nodes[0].failureSummary])))"
    )

    assert reader.browser.execute_async_script(check) == []
    reader.run("document.getElementById('_mark:paper:9:paper:n8').click()")
    assert reader.browser.execute_async_script(check) == []
