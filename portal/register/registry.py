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


@dataclass(frozen=True)
class Handover:
    """`of`: organisation -> what it has of this kind. `hand`: organisation, successor, by=, at= gives all of
    that to the successor. `reports`: ids of the reports whose journals that writes in. `stuck`: organisation,
    successor -> words for each thing that cannot go over before somebody has seen to it.
    """

    label: str | Promise
    of: Callable[[Any], QuerySet[Any]]
    hand: Callable[..., None]
    reports: Callable[[Any], Iterable[int]] = lambda _organisation: ()
    stuck: Callable[[Any, Any], Iterable[str]] = lambda _organisation, _successor: ()


def load() -> None:
    """Those of the ground first, as the apps stand."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "handover"):
            HANDOVERS.extend(import_module(f"{app.name}.handover").HANDOVERS)
