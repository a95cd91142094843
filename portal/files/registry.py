"""Who may have a file: whoever may see what it belongs to, by the rule that its kind of subject brings.

Each app lists its rules as FILES in its module `attached`, by model; they are read once, when all apps are
loaded. A file that belongs to something without a rule is shown to nobody.
"""

from collections.abc import Callable
from importlib import import_module

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.http import Http404
from django.utils.module_loading import module_has_submodule

from portal.files.models import Attachment

# hats, file -> the object on whose page it lies; raises Http404 or PermissionDenied
FILES: dict[type[Model], Callable] = {}


def load() -> None:
    """Reads the rules of all apps. Raises ImproperlyConfigured where a model has two."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "attached"):
            rules = import_module(f"{app.name}.attached").FILES
            if twice := FILES.keys() & rules.keys():
                raise ImproperlyConfigured(f"Two rules say who may have files of {twice}.")
            FILES.update(rules)


def found(hats, pk) -> tuple[Attachment, Model]:
    """A file and the object on whose page it lies. Raises Http404 or PermissionDenied."""
    attachment = Attachment.objects.select_related("subject_type").filter(pk=pk).first()
    rule = attachment and FILES.get(attachment.subject_type.model_class())
    if not rule:
        raise Http404(str(pk))
    return attachment, rule(hats, attachment)
