"""One mail of the sample's that did not arrive: its address has a slip of the fingers in it."""

from datetime import timedelta

from feedback.models import Mail


def load(year):
    at, user = year.in_office(year.now - timedelta(days=1)), year.register.informants[7]
    user.email = "informant@tianhe.invalid.invalid"
    user.save(update_fields=["email"])
    Mail.objects.create(
        key="sample", user=user, subject="您报送的信息有了新进展", body="请登录直通车查看。", resend=True,
        state=Mail.State.FAILED, tries=1, error="550 5.1.2 domain not found", created_at=at, next_try_at=at,
    )  # fmt: skip
