"""Addresses of the front door, of one's own account and of the people of an agency."""

from django.urls import path

from agencies.views import api, front, invitations, own_data, people, sign_ins

app_name = "agencies"

urlpatterns = [
    path("", front.home, name="home"),
    path("language/", front.language, name="language"),
    path("me/", front.account, name="account"),
    path("me/invitations/<int:pk>/", invitations.join, name="join"),
    path("me/sign-ins/<int:pk>/end/", sign_ins.end_sign_in, name="end_sign_in"),
    path("me/sign-ins/end/", sign_ins.sign_out_everywhere, name="sign_out_everywhere"),
    path("me/data/", own_data.data, name="own_data"),
    path("me/data/file/", own_data.data_file, name="own_data_file"),
    path("me/delete/", own_data.erase, name="erase"),
    path("role/", front.switch_role, name="switch_role"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("agency/", people.agency, name="agency"),
    path("programs/", api.programs, name="programs"),
    path("programs/tokens/new/", api.make_token, name="make_token"),
    path("programs/tokens/<int:pk>/end/", api.end_token, name="end_token"),
    path("programs/webhooks/new/", api.add_webhook, name="add_webhook"),
    path("programs/webhooks/<int:pk>/", api.webhook, name="webhook"),
    path("programs/webhooks/<int:pk>/test/", api.test_webhook, name="test_webhook"),
    path("programs/webhooks/<int:pk>/end/", api.end_webhook, name="end_webhook"),
    path("programs/webhooks/<int:pk>/<int:message>/", api.send_again, name="send_again"),
    path("people/", people.people, name="people"),
    path("people/people.csv", people.people_file, name="people_file"),
    path("people/left/", people.leavers, name="leavers"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invite/file/", invitations.invite_many, name="invite_many"),
    path("people/invitations/<int:pk>/again/", invitations.invite_again, name="invite_again"),
    path("people/invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/role/", people.add_role, name="add_role"),
    path("people/<int:pk>/left/", people.person_left, name="person_left"),
    path("people/<int:pk>/leave/", people.plan_leave, name="plan_leave"),
    path("people/<int:pk>/back/", people.end_leave, name="end_leave"),
    path("people/roles/<int:pk>/end/", people.end_role, name="end_role"),
]
