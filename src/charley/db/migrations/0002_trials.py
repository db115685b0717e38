"""Trials: rows that are only ever added."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "charley_trialrow"


def forbid_changes(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Let the database itself refuse to change a row that was kept."""
    refusal = f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
    if schema_editor.connection.vendor == "postgresql":  # the function is of the first tables
        refusal = "FOR EACH ROW EXECUTE FUNCTION charley_is_kept()"
    schema_editor.execute(f"CREATE TRIGGER {TABLE}_is_kept BEFORE UPDATE ON {TABLE} {refusal}")


class Migration(migrations.Migration):
    dependencies = (("charley", "0001_journal"),)

    operations = (
        migrations.CreateModel(
            name="TrialRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trial", models.CharField(max_length=64)),
                ("payload", models.TextField()),
                ("digest", models.CharField(max_length=32)),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trial_rows", to="charley.person"
                    ),
                ),
            ],
            options={
                "ordering": ("made_at", "id"),
                "constraints": (
                    models.UniqueConstraint(fields=("person", "digest"), name="one_trial_row_for_a_digest"),
                ),
            },
        ),
        migrations.RunPython(forbid_changes, migrations.RunPython.noop),
    )
