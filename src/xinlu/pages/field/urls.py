"""The helper's phone."""

from django.urls import URLPattern, path

from xinlu.pages.field.views import (
    account,
    day,
    file,
    finish,
    fork,
    homes,
    line,
    member,
    policies,
    today,
    turned,
    visit,
)

app_name = "field"
_HOME = "household/<uuid:household>/"
urlpatterns: list[URLPattern] = [
    path("", today.today, name="today"),
    path("day/", day.day, name="day"),
    path("households/", homes.homes, name="households"),
    path("write/", homes.write, name="write"),
    path(_HOME, homes.home, name="home"),
    path(f"{_HOME}visit/", visit.visit, name="visit"),
    path(f"{_HOME}visit/<uuid:visit>/withdraw/", visit.withdraw_visit, name="withdraw_visit"),
    path(f"{_HOME}account/", account.account, name="account"),
    path(f"{_HOME}account/begin/", account.begin, name="begin"),
    path(f"{_HOME}account/head/", account.head, name="account_head"),
    path(f"{_HOME}account/drop/", account.drop, name="drop"),
    path(f"{_HOME}account/take-up/", account.take_up, name="take_up"),
    path(f"{_HOME}account/line/", line.keep, name="line"),
    path(f"{_HOME}account/line/<str:key>/remove/", line.remove, name="remove_line"),
    path(f"{_HOME}account/finish/", finish.finish, name="finish"),
    path(f"{_HOME}account/read/", finish.read_out, name="read_out"),
    path(f"{_HOME}account/fork/", fork.fork, name="fork"),
    path(f"{_HOME}turned/", turned.who, name="turned"),
    path(f"{_HOME}turned/<uuid:member>/", turned.end, name="turned_end"),
    path(f"{_HOME}turned/<uuid:member>/<int:number>/", turned.line, name="turned_line"),
    path(f"{_HOME}turned/<uuid:member>/<int:number>/mine/", turned.mine, name="turned_mine"),
    path(f"{_HOME}turned/<uuid:member>/<int:number>/back/", turned.take_back, name="turned_back"),
    path(f"{_HOME}policies/", policies.policies, name="policies"),
    path(f"{_HOME}file/", file.file, name="file"),
    path(f"{_HOME}file/facts/", file.facts, name="facts"),
    path(f"{_HOME}file/member/", member.new, name="new_member"),
    path(f"{_HOME}file/member/<uuid:member>/", member.edit, name="member"),
    path(f"{_HOME}file/member/<uuid:member>/leave/", member.leave, name="member_leaves"),
]
