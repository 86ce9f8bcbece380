"""What customers bought of us, where, and what became of it. One noun a file."""

from regulars.commerce.models.importing import OrderImport, RefusedLine
from regulars.commerce.models.order import Order, OrderLine, OrderName
from regulars.commerce.models.payment import Dispute, Payment
from regulars.commerce.models.product import Product
from regulars.commerce.models.refund import Refund, RefundLine, RefundRequest
from regulars.commerce.models.returning import Return, ReturnLine, Terms
from regulars.commerce.models.shipment import Shipment
from regulars.commerce.models.shop import Shop, ShopCall

__all__ = [
    "Dispute",
    "Order",
    "OrderImport",
    "OrderLine",
    "OrderName",
    "Payment",
    "Product",
    "Refund",
    "RefundLine",
    "RefundRequest",
    "RefusedLine",
    "Return",
    "ReturnLine",
    "Shipment",
    "Shop",
    "ShopCall",
    "Terms",
]
