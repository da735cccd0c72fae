"""The household's page in a real browser: the whole loop without JavaScript, the keypad with it, and what others could see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apps.pages.household_door import HERS, HOME

pytestmark = pytest.mark.browser

SHE_SAYS = {"卖鸡": "720", "子女给的": "400", "亲戚给的": ""}
FORGED = "A" * 22
PAGES = ("", "account/", "account/?change=1", "account/5/", "account/5/mine/", "closed/")

OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && (box.right > width + 1 || box.left < -1) && !each.closest('.unseen, .skip');
  });
  return out.map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 30)}`);
}"""
TOO_SMALL = """() => {
  const pressed = 'a, button, summary, textarea, input:not([type=hidden])';
  return [...document.querySelectorAll(pressed)].filter((each) => {
    const box = each.getBoundingClientRect();
    return each.offsetParent && !each.matches('.skip, .unseen') && (box.width < 60 || box.height < 60);
  }).map((each) => each.textContent.trim() || each.name);
}"""


@pytest.fixture
def home(site):
    """The 83-year-old's household: an account of twelve lines, two visits, a reader, a card that nobody has used."""
    from apps.conftest import NOON
    from apps.yang import make_yang
    from xinlu.casework.services.visits import record_visit
    from xinlu.casework.visits import Place
    from xinlu.registry.services.reading import note_reading

    yang = make_yang()
    yang.reckon()
    for days in (15, 45):
        began = NOON - timedelta(days=days)
        record_visit(yang.household, by=yang.helper, began_at=began, minutes=40, place=Place.HOME, present=["杨秀英"])
    note_reading(yang.household, reader=yang.county_desk, page="desk:household")
    return yang


def come_in(page, secret):
    """Scan, press the one button, choose three pictures, and say that they are remembered."""
    page.goto(f"/c/{secret}")
    page.click("main form button")
    for name in HERS:
        page.click(f"label:has(input[value={name}])")
    page.click("form.pictures button")
    page.click("button[name=sure]")
    page.wait_for_url("**/home/")


def test_the_whole_loop_runs_without_javascript(phone, home):
    from xinlu.casework.models import HouseholdFigures

    page = phone(width=320, height=640, script=False)
    come_in(page, home.secret)
    assert "杨秀英家" in page.inner_text("h1")
    page.click("text=看账")
    for _ in range(12):
        name = page.inner_text("h1")
        if name == "种地补贴":
            page.click("text=记不清")
        elif name in SHE_SAYS:
            page.click(".btn--no")
            assert not page.is_visible(".keypad")
            if SHE_SAYS[name]:
                page.fill("[name=amount]", SHE_SAYS[name])
                page.click("text=记下来")
            else:
                page.click("text=没有这回事")
        else:
            page.click(".btn--yes")
    assert page.url.endswith(f"{HOME}account/")
    assert "7,663" in page.inner_text("main") and "8,294" in page.inner_text("main")
    page.click("text=回到头一页")
    page.click("text=去说一声 >> nth=0")
    page.click("button[value=recognised]")
    page.click("button[value=yes]")
    figures = HouseholdFigures.objects.get(household=home.household)
    assert (figures.claimed_fen, figures.recognised_low_fen) == (2_488_200, 2_299_000)
    assert (figures.lines_contested, figures.lines_unanswered, figures.visits_sat_down) == (3, 1, 1)
    page.click("text=看完了，关上")
    page.goto(f"{HOME}account/")
    assert page.url.endswith(f"{HOME}closed/")


def test_the_large_keypad_writes_the_amount(phone, home):
    page = phone()
    come_in(page, home.secret)
    page.goto(f"{HOME}account/1/mine/")
    assert page.is_visible(".keypad")
    for key in "1", "2", ".", "5", ".", "0", "0", "back", "0":
        page.click(f"[data-keypad] button[value='{key}']")
    assert page.input_value("[name=amount]") == "12.500"
    assert page.get_attribute("[name=amount]", "inputmode") == "none"


def voice(language):
    """A browser that speaks one language and keeps what it was told to say."""
    return (
        "() => { const said = []; Object.defineProperty(window, 'speechSynthesis', { value: { said,"
        f" getVoices: () => [{{ lang: '{language}' }}],"
        " speak: (each) => said.push(each.text), cancel: () => said.push('stopped'), addEventListener: () => {} } });"
        " window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } }; }"
    )


