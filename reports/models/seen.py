"""Which reports a person sees, and the other sets that lists and counts start from."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Prefetch, Q

from portal.ledger.models import Duty
from reports import rules
from reports.states import GONE, OPEN, OUT_OF_SIGHT, State

from .authors import Author
from .text import Text


class ReportQuerySet(models.QuerySet):
    """Lists, counts, search and pages all start from `visible_to`."""

    def visible_to(self, hats):
        """Office: all that is filed. Liaison, convener: what the organisation filed. Everyone: one's own,
        and the signed piece that one's own was merged into. What is sealed is seen by nobody."""
        return self._among(hats, pieces=True)

    def whole_to(self, hats):
        """Those of which one may also see the author's own words and files, not only what was signed."""
        return self._among(hats, pieces=False)

    def _among(self, hats, *, pieces):
        if rules.in_office(hats):
            return self.filter(_begun_by(hats.user)).exclude(status__in=GONE)
        own = Author.objects.accepted().of(hats)
        return self.filter(self._of(own, hats.user, pieces)).exclude(status__in=GONE)

    def _of(self, own, user, pieces):
        """Reports of these authors; with `pieces`, also those that theirs were merged into.

        Authors of what was merged are authors of the piece once it is signed; until then it is not theirs.
        """
        own = own.values("report").order_by()
        if pieces:
            merged = self.model.objects.filter(carried_by__signed_at__isnull=False, pk__in=own)
            own = own.union(merged.values("carried_by").order_by(), all=True)
        return Q(pk__in=own) & _begun_by(user)

    def sealed(self):
        """The stubs: what is known of sealed and purged reports, without a word of their text."""
        return self.filter(status__in=OUT_OF_SIGHT).defer(*Text.PARTS)

    def to_sign(self, hats):
        """What waits for the signature of this person: nothing that the person has edited."""
        waiting = self.visible_to(hats).filter(status=State.AWAITING_SIGNOFF)
        own = self.model.objects.filter(~Q(revisions__kind="signed"), revisions__by=hats.user)
        return waiting if hats.office.own_text else waiting.exclude(pk__in=own.values("pk"))

    def open(self):
        return self.filter(status__in=OPEN)

    def written_by(self, user):
        own = Author.objects.accepted().filter(user=user)
        return self.filter(self._of(own, user, pieces=False)).exclude(status__in=GONE)

    def out_of(self, source):
        kind = ContentType.objects.get_for_model(source)
        return self.filter(source_type=kind, source_id=source.pk)

    def with_owed(self):
        """Adds `owed`: everything open on the report, the nearest first. One query for all rows."""
        duties = Duty.objects.open().select_related("person", "post", "unit").order_by("due_at", "id")
        return self.prefetch_related(Prefetch("duty_set", duties, to_attr="owed"))


def _begun_by(user):
    """The author sees it from the first word, everybody else once it is filed."""
    return Q(author=user) | ~Q(status=State.DRAFT)
