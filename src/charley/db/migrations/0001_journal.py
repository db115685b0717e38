"""The first tables: person, journal, profile versions; and the rule that kept rows are never changed."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEPT = ("charley_journalentry", "charley_profileversion")


def forbid_changes(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Let the database itself refuse to change a row that was kept."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION charley_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            params=None,  # the sign in it is PostgreSQL's own
        )
    for table in KEPT:
        refusal = _refusal(schema_editor, table)
        schema_editor.execute(f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE ON {table} {refusal}")


def _refusal(schema_editor: BaseDatabaseSchemaEditor, table: str) -> str:
    if schema_editor.connection.vendor == "postgresql":
        return "FOR EACH ROW EXECUTE FUNCTION charley_is_kept()"
    return f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


class Migration(migrations.Migration):
    """Version 0.1."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ProfileVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("payload", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="profiles", to="charley.person"
                    ),
                ),
            ],
            options={"ordering": ("made_at", "id")},
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_id", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=24)),
                ("night", models.DateField()),
                ("at", models.CharField(max_length=80)),
                ("payload", models.TextField()),
                ("digest", models.CharField(max_length=32)),
                ("received_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="charley.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "night"], name="entries_by_night")],
                "constraints": [models.UniqueConstraint(fields=("person", "entry_id"), name="one_entry_for_an_id")],
            },
        ),
        migrations.RunPython(forbid_changes, migrations.RunPython.noop),
    )
