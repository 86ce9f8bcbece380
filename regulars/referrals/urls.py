"""Addresses of friends who are brought along, at the desk."""

from django.urls import path

from regulars.referrals.views import deciding, friends, settings

app_name = "referrals"
urlpatterns = [
    path("loyalty/friends", friends.friends, name="friends"),
    path("loyalty/friends/<int:referral_id>", friends.one, name="friend"),
    path("loyalty/friends/<int:referral_id>/approve", deciding.approved, name="approve"),
    path("loyalty/friends/<int:referral_id>/void", deciding.voided, name="void"),
    path("loyalty/friends/<int:referral_id>/link", deciding.link, name="link"),
    path("customers/<int:customer_id>/friends", friends.of_one_customer, name="of_customer"),
    path("settings/friends", settings.schemes, name="schemes"),
    path("settings/friends/<int:programme_id>", settings.one_scheme, name="scheme"),
]
