import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'year of the calendar',
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('point', models.CharField(max_length=30)),
                ('value', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('since', models.DateField()),
                ('set_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'office policy',
                'ordering': ['since', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('kind', models.CharField(choices=[('off', 'Day off'), ('work', 'Make-up working day')], max_length=4)),
                ('name', models.CharField(max_length=50)),
                ('source', models.CharField(max_length=100)),
                ('announced', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='days', to='people.organisation')),
            ],
            options={
                'ordering': ['date', 'organisation'],
                'constraints': [models.UniqueConstraint(fields=('date', 'organisation'), name='one_row_per_day_and_organisation', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='TimeLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=30)),
                ('category', models.CharField(blank=True, max_length=20)),
                ('amount', models.PositiveSmallIntegerField()),
                ('unit', models.CharField(choices=[('days', 'working days'), ('hours', 'working hours')], max_length=5)),
                ('since', models.DateField()),
                ('set_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'time limit',
                'ordering': ['rule', '-since', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='a_limit_is_at_least_one')],
            },
        ),
    ]
