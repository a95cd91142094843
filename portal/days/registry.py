"""The rules of the whole house, by the code that a duty keeps: found in the module `deadlines` of each app.

They are read once, when all apps are loaded.
"""

from importlib import import_module

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule

from portal.days.deadlines import Clock, Limit, Rule

RULES: dict[str, Rule] = {}
LIMITS: dict[str, Limit] = {}  # those among them that the office may set, in the order of their page
CLOCKS: list[Clock] = []


def load() -> None:
    """Raises ImproperlyConfigured where two rules have one code."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "deadlines"):
            for each in vars(import_module(f"{app.name}.deadlines")).values():
                keep(each)
    limits = (rule for rule in RULES.values() if isinstance(rule, Limit))
    LIMITS.update({rule.code: rule for rule in sorted(limits, key=lambda rule: rule.place)})


def keep(found) -> None:
    """A module also holds what it has imported from another one: that is the same rule."""
    if isinstance(found, Rule) and RULES.setdefault(found.code, found) is not found:
        raise ImproperlyConfigured(f"Two rules have the code {found.code}.")
    if isinstance(found, Clock) and found not in CLOCKS:
        CLOCKS.append(found)
