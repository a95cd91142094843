"""1.1.0: a check points to its backup; before, it only named the sum of the file it had read."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def point_to_backups(apps, _schema_editor):
    known = apps.get_model('backup', 'Backup').objects.filter(sha256=OuterRef('sha256'))
    apps.get_model('backup', 'Check').objects.update(backup=Subquery(known.values('pk')[:1]))


def name_sums(apps, _schema_editor):
    known = apps.get_model('backup', 'Backup').objects.filter(pk=OuterRef('backup'))
    sums = Coalesce(Subquery(known.values('sha256')[:1]), Value(''))
    apps.get_model('backup', 'Check').objects.update(sha256=sums)


class Migration(migrations.Migration):

    dependencies = [
        ('backup', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='check',
            name='backup',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='backup.backup'),
        ),
        migrations.RunPython(point_to_backups, name_sums),
        migrations.RemoveField(
            model_name='check',
            name='sha256',
        ),
    ]
