"""Who may have the files of a report."""

from django.shortcuts import get_object_or_404

from reports.models import Report


def of_report(hats, attachment):
    """For those who may also see the author's own words, not only what was signed."""
    return get_object_or_404(Report.objects.whole_to(hats), pk=attachment.subject_id)


FILES = {Report: of_report}
