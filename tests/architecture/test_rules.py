"""The rules of the tree hold; and beside each, that it would notice."""

import pytest

from architecture import rules
from architecture.sources import ROOT, SRC, Source, in_src, in_tree


def holds(findings):
    found = list(findings)
    assert not found, "\n" + "\n".join(found)


def python(text, name="casework/services.py"):
    return [Source(name, text)]


def page(text):
    return [Source("pages/desk/templates/desk/area.html", text)]


def test_no_file_is_longer_than_one_sitting():
    holds(rules.too_long(in_src(".py", ".html", ".js", ".css")))


def test_a_long_file_is_noticed_and_blank_lines_do_not_count():
    assert list(rules.too_long(python("x = 1\n" * 401)))
    holds(rules.too_long(python("x = 1\n\n" * 400)))


def test_every_module_is_named_after_what_is_in_it():
    holds(rules.names_without_meaning(in_src(".py", ".js")))


@pytest.mark.parametrize("name", ["casework/utils.py", "casework/helpers/amounts.py", "people/base.py"])
def test_a_name_without_meaning_is_noticed(name):
    assert list(rules.names_without_meaning(python("", name)))


def test_no_page_carries_styles_handlers_or_scripts():
    holds(rules.inline_code(in_src(".html")))


@pytest.mark.parametrize(
    "text",
    [
        '<p class="a" style="color: red">x</p>',
        "<p\n  style='color: red'>x</p>",
        "<script>alert(1)</script>",
        '<script type="module">import "x"</script>',
        '<button onclick="go()">x</button>',
        '<div {% if a > b %}class="x"{% endif %} style="width: {{ w }}%"></div>',
        '<div hx-on:click="go()"></div>',
    ],
)
def test_code_within_a_page_is_noticed(text):
    assert list(rules.inline_code(page(text)))


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "a.js" %}" type="module"></script>',
        '<script type="importmap" nonce="{{ request.csp_nonce }}">{}</script>',
        '<p class="style" title="style = good, once = twice">style=</p>',
        '{# <p style="x"> #}',
    ],
)
def test_files_named_by_src_words_and_comments_are_no_code_within_a_page(text):
    holds(rules.inline_code(page(text)))


def test_amounts_are_whole_fen_everywhere():
    holds(rules.money_as_float(in_src(".py")))


@pytest.mark.parametrize(
    "text",
    [
        "float(line.amount_fen)",
        "float(amount)",
        "price_fen = models.FloatField()",
        "net_income = models.DecimalField(max_digits=9, decimal_places=2)",
        "cost_fen: float = 0",
        "def per_head(total_fen: float | None): ...",
        "share = total_fen / heads",
        "share = account.total_fen / 2",
    ],
)
def test_an_amount_that_is_no_integer_is_noticed(text):
    assert list(rules.money_as_float(python(text)))


@pytest.mark.parametrize("text", ["float(walk_minutes)", "share = claimed_fen / line_fen", "share = total_fen // 2"])
def test_floats_that_are_no_money_pass(text):
    holds(rules.money_as_float(python(text)))


def test_time_comes_from_the_one_clock():
    holds(rules.other_clocks(in_src(".py")))


@pytest.mark.parametrize(
    "text",
    [
        "datetime.now(UTC)",
        "datetime.datetime.now(tz=UTC)",
        "date.today()",
        "timezone.now()",
        "at = models.DateTimeField(default=timezone.now)",
        "at = models.DateTimeField(auto_now_add=True)",
        "from django.utils.timezone import now",
        "time.time()",
    ],
)
def test_another_clock_is_noticed(text):
    assert list(rules.other_clocks(python(text)))


def test_the_clock_itself_may_look_at_the_machines_clock():
    holds(rules.other_clocks(python("datetime.now(UTC)", "kernel/clock.py") + python("clock.now(); clock.today()")))


def test_nothing_happens_behind_save():
    holds(rules.save_overrides(in_src(".py")))


def test_a_save_of_its_own_is_noticed():
    assert list(rules.save_overrides(python("class A(models.Model):\n    def save(self, **options): ...")))


def test_every_django_app_has_its_tests():
    folder = ROOT / "tests" / "apps"
    holds(rules.apps_without_tests(in_src("apps.py"), {path.parent.name for path in folder.glob("*/test_*.py")}))


def test_an_app_without_tests_is_noticed():
    assert list(rules.apps_without_tests(python("", "people/apps.py"), {"records"}))


def test_the_architecture_page_names_only_what_exists():
    page_of_architecture = ROOT / "docs" / "ARCHITECTURE.md"
    assert page_of_architecture.exists(), "docs/ARCHITECTURE.md is still to be written"
    document = Source("docs/ARCHITECTURE.md", page_of_architecture.read_text(encoding="utf-8"))
    holds(rules.named_but_absent(document, (ROOT, ROOT / "src", SRC, ROOT / "docs")))


def test_a_file_that_is_named_and_absent_is_noticed():
    document = Source(
        "docs/ARCHITECTURE.md", "`kernel/clock.py` `kernel/sundial.py` [a](decisions/none.md) `a.b()` `/c/`"
    )
    found = list(rules.named_but_absent(document, (SRC,)))
    assert [sentence.split()[2] for sentence in found] == ["decisions/none.md,", "kernel/sundial.py,"]


def test_the_tree_speaks_of_itself_alone():
    holds(rules.of_elsewhere(in_tree()))


@pytest.mark.parametrize(
    "text",
    [
        "see /" + "work/notes.md",
        "DATA = '/" + "home/anna/data'",
        "index = https://" + "pypi" + ".org/simple",
        "https://files." + "pythonhosted" + ".org/x.whl",
        "# TO" + "DO: later",
    ],
)
def test_a_word_of_elsewhere_is_noticed(text):
    assert list(rules.of_elsewhere([Source("docs/a.md", text)]))


def test_every_setting_is_explained_to_the_operator():
    guide = ROOT / "docs" / "guide" / "operator.md"
    assert guide.exists(), "docs/guide/operator.md is still to be written: it explains every XINLU_ variable"
    words = Source("docs/guide/operator.md", guide.read_text(encoding="utf-8"))
    holds(rules.settings_without_words(in_src(".py"), words))


def test_a_setting_without_words_is_noticed():
    code = python('os.environ["XINLU_SECRET_DOOR"]; os.environ["XINLU_DATA_DIR"]')
    found = list(rules.settings_without_words(code, Source("guide", "`XINLU_DATA_DIR` is where data lies.")))
    assert len(found) == 1 and "XINLU_SECRET_DOOR" in found[0]
