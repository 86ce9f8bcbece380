"""Addresses of rewards and goodwill at the desk."""

from django.urls import path

from regulars.rewards.views import catalogue, claims, pictures

app_name = "rewards"
urlpatterns = [
    path("loyalty/claims", claims.claims, name="claims"),
    path("loyalty/claims/<int:claim_id>", claims.one, name="claim"),
    path("loyalty/claims/<int:claim_id>/<str:what>", claims.act, name="act"),
    path("customers/<int:customer_id>/rewards", claims.of_customer, name="of_customer"),
    path("settings/rewards", catalogue.rewards, name="rewards"),
    path("settings/rewards/new", catalogue.one_reward, name="new_reward"),
    path("settings/rewards/<int:reward_id>", catalogue.one_reward, name="reward"),
    path("rewards/<int:reward_id>/picture/<slug:digest>", pictures.picture, name="picture"),
]
