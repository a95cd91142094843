"""What a report came out of is kept, shown to those who may see it, and counted."""

from django.contrib.contenttypes.models import ContentType

from reports.models import Report


def comes_out_of(report, source):
    kind = ContentType.objects.get_for_model(source)
    Report.objects.filter(pk=report.pk).update(source_type=kind, source_id=source.pk)
    report.refresh_from_db()


def test_the_source_is_a_link_for_those_who_may_see_it_and_nothing_for_others(client, office):
    """A report is as good a source as any here: it has a page, and its draft is its author's alone."""
    report, source = office.report(), office.draft(by=office.joint, title="只有作者可见的来源")
    comes_out_of(report, source)
    client.force_login(office.clerk)
    assert source.heading not in client.get(report.get_absolute_url()).content.decode()
    office.submitted(source, report.submitted_at)
    link = f'<a href="{source.get_absolute_url()}">{source.heading}</a>'
    assert link in client.get(report.get_absolute_url()).content.decode()
    client.force_login(office.author)
    assert source.heading not in client.get(report.get_absolute_url()).content.decode()
    assert list(Report.objects.out_of(source)) == [report]
