"""README's five steps in the demo county, and the 83-year-old's loop, each person at a device of their own.

In a run that wants pictures (`make pictures`) the steps leave those of README.md.
"""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from apps.pages.household_door import HERS
from apps.yang import LINES, make_yang

pytestmark = pytest.mark.browser

PHONE, DESK = (390, 844), (1280, 900)
HEAVIEST_BYTES = 120_000
ZH, EN = "zh-hans", "en"
WORDS = {
    "log in": ("登录", "Log in"),
    "whom first": ("今天先去谁家", "Where to go first today"),
    "Yang's home": ("杨秀英家", "杨秀英's household"),
    "reckon": ("一起算账", "Reckon together"),
    "begin": ("开始算", "Begin to reckon"),
    "write line": ("记上这一笔", "Write this line down"),
    "done": ("算完了，记下来念给家里人听", "Done: write it down and read it out"),
    "read out": ("念给家里人听", "Read it out to them"),
    "open card": ("打开这张卡", "Open this card"),
    "open ours": ("打开我家的账", "Open our account"),
    "these three": ("就这三张", "These three"),
    "remember": ("记住了", "I shall remember them"),
    "see account": ("看账", "See the account"),
    "right": ("对的", "Right"),
    "not so": ("不对", "Not so"),
    "write own": ("记下来", "Write it down"),
    "our account": ("我家的收入账", "Our income account"),
    "change mind": ("我要改主意", "I want to change my mind"),
    "again": ("再说一次", "Answer again"),
    "two figures": ("人均收入 元 / 年", "Net income a head yuan a year"),
    "account of the county": ("月岭县总览", "月岭县: overview"),
}


