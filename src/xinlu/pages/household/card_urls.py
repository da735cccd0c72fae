"""The address on the card's QR code."""

from django.urls import URLPattern, path

from xinlu.pages.household.views import card

urlpatterns: list[URLPattern] = [path("<str:secret>", card.exchange, name="card")]
