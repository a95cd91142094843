from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Backup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_at', models.DateTimeField()),
                ('place', models.CharField(max_length=1000)),
                ('size', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('version', models.CharField(max_length=20)),
                ('missing', models.IntegerField()),
            ],
            options={
                'verbose_name': 'backup',
                'ordering': ['-taken_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('copy', 'second copy'), ('restore', 'test restore')], max_length=10)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('place', models.CharField(max_length=1000)),
                ('at', models.DateTimeField()),
                ('trouble', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'check of a backup',
                'ordering': ['-at', '-id'],
            },
        ),
    ]