@dataclass
class Reader:
    """One person at one device: what is shown, and where a finger goes, in that person's language."""

    page: object
    language: str

    def words(self, key):
        return WORDS[key][self.language == EN]

    def go(self, where):
        """Tap what leads to another page, and wait for it."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            where.tap()

    def press(self, key, role="button"):
        """Tap the button or link that is called so."""
        self.go(self.page.get_by_role(role, name=self.words(key), exact=True).first)

    def log_in(self, login):
        self.page.goto("/enter/login/")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", "yueling-demo")
        self.press("log in")

    def sees(self, text):
        expect(self.page.locator("main")).to_contain_text(text)

    def heading(self):
        return self.page.locator("h1").inner_text()


@pytest.fixture
def device(chromium, site, picture_folder):
    """Opens a browser of its own that is touched: device(language, size) gives who reads it."""
    opened = []

    def open_device(language=ZH, size=PHONE):
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": size[0], "height": size[1]},
            locale={ZH: "zh-CN", EN: "en-GB"}[language],
            has_touch=True,
            device_scale_factor=2 if picture_folder and size == PHONE else 1,
        )
        opened.append(context)
        return Reader(context.new_page(), language)

    yield open_device
    for context in opened:
        context.close()


@pytest.fixture
def demo_county(transactional_db, settings, picture_folder):
    """The demo county: a small one, or, for the pictures, the one that README tells of."""
    from xinlu.demo.county import make_county
    from xinlu.demo.layout import FULL_HOUSEHOLDS, LEAST_HOUSEHOLDS

    settings.XINLU_DEMO = True
    settings.XINLU_DESK_MFA = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    make_county(seed=2026, households=FULL_HOUSEHOLDS if picture_folder else LEAST_HOUSEHOLDS)


@pytest.fixture
def keep(picture_folder):
    """Keeps a picture of what a reader sees, or of the page from one part down to another, where pictures are wanted."""

    def keep(reader, name, *, first=None, last=None):
        if picture_folder is None:
            return
        reader.page.evaluate("new Promise((done) => setTimeout(done, 400))")  # a page that scrolls is drawn half
        shot = reader.page.screenshot(full_page=True, clip=between(first, last)) if last else reader.page.screenshot()
        picture_folder.mkdir(parents=True, exist_ok=True)
        file = picture_folder / f"{name}.{'en' if reader.language == EN else 'zh'}.png"
        file.write_bytes(light(shot))
        assert file.stat().st_size < HEAVIEST_BYTES

    return keep


def between(first, last):
    """The strip of the page from the top of one part (None: of the page) to the bottom of another, as wide as the window."""
    last.page.evaluate("scrollTo(0, 0)")
    top = first.bounding_box()["y"] - 8 if first else 0
    below = last.bounding_box()
    return {
        "x": 0,
        "y": top,
        "width": last.page.viewport_size["width"],
        "height": below["y"] + below["height"] + 16 - top,
    }


def light(png):
    """The picture in 128 colours: enough for paper, ink and three tints, at a third of the bytes."""
    from PIL import Image

    written = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()


def reckon_twelve_lines(helper):
    """From the household's page on: tap the kind, type its figures, tap; at the end the account is written down."""
    from xinlu.income.kinds import kind

    page = helper.page
    helper.press("reckon", "link")
    helper.press("begin")
    for code, quantity, price, amount in LINES:
        called = re.compile(rf"^{re.escape(kind(code).name.said(helper.language))}( [\d,.−-]+)?$")
        chips = page.get_by_role("link", name=called)
        if not chips.first.is_visible():
            page.locator("#others summary").tap()
        helper.go(chips.locator("visible=true").first)
        if quantity is None:
            page.locator("#amount").fill(str(amount // 100))
        else:
            page.locator("#quantity").fill(f"{quantity / 1000:g}")
            page.locator("#price").fill(f"{price / 100:g}")
        helper.press("write line")


def come_in_by_the_card(home):
    """From the card's page to the family's own: one button, three pictures, and that they are remembered."""
    home.press("open ours")
    for name in HERS:
        home.page.locator(f"label:has(input[value={name}])").tap()
    home.press("these three")
    home.press("remember")
    home.page.wait_for_url("**/home/")


def go_through_the_lines(home, own, *, look=lambda: None):
    """Answer line by line: `own` holds, by the line's name, what the family says instead ("" for none); the rest is right."""
    home.press("see account", "link")
    for _ in LINES:
        name = home.heading()
        if name not in own:
            home.press("right")
            continue
        look()
        home.press("not so", "link")
        if own[name]:
            for digit in own[name]:
                home.page.get_by_role("button", name=digit, exact=True).tap()
            home.press("write own")
        else:
            home.go(home.page.get_by_role("button", name="没有这回事"))
    expect(home.page.locator("h1")).to_have_text(home.words("our account"))


def two_figures(desk):
    """Claimed and recognised income a head, in yuan, as the area's page shows them."""
    block = desk.page.locator("section", has=desk.page.get_by_role("heading", name=desk.words("two figures")))
    return tuple(int(each.replace(",", "")) for each in block.locator("dd a").all_inner_texts())


def found_row(desk, name):
    """People, claimed, recognised and distance of the one household that a search by its name finds."""
    desk.page.goto("/desk/households/")
    desk.page.get_by_role("searchbox").first.fill(name)
    desk.page.get_by_role("searchbox").first.press("Enter")
    desk.page.wait_for_url("**text=**")
    rows = desk.page.locator("#list tbody tr")
    expect(rows).to_have_count(1)
    shown = rows.locator("td.num").all_inner_texts()[:4]
    return [each.strip() for each in shown if each.strip(" —")]


def open_places(desk, *names):
    """Go down from the county's page, a place at a time."""
    for name in names:
        desk.go(desk.page.get_by_role("rowheader", name=name).get_by_role("link"))
        expect(desk.page.locator("h1")).to_contain_text(name)


@pytest.mark.parametrize("language", [ZH, EN])
def test_the_five_steps_of_the_readme(demo_county, site, device, keep, language):
    from xinlu.income.kinds import kind

    children, given = (each.said(language) for each in (kind("children").name, kind("children").source.words))
    county = device(language, DESK)
    county.log_in("county")
    assert county.heading() == county.words("account of the county")
    county_before, county_page = two_figures(county), county.page.url
    open_places(county, "望云乡", "对门坡村")
    village_page = county.page.url

    helper = device(language)
    helper.log_in("helper")
    assert helper.heading() == helper.words("whom first")
    keep(helper, "1-today")
    helper.go(helper.page.get_by_role("link", name=helper.words("Yang's home")))
    reckon_twelve_lines(helper)
    expect(helper.page.locator(".total")).to_contain_text("8,294")
    assert helper.page.locator("table.reckon tbody tr").count() == 12
    helper.page.goto(helper.page.url.split("#")[0])
    keep(helper, "2-account")
    helper.press("done")
    assert helper.heading() == helper.words("read out")
    county.page.goto(village_page)
    waiting = two_figures(county)
    assert found_row(county, "杨秀英") == ["3", "8,294"], "what was claimed stands alone while nobody has looked"

    home = device(language)
    home.page.goto("/enter/demo/")
    home.go(home.page.locator(".demo-card", has_text="杨秀英家").get_by_role("link", name=home.words("open card")))
    come_in_by_the_card(home)
    go_through_the_lines(home, {children: "400"}, look=lambda: keep(home, "3-line"))
    contested = home.page.locator(".line", has_text=children)
    assert re.findall(r"\d+", contested.inner_text().replace(",", "")) == ["600", "400"]
    home.sees("8,294")
    home.sees("8,227")
    keep(home, "4-both", first=home.page.locator("h2", has_text=given), last=home.page.locator(".pair").last)

    county.page.goto(village_page)
    parted = two_figures(county)
    assert parted != waiting and found_row(county, "杨秀英") == ["3", "8,294", "8,227", "67"]
    county.page.goto(county_page)
    assert two_figures(county) != county_before
    keep(county, "5-county", last=county.page.locator(".cols").first)

    home.press("change mind", "link")
    home.go(home.page.get_by_role("link", name=f"{home.words('again')}: {children}"))
    home.press("right")
    county.page.goto(village_page)
    claimed, recognised = two_figures(county)
    assert claimed == parted[0] and recognised > parted[1], "the figures had parted because of her one answer"


def test_the_83_year_old_says_three_times_that_it_is_not_so(site, device, need):
    yang = make_yang()
    helper = device()
    helper.page.context.add_cookies(site.login(yang.helper))
    helper.page.goto("/field/")
    helper.go(helper.page.get_by_role("link", name="杨秀英家"))
    reckon_twelve_lines(helper)
    helper.press("done")
    helper.go(helper.page.get_by_role("link", name="手机转给户里看"))
    helper.go(helper.page.get_by_role("button", name="都不在，我替他们点"))
    expect(helper.page.get_by_role("alert")).to_contain_text("只能家里人自己说")
    helper.page.goto(f"/field/household/{yang.household.pk}/")
    expect(helper.page.locator("main")).to_contain_text("12 笔还没看")

    home = device()
    home.page.goto(f"/c/{yang.secret}")
    come_in_by_the_card(home)
    go_through_the_lines(home, {"卖鸡": "720", "子女给的": "400", "亲戚给的": ""})
    home.sees("7,767")
    home.press("change mind", "link")
    home.go(home.page.get_by_role("link", name="再说一次: 卖鸡"))
    home.go(home.page.get_by_role("button", name="这句话不算，收回来"))
    home.page.goto("/home/account/")
    assert not re.search("不对|720", home.page.locator(".line", has_text="卖鸡").inner_text())
    for name, both in {"子女给的": ["600", "400"], "亲戚给的": ["900", "0"]}.items():
        assert re.findall(r"\d+", home.page.locator(".line", has_text=name).inner_text()) == both
    home.sees("7,527")

    helper.page.goto(f"/field/household/{yang.household.pk}/")
    expect(helper.page.locator("main")).to_contain_text("9 笔认")
    expect(helper.page.locator("main")).to_contain_text("2 笔不认")
    paper = helper.page.request.get(f"/paper/account/{yang.household.pk}/")
    assert paper.status == 200
    text = text_of(paper.body(), need("poppler"))
    for name, both in {"子女给的": r"600\s+400\s+不对", "亲戚给的": r"900\s+0\s+不对"}.items():
        where = text.index(name)
        assert re.search(both, text[where : where + 200])
    assert "别人不能替签、替按" in text and "8,294" in text and "7,527" in text
    assert "720" not in text, "what she took back does not stand on the paper as hers"


def text_of(pdf, pdftotext):
    """The text on the paper, laid out as it is printed."""
    read = subprocess.run([pdftotext, "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return read.stdout.decode()
