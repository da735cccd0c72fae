from xinlu.recognition.models.answers import Recognition
from xinlu.recognition.models.cards import Card, CardHandover, CardRevocation, CardSecret
from xinlu.recognition.models.devices import SharedDevice, StaffDevice

__all__ = ["Card", "CardHandover", "CardRevocation", "CardSecret", "Recognition", "SharedDevice", "StaffDevice"]
