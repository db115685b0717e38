"""Browsers in which a person is reminded. It stays empty until somebody turns one on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("charley", "0004_sharing_and_reminding"),)

    operations = (
        migrations.CreateModel(
            name="RemindedBrowser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("endpoint", models.CharField(max_length=1000)),
                ("p256dh", models.CharField(max_length=88)),
                ("auth", models.CharField(max_length=24)),
                (
                    "reminding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="browsers", to="charley.reminding"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reminding", "digest"), name="one_row_for_a_browser"),
                ],
            },
        ),
    )
