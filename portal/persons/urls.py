"""People and rosters."""

urlpatterns = []
