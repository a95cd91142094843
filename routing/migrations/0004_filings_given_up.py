from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0003_urgency_and_recalled'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='filing',
            name='a_filing_has_a_number_once_it_is_sent',
        ),
        migrations.AlterField(
            model_name='filing',
            name='status',
            field=models.CharField(choices=[('draft', 'Being prepared'), ('sent', 'Sent upward'), ('received', 'Receipt recorded'), ('closed', 'Closed'), ('dropped', 'Given up before it was sent')], default='draft', editable=False, max_length=20),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('sent_at', None), ('serial', None), ('status__in', ['draft', 'dropped']), ('year', None)), models.Q(models.Q(('status__in', ['draft', 'dropped']), _negated=True), models.Q(('number', ''), _negated=True), ('sent_at__isnull', False), ('serial__isnull', False), ('year__isnull', False)), _connector='OR'), name='a_filing_has_a_number_once_it_is_sent'),
        ),
        # The version before knows nothing given up: going back to it, that is being prepared again.
        migrations.RunSQL(
            migrations.RunSQL.noop, "UPDATE routing_filing SET status = 'draft' WHERE status = 'dropped'"
        ),
    ]
