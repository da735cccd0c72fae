from django.urls import URLPattern, path

from xinlu.pages.desk import (
    areas,
    assignments,
    cards,
    entering,
    file_changes,
    forks,
    household,
    households,
    inspecting,
    statuses,
)

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", areas.home, name="home"),
    path("area/<str:code>/", areas.area, name="area"),
    path("households/", households.households, name="households"),
    path("households/by-number/", households.found_by_number, name="found_by_number"),
    path("households/enter/", entering.enter, name="enter"),
    path("household/<uuid:household>/", household.household, name="household"),
    path("household/<uuid:household>/history/", household.history, name="history"),
    path("household/<uuid:household>/account/<uuid:account>/", household.account, name="account"),
    path("household/<uuid:household>/numbers/", household.numbers, name="numbers"),
    path("household/<uuid:household>/settle/", forks.settle, name="settle"),
    path("household/<uuid:household>/file/", file_changes.file, name="file"),
    path("household/<uuid:household>/members/new/", file_changes.member, name="member_new"),
    path("household/<uuid:household>/members/<uuid:member>/", file_changes.member, name="member"),
    path("household/<uuid:household>/members/<uuid:member>/leaves/", file_changes.leaves, name="leaves"),
    path("household/<uuid:household>/members/<uuid:member>/head/", file_changes.becomes_head, name="becomes_head"),
    path("household/<uuid:household>/helper/", assignments.assign, name="assign"),
    path("household/<uuid:household>/status/", statuses.status, name="status"),
    path("household/<uuid:household>/inspect/", inspecting.inspect, name="inspect"),
    path("household/<uuid:household>/card/", cards.card, name="card"),
    path("household/<uuid:household>/card/hand-out/", cards.hand_out, name="hand_out"),
    path("household/<uuid:household>/card/revoke/", cards.revoke, name="revoke"),
    path("helpers/", assignments.helpers, name="helpers"),
    path("helpers/assign/", assignments.assign_many, name="assign_many"),
    path("helpers/<uuid:helper>/", assignments.give_over, name="give_over"),
    path("cards/", cards.cards, name="cards"),
    path("cards/issue/", cards.issue, name="issue"),
]
