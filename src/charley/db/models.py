"""The tables. What was written into a diary is added and never changed; who keeps one may change name and lock."""

from django.db import models


class Person(models.Model):
    """Whose diary it is.

    ``passphrase`` holds a slow hash, or nothing where the diary is not locked. ``tries`` counts wrong passphrases since
    the last right one. ``turn`` goes up with every lock: whatever was opened before is closed then, on every device.
    """

    key = models.SlugField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    name = models.CharField(max_length=40, default="", blank=True)
    passphrase = models.CharField(max_length=200, default="", blank=True)
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    turn = models.PositiveIntegerField(default=0)

    @property
    def is_locked(self) -> bool:
        """Whether a passphrase is asked before the diary is shown."""
        return bool(self.passphrase)


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


class Share(models.Model):
    """A link to one person's report that somebody else may open until it ends. Only a digest of the link is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60)
    zone = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("made_at", "id")


class Reminding(models.Model):
    """What a person wants to be reminded of, and where the words go. Nothing is sent without a row of this table."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reminding")
    address = models.CharField(max_length=500, default="", blank=True)
    says_what = models.BooleanField(default=False)


class RemindedBrowser(models.Model):
    """A browser in which a person is reminded too, as it told of itself; it is forgotten when reminders are turned off.

    ``digest`` is the address's own: with it a page can say whether its browser is among them, and show no address.
    """

    reminding = models.ForeignKey(Reminding, on_delete=models.CASCADE, related_name="browsers")
    digest = models.CharField(max_length=64)
    endpoint = models.CharField(max_length=1000)
    p256dh = models.CharField(max_length=88)
    auth = models.CharField(max_length=24)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("reminding", "digest"), name="one_row_for_a_browser"),)


class Reminded(models.Model):
    """One dose of one day of which a person was reminded: it is not done twice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reminded")
    day = models.DateField()
    time = models.CharField(max_length=5)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "day", "time"), name="one_reminder_for_a_dose"),)
