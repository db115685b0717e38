"""The tables. Rows are added, never changed: what was written stays as it was written."""

from django.db import models


class Person(models.Model):
    """Whose diary it is."""

    key = models.SlugField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class JournalEntry(models.Model):
    """One entry of a journal, exactly as it was written.

    ``entry_id`` is made by the writer; one person's journal holds it once. ``night`` and ``kind`` repeat what is in
    ``payload`` so that a page can ask for a stretch of nights. ``digest`` is the payload's own, so that a row damaged
    on the disk is noticed and not believed.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="entries")
    entry_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    night = models.DateField()
    at = models.CharField(max_length=80)
    payload = models.TextField()
    digest = models.CharField(max_length=32)
    received_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "entry_id"), name="one_entry_for_an_id"),)
        indexes = (models.Index(fields=("person", "night"), name="entries_by_night"),)


class ProfileVersion(models.Model):
    """What a person said about themselves, as a document; the latest is in force."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="profiles")
    payload = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at", "id")


class TrialRow(models.Model):
    """One row of a trial: its sealed design, its key, an amendment, a guess, the answer or a decision."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="trial_rows")
    trial = models.CharField(max_length=64)
    payload = models.TextField()
    digest = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at", "id")
        constraints = (models.UniqueConstraint(fields=("person", "digest"), name="one_trial_row_for_a_digest"),)
