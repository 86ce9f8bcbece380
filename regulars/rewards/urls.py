"""Addresses of rewards and goodwill at the desk."""

from django.urls import path

from regulars.rewards.views import budgets, catalogue, claims, goodwill, pictures

app_name = "rewards"
urlpatterns = [
    path("loyalty/claims", claims.claims, name="claims"),
    path("loyalty/claims/<int:claim_id>", claims.one, name="claim"),
    path("loyalty/claims/<int:claim_id>/<str:what>", claims.act, name="act"),
    path("customers/<int:customer_id>/rewards", claims.of_customer, name="of_customer"),
    path("customers/<int:customer_id>/goodwill", goodwill.give, name="give"),
    path("loyalty/goodwill", goodwill.goodwill, name="goodwill"),
    path("loyalty/goodwill/<int:goodwill_id>/<str:what>", goodwill.decide, name="decide"),
    path("settings/goodwill", budgets.budgets, name="budgets"),
    path("settings/goodwill/new", budgets.one_budget, name="new_budget"),
    path("settings/goodwill/<int:budget_id>", budgets.one_budget, name="budget"),
    path("settings/goodwill/<int:budget_id>/remove", budgets.remove, name="remove_budget"),
    path("settings/goodwill/paying/<int:programme_id>", budgets.paying, name="paying"),
    path("settings/rewards", catalogue.rewards, name="rewards"),
    path("settings/rewards/new", catalogue.one_reward, name="new_reward"),
    path("settings/rewards/<int:reward_id>", catalogue.one_reward, name="reward"),
    path("settings/rewards/<int:reward_id>/codes", catalogue.codes, name="codes"),
    path("rewards/<int:reward_id>/picture/<slug:digest>", pictures.picture, name="picture"),
]
