"""Who may have a file that was not handed in yet: whoever chose it, and nobody else."""

from django.shortcuts import get_object_or_404

from portal.unsent.models import Unsent


def of_unsent(hats, attachment):
    """Of what is classified not even they."""
    rows = Unsent.objects.select_related("report")
    row = get_object_or_404(rows, pk=attachment.subject_id, user=hats.user)
    return get_object_or_404(rows.none()) if row.report and row.report.is_gone else row


FILES = {Unsent: of_unsent}
