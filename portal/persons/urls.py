"""People and rosters."""

from django.urls import path

from portal.persons.views import changing, people, rosters

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/roster/", rosters.send_roster, name="send_roster"),
    path("people/roster/file/", rosters.export_roster, name="export_roster"),
    path("people/roster/<int:pk>/", rosters.roster, name="roster"),
    path("people/roster/<int:pk>/undo/", rosters.undo_roster, name="undo_roster"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", changing.edit_person, name="edit_person"),
    path("people/<int:pk>/move/", changing.move_person, name="move_person"),
    path("people/<int:pk>/membership/", changing.change_membership, name="change_membership"),
]
