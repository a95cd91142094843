"""What goes over to the successor of an organisation, and what a person's leaving a term brings with it.

Each app lists what it hands over as HANDOVERS, and what it ends as LEAVINGS, in its module `handover`; they
are read once, when all apps are loaded.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

HANDOVERS: list["Handover"] = []
LEAVINGS: list["Leaving"] = []


@dataclass(frozen=True)
class Handover:
    """`of`: organisation -> what it has of this kind. `hand`: organisation, successor, by=, at= gives all of
    that to the successor. `reports`: ids of the reports whose journals that writes in. `stuck`: organisation,
    successor -> words for each thing that cannot go over before somebody has seen to it. `says`: one of them
    -> what the page names; whoever keeps the register need not be somebody who may read reports.
    """

    label: str | Promise
    of: Callable[[Any], QuerySet[Any]]
    hand: Callable[..., None]
    reports: Callable[[Any], Iterable[int]] = lambda _organisation: ()
    stuck: Callable[[Any, Any], Iterable[str]] = lambda _organisation, _successor: ()
    says: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Leaving:
    """`of`: ids of persons, the first day of the new term -> rows that end with their leaving. `end`: one of
    these, by=, at= ends it by its own verb. `words`: one of these -> what it is, in the list of what changes.
    """

    label: str | Promise
    of: Callable[..., QuerySet[Any]]
    end: Callable[..., Any]
    who: Callable[[Any], Any]
    words: Callable[[Any], str] = str


def load() -> None:
    """Those of the ground first, as the apps stand."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "handover"):
            brought = import_module(f"{app.name}.handover")
            HANDOVERS.extend(brought.HANDOVERS)
            LEAVINGS.extend(getattr(brought, "LEAVINGS", ()))
