"""The page of the demo county: how to log in as whom, what to try, and two cards to open. Elsewhere it does not exist."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xinlu.kernel.words import Words
from xinlu.pages.entry import demo as county
from xinlu.pages.gate import open_to_all
from xinlu.paper.drawings import qr_code
from xinlu.people.roles import ROLE_NAMES


@open_to_all("it shows the fictional logins of a demo county, and answers only where XINLU_DEMO is set")
def demo(request: HttpRequest) -> HttpResponse:
    """Logins, passwords, what each role sees and may try; the two cards with their QR codes."""
    if not settings.XINLU_DEMO:
        raise Http404
    cards = []
    for card in county.CARDS:
        secret = county.open_secret(card.number)
        address = request.build_absolute_uri(reverse("card", args=[secret])) if secret else ""
        cards.append({"card": card, "address": address, "qr": qr_code(address, label=card.name) if address else ""})
    logins = [
        {
            "login": each,
            "role": ROLE_NAMES[each.role],
            "here": request.user.is_authenticated and _is(request, each.login),
        }
        for each in county.LOGINS
    ]
    return render(
        request, "entry/demo.html", {"logins": logins, "cards": cards, "password": county.PASSWORD, "words": PAGE}
    )


def _is(request: HttpRequest, login: str) -> bool:
    return request.user.get_username() == login


PAGE: dict[str, Words] = {
    "title": Words("演示县", "The demo county"),
    "heading": Words("月岭县：演示用的", "Yueling: a county for demonstration"),
    "about": Words(
        "这个县、这些人、这些数都是编的，随便试。密码都是",
        "The county, its people and its figures are made up: try anything. The password of every login is",
    ),
    "logins": Words("用谁的名字进去", "Log in as"),
    "login": Words("登录名", "Login"),
    "password": Words("密码", "Password"),
    "sees": Words("看得到", "Sees"),
    "tries": Words("可以试试", "Try"),
    "enter": Words("去登录", "Log in"),
    "here": Words("您现在就是", "That is you now"),
    "cards": Words("两张明白卡", "Two households' cards"),
    "cards_about": Words(
        "拿手机扫，或者点开。用另一个浏览器（或无痕窗口）开，才算“自家的卡，没用帮扶人的手机”：登录过干部的浏览器上点的，只算在干部手机上点的。第一次打开要选三张画，记住就行。",
        "Scan with a phone, or open it. Use another browser (or a private window): an answer given where staff has logged in "
        "counts as given on a helper's device. The first time, three pictures are chosen; remember them.",
    ),
    "open": Words("打开这张卡", "Open this card"),
    "replaced": Words(
        "乡里换过卡了，旧卡打不开，请用新印的那张", "The township has replaced this card; use the one printed last"
    ),
}
