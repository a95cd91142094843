"""What somebody has typed into a form, or chosen for it, and not sent yet."""

from django.conf import settings
from django.db import models

ADDRESS = 300  # characters


class Unsent(models.Model):
    """One form of one person. Nobody else ever sees it; it goes with the form, or when its days are over.

    Its files are those about it (portal.files): handing them in makes them those of what was sent.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    form = models.CharField(max_length=ADDRESS)  # where it is sent; of a report that is written, its key
    address = models.CharField(max_length=ADDRESS)  # the page on which one goes on
    title = models.CharField(max_length=200, blank=True)  # what that page is called
    report = models.ForeignKey(settings.REPORT_MODEL, models.CASCADE, null=True, related_name="+")
    words = models.JSONField(default=list)  # [[name of a field, what was typed]] in the order of the form
    about = models.JSONField(default=dict)  # what its own script needs to go on: key and version of the form
    # The last saving: how many there were, when, and by the mark that the page gave it.
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_as = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="one_unsent_form_of_a_person"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="unsent_forms_by_age")]

    def __str__(self):
        return self.title or self.address

    def get_absolute_url(self):
        return self.address
