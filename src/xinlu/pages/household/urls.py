"""The pages behind a household's card."""

from django.urls import URLPattern, path

from xinlu.pages.household.views import account, card, line, owed, payment, status, today, visit

app_name = "household"
urlpatterns: list[URLPattern] = [
    path("", today.today, name="today"),
    path("pictures/", card.pictures, name="pictures"),
    path("closed/", card.closed, name="closed"),
    path("out/", card.out, name="out"),
    path("account/", account.account, name="account"),
    path("account/<int:number>/", line.line, name="line"),
    path("account/<int:number>/mine/", line.mine, name="mine"),
    path("account/<int:number>/back/", line.take_back, name="take_back"),
    path("owed/", owed.owed, name="owed"),
    path("owed/payment/<uuid:payment>/", payment.payment, name="payment"),
    path("owed/payment/<uuid:payment>/mine/", payment.mine, name="payment_mine"),
    path("owed/payment/<uuid:payment>/back/", payment.take_back, name="payment_back"),
    path("owed/<slug:policy>/", owed.policy, name="policy"),
    path("status/", status.status, name="status"),
    path("visit/<uuid:visit>/", visit.visit, name="visit"),
    path("visit/<uuid:visit>/sat/", visit.sat, name="sat"),
]
