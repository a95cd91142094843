"""Indexes are there for a query and named after it."""

import re

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

OURS = [model for model in apps.get_models() if not model.__module__.startswith("django.")]
# Whom one asks for what there is of theirs.
LOOKED_UP = {
    "appointment.contact", "organisation.contact", "organisation.in_charge", "revisit.person",
    "switchoff.user",
}  # fmt: skip


def made_up(name):
    """A name that Django gave, which says nothing of the use."""
    return bool(re.search(r"_[0-9a-f]{6}_idx$", name))


def test_every_index_has_a_name_that_says_its_use():
    assert not [index.name for model in OURS for index in model._meta.indexes if made_up(index.name)]


def test_a_name_that_django_gave_would_be_seen():
    index = models.Index(fields=["read_at"])
    index.set_name_with_model(apps.get_model("feedback", "notice"))
    assert made_up(index.name)


def test_who_did_something_has_no_index():
    """Whom nothing leads back from is looked up by nobody, and each such index costs every writing."""
    fields = (field for model in OURS for field in model._meta.concrete_fields)
    doers = (f for f in fields if f.related_model is get_user_model() and f.remote_field.hidden)
    assert {f"{f.model._meta.model_name}.{f.name}" for f in doers if f.db_index} == LOOKED_UP
