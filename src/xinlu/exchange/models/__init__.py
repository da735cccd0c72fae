from xinlu.exchange.models.doubts import Finding, FindingKind, Proposal, ProposalKind, SamePerson
from xinlu.exchange.models.intakes import Intake, IntakeKind, IntakeState, TaughtHeading
from xinlu.exchange.models.looks import PeopleLook

__all__ = [
    "Finding",
    "FindingKind",
    "Intake",
    "IntakeKind",
    "IntakeState",
    "PeopleLook",
    "Proposal",
    "ProposalKind",
    "SamePerson",
    "TaughtHeading",
]
