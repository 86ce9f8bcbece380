"""Addresses of orders, returns and shops."""

from django.urls import path

from regulars.commerce.views import calls, imports, orders, returns, shops

app_name = "commerce"
ONE = "settings/shops/<int:shop_id>"
urlpatterns = [
    path("from-shops/<slug:slug>", calls.call, name="call"),
    path("orders", orders.orders, name="orders"),
    path("orders/<int:order_id>", orders.order, name="order"),
    path("orders/<int:order_id>/refund", orders.ask_refund, name="ask_refund"),
    path("orders/<int:order_id>/return", returns.ask, name="ask_return"),
    path("customers/<int:customer_id>/orders", orders.of_customer, name="of_customer"),
    path("returns", returns.returns, name="returns"),
    path("returns/<int:return_id>", returns.one, name="return"),
    path("returns/<int:return_id>/label", returns.label, name="label"),
    path("returns/<int:return_id>/<slug:how>", returns.decide, name="decide"),
    path("settings/shops", shops.shops, name="shops"),
    path("settings/shops/new", shops.new_shop, name="new_shop"),
    path("settings/shops/returns", shops.terms, name="terms"),
    path(ONE, shops.shop, name="shop"),
    path(f"{ONE}/calls/<int:call_id>", shops.call, name="shop_call"),
    path(f"{ONE}/replay", shops.replay, name="replay"),
    path(f"{ONE}/imports/new", imports.new_import, name="new_import"),
    path(f"{ONE}/imports/<int:import_id>", imports.one, name="import"),
    path(f"{ONE}/imports/<int:import_id>/progress", imports.progress, name="import_progress"),
    path(f"{ONE}/imports/<int:import_id>/stop", imports.stop, name="stop_import"),
    path(f"{ONE}/imports/<int:import_id>/refused.csv", imports.refused, name="refused"),
]