def test_the_question_is_read_aloud_where_there_is_a_voice_and_stops_at_the_second_tap(phone, home):
    page = phone()
    page.add_init_script(f"({voice('zh-CN')})()")
    come_in(page, home.secret)
    page.goto(f"{HOME}account/1/")
    page.click("[data-listen]")
    said = page.evaluate("speechSynthesis.said")
    assert said[:3] == ["stopped", "稻谷", "1260 元"] and said[3] == "900 斤 乘 1.40 元"
    page.click("[data-listen]")
    assert page.evaluate("speechSynthesis.said.at(-1)") == "stopped"
    assert page.inner_text("[data-listen]") == "读给我听"


def test_without_a_voice_for_the_language_nothing_offers_to_read(phone, home):
    page = phone()
    page.add_init_script(f"({voice('de-DE')})()")
    come_in(page, home.secret)
    assert not page.is_visible("[data-listen]")


def test_the_keys_alone_lead_through_a_line(phone, home):
    page = phone()
    come_in(page, home.secret)
    page.goto(f"{HOME}account/1/")
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className"))
    assert [name for name in reached if "btn--yes" in name or "btn--no" in name] == ["btn btn--yes", "btn btn--no"]
    page.focus(".btn--yes")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOME}account/2/?after=1")


def test_the_address_of_the_card_is_sent_to_nobody(phone, home, site):
    page = phone()
    referred = []
    page.on("request", lambda request: referred.append((request.url, request.headers.get("referer", ""))))
    page.goto(f"/c/{FORGED}")
    page.click("main form button")
    come_in(page, home.secret)
    page.goto(f"{HOME}account/")
    assert any(referer for _, referer in referred)  # inside the page there is one, so the check can fail
    assert [url for url, referer in referred if home.secret in referer or FORGED in referer] == []
    assert [url for url, _ in referred if not url.startswith((site.url, "data:"))] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [320, 390])
def test_no_page_has_a_fault_that_axe_finds_or_runs_over_the_edge(phone, home, faults_of, overflow_of, language, width):
    page = phone(language=language, width=width)

    def look(what):
        for each in page.query_selector_all("summary"):
            each.click()
        assert faults_of(page) == [], what
        assert (page.evaluate(OVERFLOWING), overflow_of(page)) == ([], 0), what
        assert page.evaluate(TOO_SMALL) == [], what
        assert page.get_attribute("html", "lang").startswith(language)

    page.goto(f"/c/{home.secret}")
    look("card")
    page.click("main form button")
    look("pictures")
    for name in HERS:
        page.click(f"label:has(input[value={name}])")
    look("pictures, three touched")
    page.click("form.pictures button")
    look("pictures once more")
    page.click("button[name=sure]")
    page.wait_for_url("**/home/")
    for path in PAGES:
        page.goto(f"/home/{path}")
        look(path)
    page.goto(f"{HOME}account/5/mine/")
    page.fill("[name=amount]", "abc")
    page.click("button[value=amount]")
    look("a refused amount")
    page.fill("[name=amount]", "400")
    page.fill("[name=words]", "过年给了四百" * 20)
    page.click("button[value=amount]")
    look("the line after")
    page.goto(f"{HOME}account/?change=1")
    look("the account with an answer")
    page.goto("/home/")
    visit = page.get_attribute("a[href*='/visit/']", "href")
    for path in (visit, f"{visit}sat/", f"/c/{FORGED}"):
        page.goto(path)
        look(path)
    page.click("main form button")
    look("a refused card")


def test_axe_and_the_rulers_do_find_faults(phone, site, faults_of):
    page = phone()
    page.goto(f"{HOME}closed/")
    page.evaluate(
        """() => { document.querySelector('main').insertAdjacentHTML('beforeend',
        '<button></button><p><span>' + 'w'.repeat(400) + '</span></p><img src="data:,">');
        document.querySelector('main > p').style.overflowWrap = 'normal'; }"""
    )
    found = " ".join(faults_of(page))
    assert "button-name" in found and "image-alt" in found
    assert page.evaluate(OVERFLOWING) and page.evaluate(TOO_SMALL)
