"""Limits to what strangers may do, such as guessing passwords."""

from django.db import models
from django.db.models import F


class CounterQuerySet(models.QuerySet):
    """Limits that hold for any number of web processes."""

    def admit(self, limits, since):
        """Counts one more for each of {name: how many from `since` on}, or for none if one is full."""
        counted = []
        for name, limit in limits.items():
            counter, _new = self.get_or_create(name=name, since=since)
            if not self.filter(pk=counter.pk, count__lt=limit).update(count=F("count") + 1):
                self.give_back(counted, since)
                return False
            counted.append(name)
        return True

    def give_back(self, names, since):
        """What was admitted is not to count after all."""
        self.filter(name__in=names, since=since).update(count=F("count") - 1)


class Counter(models.Model):
    """How often something happened from a moment on. A net address stands here only as a keyed hash."""

    name = models.CharField(max_length=80)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    objects = CounterQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "since"], name="one_counter_from_a_moment_on")]

    def __str__(self):
        return f"{self.name}: {self.count}"
