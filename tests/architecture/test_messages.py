"""scripts/check_messages.py would notice; `make check` runs it on the tree itself."""

import importlib.util

import pytest
from django.conf import settings

from architecture.sources import ROOT

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
DONE = 'msgid "Open the %(name)s"\nmsgstr "打开%(name)s"\n'
PAGE = '{% load i18n %}<b title="it\'s">{% blocktranslate %}Open the {{ name }}{% endblocktranslate %}</b>'


@pytest.fixture(scope="module")
def check():
    spec = importlib.util.spec_from_file_location("check_messages", ROOT / "scripts" / "check_messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def found_in(check, tmp_path):
    """What is found in one room with this catalogue and these files."""
    if not settings.configured:
        settings.configure(USE_I18N=True)

    def found_in(entries, files=()):
        catalogue = tmp_path / "room/locale/zh_Hans/LC_MESSAGES/django.po"
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        catalogue.write_text(HEAD + entries)
        for name, text in dict(files).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return check.findings(tmp_path)

    return found_in


def test_complete_messages_pass(found_in):
    code = 'from django.utils.translation import gettext as _\n_("Open "\n  "the %(name)s")\n'
    assert found_in(DONE, {"room/templates/room/a.html": PAGE, "room/views.py": code}) == []


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        ('msgid "Open"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Open"\nmsgstr "打开"\n', "fuzzy"),
        ('msgid "a line"\nmsgid_plural "lines"\nmsgstr[0] ""\n', "not translated"),
        ('#, python-format\nmsgid "%(name)s"\nmsgstr "%(nam)s"\n', "placeholder"),
        ('msgid "a line"\nmsgid_plural "lines"\nmsgstr[0] "一笔"\nmsgstr[1] "几笔"\n', "num_plurals"),
    ],
)
def test_an_unfinished_entry_is_noticed(found_in, entries, what):
    found = found_in(DONE + "\n" + entries)
    assert len(found) == 1 and what in found[0]


def test_a_fuzzy_header_is_noticed(check, tmp_path):
    (tmp_path / "locale/zh_Hans/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locale/zh_Hans/LC_MESSAGES/django.po").write_text("#, fuzzy\n" + HEAD + DONE)
    assert ["header is fuzzy" in sentence for sentence in check.findings(tmp_path)] == [True]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("room/views.py", 'label = _("Close it")'),
        ("room/templates/room/a.html", "{% load i18n %}{% translate 'Close it' %}"),
        ("room/templates/room/b.html", "{% load i18n %}don't {{ _('Close it') }}"),
        (
            "room/templates/room/c.html",
            "{% load i18n %}{% blocktranslate trimmed %}\n Close\n it\n{% endblocktranslate %}",
        ),
    ],
)
def test_a_message_in_no_catalogue_is_noticed(found_in, name, text):
    found = found_in(DONE, {name: text})
    assert len(found) == 1 and "Close it" in found[0] and name in found[0]


def test_one_message_said_in_two_ways_is_noticed(check, found_in, tmp_path):
    other = tmp_path / "other/locale/zh_Hans/LC_MESSAGES/django.po"
    other.parent.mkdir(parents=True)
    other.write_text(HEAD + DONE)
    assert found_in(DONE) == []
    other.write_text(HEAD + DONE.replace("打开", "开"))
    found = found_in(DONE)
    assert len(found) == 1 and "otherwise" in found[0]
