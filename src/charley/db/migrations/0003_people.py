"""More than one person on one machine: a name, and a lock for those who want one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("charley", "0002_trials"),)

    operations = (
        migrations.AddField("person", "name", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("person", "passphrase", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("person", "tries", models.PositiveIntegerField(default=0)),
        migrations.AddField("person", "tried_at", models.DateTimeField(null=True)),
        migrations.AddField("person", "turn", models.PositiveIntegerField(default=0)),
    )
